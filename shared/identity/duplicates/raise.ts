import type { Linkage, Patient } from '@medplum/fhirtypes';
import type { Stored, Write } from '../../fhir/repository.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { DuplicateReport, PairOrigin } from '../contract.ts';
import type { DuplicateErrorCode } from '../errors.ts';
import { actorOf, mayCommand, type Principal } from '../policy.ts';
import { relationsToPatient } from '../relations.ts';
import { facilityFor, type DuplicateDeps } from './access.ts';
import { inUse } from './merge.ts';
import { linkageOf, pairIdOf, pairOf, stateOf, type Pair, type PatientReference } from './pair.ts';

type Two = readonly [Patient & { readonly id: string }, Patient & { readonly id: string }];

/** The write that puts a new pair on the list of the facility that decides. */
export async function raising({ repository, clock, naming }: DuplicateDeps, [a, b]: Two, origin: PairOrigin, raisedBy: Pair['waitsAt']): Promise<{ readonly pair: Pair; readonly write: Write }> {
  const waitsAt = await facilityFor(repository, [a, b], raisedBy);
  const records = [`Patient/${a.id}`, `Patient/${b.id}`].toSorted() as [PatientReference, PatientReference];
  const pair: Pair = { id: pairIdOf(a.id, b.id), records, waitsAt, origin, raisedAt: clock.now().toISOString(), decisions: [] };
  return { pair, write: { kind: 'put', resource: linkageOf(pair, naming.base), precondition: { kind: 'absent' } } };
}

type Caller = { readonly principal: Principal; readonly correlationId: string };

/** Somebody at the desk sees two records of one person. A pair that is known already keeps what was decided. */
export async function reportDuplicate(deps: DuplicateDeps, { principal, correlationId }: Caller, { patients }: DuplicateReport): Promise<Result<{ readonly id: string; readonly state: ReturnType<typeof stateOf> }, Refusal<DuplicateErrorCode | 'HTTP_NOT_FOUND' | 'HTTP_FORBIDDEN' | 'HTTP_CONTENTION'>>> {
  const { repository, clock } = deps;
  const [a, b] = patients;
  if (a === b) return refuse(refusal('IDENTITY_PAIR_ONE_RECORD', { at: '/patients' }));
  const references = patients.map((id) => `Patient/${id}` as const);
  const audit = { actor: actorOf(principal), action: 'create', event: 'duplicate-reported', correlationId, entities: references } as const;
  // Whoever looks people up sees possible duplicates; reporting them opens nothing. Nobody reports what they can't see.
  const held = (await Promise.all(references.map((reference) => relationsToPatient(repository, principal, reference, clock)))).flat();
  const decision = mayCommand(principal, 'decide-duplicate', held);
  const found = decision.allowed ? (await repository.readMany(references)).filter((r): r is Stored<Patient> => r?.resourceType === 'Patient') : [];
  const [one, other] = found;
  if (!one || !other || !principal.organization) {
    await repository.recordAccess({ ...audit, outcome: 'refused' });
    return refuse(refusal(!decision.allowed && decision.reason !== 'relation' ? 'HTTP_FORBIDDEN' : 'HTTP_NOT_FOUND'));
  }
  if (!inUse(one) || !inUse(other)) {
    // Two that were joined are a pair to be looked at, and perhaps to be parted again.
    const joined = await knownPair(deps, a, b);
    if (!joined) return refuse(refusal('IDENTITY_RECORD_NOT_IN_USE'));
    await repository.recordAccess({ ...audit, action: 'read', event: 'duplicate-read', outcome: 'success' });
    return ok({ id: joined.id, state: stateOf(joined) });
  }
  const { pair, write } = await raising(deps, [one, other], 'reported', principal.organization);
  const committed = await repository.commit({ writes: [write], audit: { ...audit, outcome: 'success' } });
  if (committed.ok) return ok({ id: pair.id, state: 'open' });
  if (committed.error.kind !== 'precondition-failed') return refuse(refusal('HTTP_CONTENTION'));
  const before = await knownPair(deps, a, b);
  return ok({ id: pair.id, state: before ? stateOf(before) : 'open' });
}

async function knownPair({ repository, naming }: DuplicateDeps, a: string, b: string): Promise<Pair | undefined> {
  const known = await repository.read<Linkage>(`Linkage/${pairIdOf(a, b)}`);
  return known && pairOf(known, naming.base);
}
