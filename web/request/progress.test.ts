import { expect, test } from '@jest/globals';
import { byNeed, isOpen, pollingFor, stepOf } from './progress.ts';

const at = (state: Parameters<typeof stepOf>[0], priority: 'routine' | 'urgent' | 'stat' = 'routine', waitingSince = '2026-11-22T01:00:00Z') => ({ state, priority, waitingSince });

test('what wants the station stands first, then urgency, then the longest wait', () => {
  const rows = [at('submitted'), at('submitted', 'stat'), at('signed'), at('called'), at('submitted', 'routine', '2026-11-21T01:00:00Z')];
  expect(rows.toSorted(byNeed)).toEqual([at('called'), at('signed'), at('submitted', 'stat'), at('submitted', 'routine', '2026-11-21T01:00:00Z'), at('submitted')]);
});

test('news is asked for every few seconds only while somebody waits for somebody', () => {
  expect(pollingFor('called')).toBeLessThanOrEqual(3000);
  expect(pollingFor('closed')).toBeGreaterThanOrEqual(60_000);
});

test('a signed conclusion is still open until its outcome is reported', () => {
  expect(isOpen('signed')).toBe(true);
  expect(isOpen('outcome-reported')).toBe(false);
  expect(stepOf('interrupted')).toBe('talk');
});
