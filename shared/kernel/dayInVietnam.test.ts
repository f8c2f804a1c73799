import { expect, it } from '@jest/globals';
import { dayInVietnam } from './dayInVietnam.ts';

it.each([
  ['2026-12-31T16:59:59Z', '2026-12-31'], ['2026-12-31T17:00:00Z', '2027-01-01'], ['2028-02-28T17:00:00Z', '2028-02-29'], ['2027-02-28T17:00:00Z', '2027-03-01'], ['2026-11-22T00:00:00+07:00', '2026-11-22'],
])('%s is %s', (at, day) => expect([dayInVietnam(at), dayInVietnam(new Date(at))]).toEqual([day, day]));
