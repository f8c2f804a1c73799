import type { CoverageEligibilityResponse } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository, OutboxEvent } from '../fhir/repository.ts';
import { makeCheck, type MakeDeps } from './makeCheck.ts';
import type { ConfirmationQueue, Unconfirmed } from './ports.ts';

export type ConfirmDeps = MakeDeps & { readonly repository: Pick<FhirRepository, 'readMany' | 'search' | 'alike' | 'commit'>; readonly queue: ConfirmationQueue };
export type ConfirmReport = { readonly confirmed: number; readonly stillWaiting: number; readonly settled: number };

/** So many a round, so that a portal that has just come back is not overrun; a round is a minute. */
export const perRound = 40;
/** No new question after this: the function has 50 s. */
const roundMilliseconds = 25_000;
/** After no answer, and where the portal refuses the facility itself. */
const longestWait = { 'no-answer': 5 * 60_000, refused: 60 * 60_000 } as const;

/** Delivered at least once for every check that the portal did not answer; adding it twice keeps one. */
export async function queueUnconfirmed(queue: ConfirmationQueue, { type, data }: OutboxEvent): Promise<boolean> {
  if (type !== 'insurance-to-confirm') return false;
  const [id, patient, since, organization] = [data['checkId'], data['patient'], data['since'], data['organization']];
  if (!id || !patient || !since) return false;
  await queue.add({ id, since, patient: patient as Unconfirmed['patient'], ...(organization ? { organization: organization as `Organization/${string}` } : {}), attempts: 0, notBefore: since });
  return true;
}

/**
 * Makes the checks again that the portal did not answer, oldest first. The round ends at the first that gets no answer:
 * the portal is still down, and the others wait their turn.
 */
export async function confirmWaiting(deps: ConfirmDeps, correlationId: string): Promise<ConfirmReport> {
  const { queue, clock } = deps;
  const started = clock.now().getTime();
  const count = { confirmed: 0, stillWaiting: 0, settled: 0 };
  for (const entry of await queue.due(clock.now(), perRound)) {
    if (clock.now().getTime() - started > roundMilliseconds) break;
    const ended = await confirm(deps, entry, correlationId);
    if (ended === 'paused') break;
    if (ended === 'no-answer' || ended === 'refused') {
      count.stillWaiting += 1;
      await queue.postpone(later(entry, ended, clock.now()));
      if (ended === 'no-answer') break;
      continue;
    }
    count[ended] += 1;
    await queue.remove(entry);
  }
  return count;
}

/** `settled`: somebody has asked since and was answered, or the record has nothing left to ask by. */
async function confirm(deps: ConfirmDeps, entry: Unconfirmed, correlationId: string): Promise<'confirmed' | 'settled' | 'no-answer' | 'refused' | 'paused'> {
  const { repository } = deps;
  const { patient, organization, since } = entry;
  const page = await repository.search<CoverageEligibilityResponse>('CoverageEligibilityResponse', new URLSearchParams({ patient, _sort: '-created', _count: '1' }));
  if (!page.ok) throw new Error(`insurance: search refused: ${page.error.kind}`);
  const [last] = page.value.resources;
  if (last?.outcome === 'complete' && (last.created ?? '') > since) return 'settled';
  const made = await makeCheck(deps, { patient, fresh: false, confirms: since, ...(organization ? { organization } : {}) });
  if (!made.ok) return 'settled';
  const { answer, writes, entities } = made.value;
  if (answer.confirmation?.state === 'waiting') return answer.outcome === 'set-up-fault' ? 'refused' : answer.steps.length > 0 ? 'no-answer' : 'paused';
  const audit: AuditFact = {
    actor: { subject: 'system', name: 'Liên Tuyến', role: 'system', ...(organization ? { organization } : {}) },
    action: 'execute', outcome: 'success', event: 'insurance-confirmed', patient, entities, correlationId,
  };
  const committed = await repository.commit({ writes, audit, events: [] });
  return committed.ok ? 'confirmed' : 'no-answer';
}

/** Twice as long each time, up to a bound. Nobody is given up. */
const later = (entry: Unconfirmed, why: keyof typeof longestWait, now: Date): Unconfirmed => ({
  ...entry,
  attempts: entry.attempts + 1,
  notBefore: new Date(now.getTime() + Math.min(longestWait[why], 60_000 * 2 ** entry.attempts)).toISOString(),
});
