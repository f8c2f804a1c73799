import { expect, test } from '@jest/globals';
import { aRow } from '../specialist/fixtures.ts';
import { sortVisits } from './visits.ts';

const now = Date.parse('2026-11-22T02:00:00Z');
const booked = (id: string, start: string) => aRow({ id, state: 'scheduled', appointment: { slotId: id, start, end: start } });

test('the next visit is the soonest one booked, and one under way comes before it', () => {
  const rows = [booked('later', '2026-11-25T02:00:00Z'), booked('sooner', '2026-11-23T02:00:00Z')];
  expect(sortVisits(rows, now).next?.id).toBe('sooner');
  expect(sortVisits([...rows, aRow({ id: 'live', state: 'called' })], now).next?.id).toBe('live');
});

test('an appointment stays the next one for two hours after its time, then no longer', () => {
  expect(sortVisits([booked('late', '2026-11-22T00:30:00Z')], now).next?.id).toBe('late');
  expect(sortVisits([booked('gone', '2026-11-21T23:30:00Z')], now).next).toBeUndefined();
});

test('what is over stands apart from what is open, newest first', () => {
  const sorted = sortVisits([aRow({ id: 'a', state: 'signed', requestedAt: '2026-10-01T00:00:00Z' }), aRow({ id: 'b', state: 'closed', requestedAt: '2026-11-01T00:00:00Z' }), aRow({ id: 'c', state: 'submitted' })], now);
  expect([sorted.open.map(({ id }) => id), sorted.past.map(({ id }) => id)]).toEqual([['c'], ['b', 'a']]);
});
