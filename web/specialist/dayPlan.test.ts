import { expect, test } from '@jest/globals';
import { aRow } from './fixtures.ts';
import { planOf } from './dayPlan.ts';

const at = (start: string) => ({ slotId: start, start, end: start });

test('a day is the day in Vietnam, in the order of the hours', () => {
  const rows = [
    aRow({ id: 'late', appointment: at('2026-11-22T08:00:00Z') }),
    aRow({ id: 'early', appointment: at('2026-11-21T17:30:00Z') }), // 00:30 on the 22nd
    aRow({ id: 'tomorrow', appointment: at('2026-11-22T17:00:00Z') }),
    aRow({ id: 'no time' }),
  ];
  expect(planOf(rows, [], '2026-11-22').booked.map(({ id }) => id)).toEqual(['early', 'late']);
});
