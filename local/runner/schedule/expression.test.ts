import { expect, it } from '@jest/globals';
import { nextTime } from './expression.ts';

const after = (expression: string, time: string) => nextTime(expression, new Date(time)).toISOString();

it.each([
  ['rate(1 minute)', '2026-11-22T01:02:03.000Z', '2026-11-22T01:03:03.000Z'],
  ['rate(5 minutes)', '2026-11-22T01:02:03.000Z', '2026-11-22T01:07:03.000Z'],
  ['rate(2 days)', '2026-11-22T01:02:03.000Z', '2026-11-24T01:02:03.000Z'],
  ['cron(0 12 * * ? *)', '2026-11-22T12:00:00.000Z', '2026-11-23T12:00:00.000Z'],
  ['cron(*/15 * * * ? *)', '2026-11-22T01:16:00.000Z', '2026-11-22T01:30:00.000Z'],
  ['cron(30 1,3 ? * MON-FRI *)', '2026-11-21T00:00:00.000Z', '2026-11-23T01:30:00.000Z'],
  ['cron(0 0 1 JAN ? *)', '2026-11-22T01:00:00.000Z', '2027-01-01T00:00:00.000Z'],
  ['cron(0 0 29 2 ? *)', '2026-11-22T01:00:00.000Z', '2028-02-29T00:00:00.000Z'],
])('%s after %s is due at %s', (expression, time, due) => {
  expect(after(expression, time)).toBe(due);
});

it.each(['rate(0.5 minutes)', 'cron(* *)', 'cron(61 * * * ? *)', 'at(2026-01-01T00:00:00)'])('%s is refused', (expression) => {
  expect(() => after(expression, '2026-11-22T00:00:00Z')).toThrow('schedule');
});
