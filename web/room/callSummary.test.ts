import { describe, expect, it } from '@jest/globals';
import { aStay } from './callStays.fixture.ts';
import { summaryOf } from './callSummary.ts';

describe('a call in a few figures', () => {
  it('is the mean of what was reported, and its worst moment; gaps count for nothing', () => {
    const stay = aStay({ lost: [1, null, 3], concealed: [0, null, 8], roundTrip: [80, null, 120], frozen: [0, 1_500, 500], bytes: [600_000, 600_000, null] });
    expect(summaryOf(stay)).toMatchObject({ lost: 2, concealed: 4, worstConcealed: 8, roundTrip: 100, frozenSeconds: 2, megabytes: 0.2 });
  });
  it('tells the steps in order, and where nothing is known', () => {
    expect(summaryOf(aStay({ step: [1, 1, 3, null, 1] })).runs).toEqual([{ step: 'sd', slots: 2 }, { step: 'audio', slots: 1 }, { step: undefined, slots: 1 }, { step: 'sd', slots: 1 }]);
  });
  it('knows nothing of a stay without reports', () => {
    expect(summaryOf(aStay({}))).toMatchObject({ lost: undefined, concealed: undefined, roundTrip: undefined, runs: [] });
  });
});
