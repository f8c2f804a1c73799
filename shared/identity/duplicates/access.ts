import type { Organization, Patient } from '@medplum/fhirtypes';
import type { FhirRepository, Reference, Stored } from '../../fhir/repository.ts';
import type { Clock } from '../../kernel/clock.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import type { Naming } from '../naming.ts';
import { mayCommand, type Principal, type Relation } from '../policy.ts';
import { relationsToPatient } from '../relations.ts';
import { pairOf, type Pair } from './pair.ts';

export type DuplicateDeps = { readonly repository: FhirRepository; readonly clock: Clock; readonly naming: Naming };

export type Seen = {
  readonly pair: Pair;
  readonly versionId: string;
  readonly records: readonly [Stored<Patient>, Stored<Patient>];
  /** How the caller stands to each record. */
  readonly relations: readonly [readonly Relation[], readonly Relation[]];
  /** Whether the caller may decide: stands so to both, or the pair waits at the caller's facility. */
  readonly mayDecide: boolean;
};

/** A pair with both records, for whoever has to do with it; for anybody else there is none. */
export async function seePair({ repository, clock, naming }: DuplicateDeps, principal: Principal, id: string): Promise<Result<Seen, Refusal<'HTTP_NOT_FOUND' | 'HTTP_FORBIDDEN'>>> {
  const linkage = await repository.read(`Linkage/${id}`);
  const pair = linkage?.resourceType === 'Linkage' ? pairOf(linkage, naming.base) : undefined;
  const possible = mayCommand(principal, 'decide-duplicate', ['none']);
  if (!possible.allowed && possible.reason !== 'relation') return refuse(refusal('HTTP_FORBIDDEN'));
  if (!pair || !linkage) return refuse(refusal('HTTP_NOT_FOUND'));
  const [one, other] = await repository.readMany(pair.records);
  if (one?.resourceType !== 'Patient' || other?.resourceType !== 'Patient') return refuse(refusal('HTTP_NOT_FOUND'));
  const relations = await Promise.all(pair.records.map(async (record) => withPair(principal, pair, await relationsToPatient(repository, principal, record, clock))));
  const [toOne = [], toOther = []] = relations;
  const may = (held: readonly Relation[]) => mayCommand(principal, 'decide-duplicate', held).allowed;
  if (!may(toOne) && !may(toOther)) return refuse(refusal('HTTP_NOT_FOUND'));
  return ok({ pair, versionId: linkage.meta.versionId, records: [one as Stored<Patient>, other as Stored<Patient>], relations: [toOne, toOther], mayDecide: may(toOne) && may(toOther) });
}

/** A pair that waits at a facility is an open request to it; whoever decided it may look again and take it back. */
function withPair(principal: Principal, { waitsAt }: Pair, held: readonly Relation[]): readonly Relation[] {
  return principal.organization === waitsAt && principal.roles.includes('coordinator') ? [...held, 'asked-facility-request'] : held;
}

/** How far up the graph of facilities one looks. */
const highest = 8;

/**
 * Where a pair waits: at the facility of both records, or at the nearest one that both are under (Organization.partOf),
 * because neither may decide about the other's patient. With none above both it waits where it was raised.
 */
export async function facilityFor(repository: Pick<FhirRepository, 'readMany'>, records: readonly Patient[], raisedAt: Pair['waitsAt']): Promise<Pair['waitsAt']> {
  const [a, b] = records.map(({ managingOrganization }) => managingOrganization?.reference);
  if (a === undefined || b === undefined || a === b) return (a ?? b ?? raisedAt) as Pair['waitsAt'];
  const [above, over] = [await chainOf(repository, a), await chainOf(repository, b)];
  return (above.find((reference) => over.includes(reference)) ?? raisedAt) as Pair['waitsAt'];
}

async function chainOf(repository: Pick<FhirRepository, 'readMany'>, from: string): Promise<readonly string[]> {
  const chain = [from];
  while (chain.length < highest) {
    const [found] = await repository.readMany([chain.at(-1) as Reference]);
    const parent = (found as Organization | undefined)?.partOf?.reference;
    if (parent === undefined || chain.includes(parent)) break;
    chain.push(parent);
  }
  return chain;
}
