import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { aggregate } from './aggregate.ts';
import { leastTold, overviewQuery } from './contract.ts';
import { disclosed } from './disclose.ts';
import type { CallMeasure, CaseMeasure } from './ports.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

const now = new Date('2026-11-22T03:00:00Z');
let serial = 0;
const aCase = (more: Partial<CaseMeasure> = {}): CaseMeasure => ({
  kind: 'case', id: `c${++serial}`, requestedAt: '2026-11-02T02:00:00Z', facility: { id: 'bv', name: 'Bệnh viện' }, station: { id: 'tyt', name: 'Trạm' }, specialty: 'cardiology', booked: false, limit: 30, dropped: false, ...more,
});
const cases = (count: number, more: (i: number) => Partial<CaseMeasure> = () => ({})) => Array.from({ length: count }, (_, i) => aCase(more(i)));
const aCall = (more: Partial<CallMeasure> = {}): CallMeasure => ({ kind: 'call', id: `s${++serial}`, from: '2026-11-02T02:00:00Z', firstSoundMs: 2000, concealedPercent: 1, ...more });
const of = (measures: Parameters<typeof aggregate>[0], from = '2026-11', to = from) => aggregate(measures, { from, to, now, stated: { stat: 5, urgent: 30, routine: 1440 } });

describe('the figures', () => {
  it('count requests and conclusions by month, facility, station and specialty, the months as in Vietnam', () => {
    const found = of([...cases(6, (i) => ({ concluded: 60 * (i + 1) })), ...cases(5, () => ({ requestedAt: '2026-10-31T17:30:00Z', specialty: 'dermatology', station: { id: 't2', name: 'Trạm hai' } }))], '2026-10', '2026-11');
    expect(found.total).toMatchObject({ requests: 11, concluded: 6, concludedMedian: 3 });
    expect(found.months.map(({ month, requests }) => [month, requests])).toEqual([['2026-10', 0], ['2026-11', 11]]);
    expect(found.specialties.map(({ specialty, requests }) => [specialty, requests])).toEqual([['cardiology', 6], ['dermatology', 5]]);
    expect(found.stations.map(({ name, requests }) => [name, requests])).toEqual([['Trạm', 6], ['Trạm hai', 5]]);
  });
  it('tell how long people waited, and how many were taken in the time stated: bookings do not wait', () => {
    const { total } = of([...cases(10, (i) => ({ taken: 5 * (i + 1) })), ...cases(6, () => ({ booked: true, taken: 0 }))]);
    expect(total).toMatchObject({ requests: 16, waitMedian: 25, waitNinth: 45, inTime: 60 });
  });
  it('count as late what nobody took, and not what may still be taken or was taken back', () => {
    const late = cases(3);
    const young = cases(2, () => ({ requestedAt: '2026-11-22T02:50:00Z' }));
    const back = cases(2, () => ({ dropped: true }));
    expect(of([...late, ...young, ...back, ...cases(3, () => ({ taken: 1 }))]).total).toMatchObject({ requests: 10, inTime: 50 });
  });
  it('tell of calls how soon they were heard and in how many the sound broke', () => {
    const { calls } = of([...Array.from({ length: 4 }, () => aCall()), aCall({ concealedPercent: 12, firstSoundMs: 9000 })]);
    expect(calls).toMatchObject({ stays: 5, firstSound: 2, concealed: 1, bad: 20 });
  });
});

describe('nobody is found in the figures', () => {
  it('fewer than five are not told, nor anything else of them', () => {
    const { total, calls } = of([...cases(4, () => ({ taken: 3, concluded: 60 })), ...Array.from({ length: 4 }, () => aCall())]);
    expect(total).toEqual({ requests: null, concluded: null, waitMedian: null, waitNinth: null, inTime: null, concludedMedian: null });
    expect(calls).toMatchObject({ stays: null, firstSound: null, concealed: null, bad: null });
  });
  it('a small group is not found by subtraction: the smallest other one is not told either', () => {
    expect(disclosed([40, 9, 3])).toEqual([40, 'hidden', null]);
    expect(disclosed([40, 2, 2])).toEqual(['hidden', null, null]);
    expect(disclosed([40, 3, 0, 4])).toEqual([40, null, 0, null]);
    expect(disclosed([5, 6])).toEqual([5, 6]);
  });
  it('whatever the counts: no number from 1 to 4 is told, and what is not told is never one alone nor fewer than five together, while others are', () => {
    fc.assert(fc.property(fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }), (counts) => {
      const told = disclosed(counts);
      const hidden = counts.filter((_, i) => typeof told[i] !== 'number');
      expect(told.every((one, i) => one === null || one === 'hidden' || (one === counts[i] && (one === 0 || one >= leastTold)))).toBe(true);
      const others = told.some((one) => typeof one === 'number' && one > 0);
      if (hidden.length > 0 && others) expect(hidden.length >= 2 && hidden.reduce((sum, n) => sum + n, 0) >= leastTold).toBe(true);
    }));
  });
  it('a group that is not told has no figures, though it has five conclusions of its own', () => {
    const { facilities } = of([...cases(9, () => ({ facility: { id: 'b', name: 'B' }, concluded: 60 })), ...cases(20), ...cases(1, () => ({ facility: { id: 'c', name: 'C' } }))]);
    expect(facilities.map(({ id, requests, concludedMedian }) => [id, requests, concludedMedian])).toEqual([['bv', 20, null], ['b', 'hidden', null], ['c', null, null]]);
  });
});

it.each([['2026-01', '2026-12', true], ['2026-01', '2027-01', false], ['2026-02', '2026-01', false], ['2026-13', '2026-13', false], ['26-01', '26-01', false]])('months from %s to %s may be asked: %s', (from, to, may) => {
  expect(overviewQuery.safeParse({ from, to }).success).toBe(may);
});
