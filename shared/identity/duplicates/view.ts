import type { Linkage, Organization, Patient } from '@medplum/fhirtypes';
import type { Reference, Stored } from '../../fhir/repository.ts';
import { fold } from '../../kernel/fold.ts';
import { refusal, type Refusal } from '../../kernel/refusal.ts';
import { ok, refuse, type Result } from '../../kernel/result.ts';
import { maskNumber } from '../citizenNumber.ts';
import { comparedFields, type ComparedField, type DuplicateRows, type DuplicateView, type KnownValue, type PairDecision } from '../contract.ts';
import { compareBirth, profileOf, scorePair, type Scored } from '../matching/score.ts';
import { summaryOf } from '../patientRecord.ts';
import { actorOf, decide, mayCommand, type Principal, type Relation } from '../policy.ts';
import { insurerValues, type InsurerValues } from '../insurerValues.ts';
import { knownValues } from '../valueSource.ts';
import { seePair, type DuplicateDeps, type Seen } from './access.ts';
import { isOpen, pairOf, stateOf, type Pair } from './pair.ts';

type Caller = { readonly principal: Principal; readonly correlationId: string };

/** Two records side by side, as far as the caller may see each; audited with both. */
export async function viewDuplicate(deps: DuplicateDeps, { principal, correlationId }: Caller, id: string): Promise<Result<DuplicateView, Refusal<'HTTP_NOT_FOUND' | 'HTTP_FORBIDDEN'>>> {
  const seen = await seePair(deps, principal, id);
  await deps.repository.recordAccess({
    actor: actorOf(principal), action: 'read', event: 'duplicate-read', outcome: seen.ok ? 'success' : 'refused', entities: seen.ok ? [...seen.value.pair.records] : [`Linkage/${id}`], correlationId,
  });
  if (!seen.ok) return seen;
  const places = seen.value.records.map(({ managingOrganization }) => managingOrganization?.reference as Reference | undefined);
  const found = await deps.repository.readMany(places.filter((place) => place !== undefined));
  const names = new Map(found.flatMap((o): [string, string][] => (o ? [[`Organization/${o.id}`, (o as Stored<Organization>).name ?? '']] : [])));
  const told = await Promise.all(seen.value.records.map(({ id: of }) => insurerValues(deps.repository, of, undefined)));
  return ok(viewOf(deps, principal, seen.value, names, told));
}

function viewOf({ naming, clock }: DuplicateDeps, principal: Principal, { pair, records, relations, mayDecide }: Seen, facilities: ReadonlyMap<string, string>, told: readonly InsurerValues[]): DuplicateView {
  const now = clock.now();
  const [mine, theirs] = relations.map((held) => decide({ principal, interaction: 'read', resourceType: 'Patient', relations: held }).allowed);
  const whole = [mine ?? false, theirs ?? false] as const;
  const [a, b] = records.map((record, i): ReadonlyMap<string, KnownValue> => new Map([...knownValues(record, naming, now), ...(told[i] ?? []).map(({ field, ...value }) => [field, value] as const)]));
  const { score, grade, reasons } = scored(records, naming.systems);
  const fields = comparedFields.flatMap((field) => {
    const values = [a, b].map((known, i) => field === 'facility' ? facilityOf(records[i], facilities) : shown(field, known?.get(field), whole[i] ?? false)) as unknown as DuplicateView['fields'][number]['values'];
    return values.every((value) => value === null) ? [] : [{ field, values, agrees: agree(field, values) }];
  });
  return {
    id: pair.id, state: stateOf(pair), origin: pair.origin, raisedAt: pair.raisedAt, score, grade, reasons, fields,
    people: [summaryOf(records[0], naming.systems, now, whole[0]), summaryOf(records[1], naming.systems, now, whole[1])],
    decisions: pair.decisions.map(({ decision, at, by, keep }) => ({ decision, at, by, ...(keep ? { keep: keep.slice('Patient/'.length) } : {}) })),
    may: mayDecide ? possible(pair) : [],
  };
}

const possible = (pair: Pair): readonly PairDecision[] => (isOpen(pair) ? ['same', 'different', 'later'] : stateOf(pair) === 'same' ? ['separate'] : ['same']);

const scored = ([a, b]: readonly [Patient, Patient], systems: DuplicateDeps['naming']['systems']): Scored => scorePair(profileOf(a, systems), profileOf(b, systems));

/** What anybody at a desk may compare with the person before them; the rest only of a record that the caller may read. */
const atTheDesk: ReadonlySet<ComparedField> = new Set(['name', 'birthDate', 'sex', 'citizenId']);

function facilityOf(record: Stored<Patient> | undefined, facilities: ReadonlyMap<string, string>): KnownValue | null {
  const value = facilities.get(record?.managingOrganization?.reference ?? '');
  return value ? { value, source: 'record', at: record?.meta.lastUpdated ?? '' } : null;
}

function shown(field: ComparedField, known: KnownValue | undefined, whole: boolean): KnownValue | 'hidden' | null {
  if (known === undefined) return null;
  if (!whole && !atTheDesk.has(field)) return 'hidden';
  return field === 'citizenId' && !whole ? { ...known, value: maskNumber(known.value) } : known;
}

/** Undefined where one side is not known or not to be seen: that is no disagreement. */
function agree(field: ComparedField, [a, b]: DuplicateView['fields'][number]['values']): boolean | undefined {
  if (a === null || b === null || a === 'hidden' || b === 'hidden') return undefined;
  // Two stations are why there are two records, and no evidence.
  if (field === 'facility') return undefined;
  if (field === 'birthDate') return ['same', 'same-month', 'same-year'].includes(compareBirth(a.value, b.value));
  if (a.value.includes('*') || b.value.includes('*')) return a.value.slice(-4) === b.value.slice(-4) ? undefined : false;
  return fold(a.value) === fold(b.value);
}

/** The longest list that anybody works through. */
const most = 100;

/** What waits at the caller's facility: one search and one read of the records. */
export async function listDuplicates({ repository, naming, clock }: DuplicateDeps, { principal, correlationId }: Caller): Promise<Result<DuplicateRows, Refusal<'HTTP_FORBIDDEN'>>> {
  const audit = { actor: actorOf(principal), action: 'search', event: 'duplicates-listed', correlationId } as const;
  const held: readonly Relation[] = ['own-facility-patient', 'asked-facility-request'];
  if (!principal.organization || !mayCommand(principal, 'decide-duplicate', held).allowed) {
    await repository.recordAccess({ ...audit, outcome: 'refused', entities: [] });
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const page = await repository.search<Linkage>('Linkage', new URLSearchParams({ author: principal.organization, _count: String(most) }));
  if (!page.ok) throw new Error(`duplicates: search refused: ${page.error.kind}`);
  const pairs = page.value.resources.flatMap((linkage) => pairOf(linkage, naming.base) ?? []);
  const found = new Map((await repository.readMany([...new Set(pairs.flatMap(({ records }) => records))])).flatMap((r): [Reference, Stored<Patient>][] => (r?.resourceType === 'Patient' ? [[`Patient/${r.id}`, r as Stored<Patient>]] : [])));
  const rows = pairs.flatMap((pair) => {
    const [a, b] = pair.records.map((record) => found.get(record));
    if (!a || !b) return [];
    const people = [summaryOf(a, naming.systems, clock.now(), false), summaryOf(b, naming.systems, clock.now(), false)] as const;
    return [{ id: pair.id, state: stateOf(pair), origin: pair.origin, raisedAt: pair.raisedAt, score: scored([a, b], naming.systems).score, people }];
  });
  await repository.recordAccess({ ...audit, outcome: 'success', entities: [...found.keys()] });
  return ok({ rows: rows.toSorted((a, b) => Number(a.state === 'later') - Number(b.state === 'later') || b.score - a.score || a.raisedAt.localeCompare(b.raisedAt)) });
}
