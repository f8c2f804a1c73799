import { expect, test } from '@jest/globals';
import { drawnWait, firstFull, lists, listsOf, moved } from './waiting.ts';

const at = Date.parse('2026-11-22T02:00:00Z');
const since = (minutes: number) => new Date(at - minutes * 60_000).toISOString();

test('a wait is drawn against the time in which such a case should be taken', () => {
  expect(drawnWait({ priority: 'urgent', waitingSince: since(15) }, at)).toEqual({ part: 0.5, over: false });
  expect(drawnWait({ priority: 'stat', waitingSince: since(6) }, at)).toEqual({ part: 1, over: true });
});

test('a clock that runs ahead still draws something', () => {
  expect(drawnWait({ priority: 'routine', waitingSince: since(-5) }, at)).toEqual({ part: 0.02, over: false });
});

test('the day opens on the first list with something in it', () => {
  expect(firstFull({ urgent: 0, waiting: 2, 'in-progress': 1, 'follow-up': 0, 'to-sign': 0 })).toBe('waiting');
  expect(firstFull({ urgent: 0, waiting: 0, 'in-progress': 0, 'follow-up': 0, 'to-sign': 0 })).toBe('urgent');
});

test('j and k move within the list and never out of it', () => {
  expect([moved('j', -1, 3), moved('j', 2, 3), moved('k', 0, 3), moved('x', 1, 3), moved('j', -1, 0)]).toEqual([0, 2, 0, undefined, undefined]);
});

test('a coordinator has the lists of the facility; a specialist, coordinator or not, has all', () => {
  expect(listsOf(['coordinator'])).toEqual(['urgent', 'waiting']);
  expect(listsOf(['coordinator', 'specialist'])).toEqual(lists);
});
