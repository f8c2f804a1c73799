import type { RecordingReport } from '../../shared/room/recording.ts';

/** Takes how it stands with a recording to the record. `refused`: it may not be. Rejects when there was no answer. */
export type Ledger = (recording: string, report: RecordingReport) => Promise<'stored' | 'refused'>;

const WITHIN_MS = 5_000;

/** To the API that gave the passes; its address is beside that of its keys. */
export function ledgerAt(keysUrl: string): Ledger {
  return async (recording, report) => {
    const answer = await fetch(new URL(`call-recordings/${encodeURIComponent(recording)}`, keysUrl), {
      method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(report), signal: AbortSignal.timeout(WITHIN_MS),
    });
    if (answer.ok) return 'stored';
    if (answer.status >= 500 || answer.status === 429) throw new Error(`answered ${answer.status}`);
    return 'refused';
  };
}
