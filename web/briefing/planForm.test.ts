import { describe, expect, it } from '@jest/globals';
import { emptyPlan, faultsOf, instantOf, planOf, totalMinutes } from './planForm.ts';

const now = new Date('2026-11-22T08:00:00Z');
const filled = { ...emptyPlan, title: ' Giao ban ', day: '25/11/2026', time: '8:05', agenda: [{ title: 'Dịch', minutes: '20' }, { title: 'Trực', minutes: '10' }] };

describe('a typed plan', () => {
  it('is of Vietnam’s time, and only a day that exists', () => {
    expect(instantOf('25/11/2026', '8:05')).toBe('2026-11-25T08:05:00+07:00');
    for (const [day, time] of [['31/02/2027', '08:00'], ['25/13/2026', '08:00'], ['mai', '08:00'], ['25/11/2026', '24:00'], ['25/11/2026', '']] as const) expect(instantOf(day, time)).toBeUndefined();
  });
  it('names every fault by its field, and has none when it is whole', () => {
    expect(faultsOf(emptyPlan, now)).toEqual([{ field: 'title' }, { field: 'day' }, { field: 'item', number: 1 }]);
    expect(faultsOf({ ...filled, day: '22/11/2026', time: '14:00' }, now)).toEqual([{ field: 'past' }]);
    expect(faultsOf({ ...filled, agenda: [{ title: 'Dịch', minutes: '0' }] }, now)).toEqual([{ field: 'minutes', number: 1 }]);
    expect(faultsOf(filled, now)).toEqual([]);
  });
  it('is as long as its items together', () => {
    expect(totalMinutes(filled)).toBe(30);
    expect(planOf(filled)).toEqual({ title: 'Giao ban', start: '2026-11-25T08:05:00+07:00', facilities: [], people: [], agenda: [{ title: 'Dịch', minutes: 20 }, { title: 'Trực', minutes: 10 }] });
  });
});
