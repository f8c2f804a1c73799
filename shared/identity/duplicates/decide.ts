import type { Patient } from '@medplum/fhirtypes';
import type { AuditFact, Idempotency, Stored, Write } from '../../fhir/repository.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { DuplicateDecision, DuplicateDecisionAnswer } from '../contract.ts';
import type { DuplicateErrorCode } from '../errors.ts';
import { actorOf, type Principal } from '../policy.ts';
import { seePair, type DuplicateDeps, type Seen } from './access.ts';
import { inUse, joined, separated } from './merge.ts';
import { isOpen, linkageOf, stateOf, type Decided, type Pair } from './pair.ts';

type Caller = { readonly principal: Principal; readonly correlationId: string };
type Command = Omit<Idempotency, 'answer'>;
export type DecideRefusal = Refusal<DuplicateErrorCode | 'HTTP_NOT_FOUND' | 'HTTP_FORBIDDEN' | 'HTTP_IDEMPOTENCY_KEY_REUSED' | 'HTTP_CONTENTION'>;

/** Words of the audit by what was decided. */
const events = { same: 'records-joined', different: 'records-judged-different', later: 'duplicate-postponed', separate: 'records-separated' } as const satisfies Record<DuplicateDecision['decision'], string>;

/**
 * One person or two? Decided by somebody who stands to both records, or where the pair waits. Links, states and the
 * decision are one commit: two people who decide at one moment, or a record that changed meanwhile, are told so.
 */
export async function decideDuplicate(deps: DuplicateDeps, { principal, correlationId }: Caller, id: string, asked: DuplicateDecision, command: Command): Promise<Result<DuplicateDecisionAnswer, DecideRefusal>> {
  const { repository, naming } = deps;
  const seen = await seePair(deps, principal, id);
  const audit: AuditFact = { actor: actorOf(principal), action: 'update', outcome: 'success', event: events[asked.decision], entities: seen.ok ? [...seen.value.pair.records, `Linkage/${id}`] : [`Linkage/${id}`], correlationId };
  if (!seen.ok || !seen.value.mayDecide) {
    await repository.recordAccess({ ...audit, outcome: 'refused' });
    return seen.ok ? refuse(refusal('IDENTITY_PAIR_NOT_YOURS')) : seen;
  }
  const planned = await plan(deps, seen.value, asked);
  if (!planned.ok) return planned;
  const { writes, ...more } = planned.value;
  const at = deps.clock.now().toISOString();
  const decided: Decided = { decision: asked.decision, at, by: principal.name, ...(principal.practitioner ? { practitioner: principal.practitioner } : {}), ...more };
  const pair: Pair = { ...seen.value.pair, decisions: [...seen.value.pair.decisions, decided] };
  const answer: DuplicateDecisionAnswer = { id, state: stateOf(pair), ...(more.keep ? { patientId: more.keep.slice('Patient/'.length) } : {}) };
  const linkage: Write = { kind: 'put', resource: linkageOf(pair, naming.base), precondition: { kind: 'version', versionId: seen.value.versionId } };
  const committed = await repository.commit({ writes: [linkage, ...writes], audit, idempotency: { ...command, answer } });
  if (committed.ok) return ok(answer);
  switch (committed.error.kind) {
    case 'repeated':
      return ok(committed.error.answer as DuplicateDecisionAnswer);
    case 'key-reused':
      return refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
    case 'precondition-failed':
      return refuse(refusal('IDENTITY_PAIR_CHANGED'));
    case 'contention':
      return refuse(refusal('HTTP_CONTENTION'));
    case 'claim-taken':
      throw new Error('a decision claims nothing');
  }
}

type Planned = Pick<Decided, 'keep' | 'before'> & { readonly writes: readonly Write[] };

async function plan(deps: DuplicateDeps, { pair, records }: Seen, asked: DuplicateDecision): Promise<Result<Planned, DecideRefusal>> {
  if (asked.decision === 'separate') return await separation(deps, pair, records);
  if (!isOpen(pair) && !(stateOf(pair) === 'different' && asked.decision === 'same')) return refuse(refusal('IDENTITY_PAIR_DECIDED'));
  if (asked.decision !== 'same') return ok({ writes: [] });
  const keep = records.find(({ id }) => id === asked.keep);
  const other = records.find(({ id }) => id !== asked.keep);
  if (!keep || !other) return refuse(refusal('IDENTITY_PAIR_KEEP', { at: '/keep' }));
  if (!inUse(keep) || !inUse(other)) return refuse(refusal('IDENTITY_RECORD_NOT_IN_USE'));
  return ok({ writes: joined(keep, other), keep: `Patient/${keep.id}`, before: other.meta.versionId });
}

async function separation({ repository }: DuplicateDeps, pair: Pair, records: Seen['records']): Promise<Result<Planned, DecideRefusal>> {
  const join = stateOf(pair) === 'same' ? pair.decisions.at(-1) : undefined;
  const keep = records.find(({ id }) => join?.keep === `Patient/${id}`);
  const other = records.find(({ id }) => join?.keep !== `Patient/${id}`);
  if (!join || !keep || !other) return refuse(refusal('IDENTITY_PAIR_DECIDED'));
  const before = await repository.readVersion(`Patient/${other.id}`, join.before ?? '');
  const wasActive = before === undefined || before === 'deleted' ? true : (before as Stored<Patient>).active;
  return ok({ writes: separated(keep, other, wasActive) });
}
