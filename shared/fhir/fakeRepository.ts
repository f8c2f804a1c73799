import type { AuditEvent, Patient, Resource } from '@medplum/fhirtypes';
import type { Clock } from '../kernel/clock.ts';
import { countingIds, type NewId } from '../kernel/ids.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { auditEventOf } from './auditEvent.ts';
import { guardsOf } from './conditions.ts';
import { copied } from './decimals.ts';
import { matchKeysOf } from './matchKeys.ts';
import { referenceTo } from './references.ts';
import { answerToKeep, mostAlike, type AuditFact, type CommitRefusal, type FhirRepository, type HistoryPage, type OutboxEvent, type Reference, type SearchPage, type SearchRefusal, type Stored, type TypeHistoryQuery, type UnitOfWork, type Visible, type Write } from './repository.ts';
import { includedFor } from './search/includes.ts';
import { matches } from './search/match.ts';
import { parseSearch } from './search/parse.ts';
import { resolveChains } from './search/resolveChains.ts';
import { orderOf, type Position } from './search/sort.ts';

type Version = { readonly versionId: string; readonly lastUpdated: string; readonly resource?: Stored; readonly signed?: boolean };
type Kept = { readonly bodyHash: string; readonly answer: unknown; readonly until: number };

/** The repository in memory, with what a test wants to look at. It passes the same contract suite as DynamoDB's. */
export type FakeRepository = FhirRepository & {
  readonly events: OutboxEvent[];
  readonly audits: AuditFact[];
  /** Puts resources there without audit, as the state before a test. */
  seed(...resources: (Resource & { readonly id: string })[]): void;
  /** Every current resource. */
  all(): readonly Stored[];
  /** The owner of a claim. */
  ownerOf(scope: string, key: string): string | undefined;
};

export type FakeOptions = { readonly clock: Clock; readonly newId?: NewId; readonly identifierBase?: string };

/** As JSON, like the database: what is undefined is not there afterwards. */
const copy = copied;

const day = 24 * 60 * 60 * 1000;

export function fakeRepository({ clock, newId = countingIds('audit'), identifierBase = 'https://lien-tuyen.example' }: FakeOptions): FakeRepository {
  const versions = new Map<Reference, Version[]>();
  const claims = new Map<string, string>();
  const guards = new Map<string, number>();
  const kept = new Map<string, Kept>();
  const events: OutboxEvent[] = [];
  const audits: AuditFact[] = [];

  const latest = (reference: Reference): Version | undefined => versions.get(reference)?.at(-1);
  const current = (reference: Reference): Stored | undefined => copy(latest(reference)?.resource);
  const ofType = (type: string): Stored[] => [...versions.keys()].filter((reference) => reference.startsWith(`${type}/`)).map(current).filter((r) => r !== undefined);
  const all = (): Stored[] => [...versions.keys()].map(current).filter((r) => r !== undefined);

  function store(reference: Reference, resource: (Resource & { readonly id: string }) | undefined, signed = false): Stored | undefined {
    const list = versions.get(reference) ?? [];
    versions.set(reference, list);
    const version = { versionId: String(list.length + 1), lastUpdated: clock.now().toISOString() };
    const stored = resource && (copy({ ...resource, meta: { ...resource.meta, ...version } }) as Stored);
    list.push({ ...version, signed, ...(stored ? { resource: stored } : {}) });
    return copy(stored);
  }

  function audit(fact: AuditFact): void {
    audits.push(fact);
    const event: AuditEvent & { readonly id: string } = auditEventOf(fact, { id: newId(), at: clock.now().toISOString(), identifierBase });
    store(referenceTo(event), event);
  }

  const holds = ({ precondition }: Write, version: Version | undefined): boolean =>
    precondition.kind === 'any' || (precondition.kind === 'absent' ? !version?.resource : version?.resource !== undefined && version.versionId === precondition.versionId);

  const repeatedAnswer = (subject: string, key: string, bodyHash: string) => {
    const before = kept.get(`${subject} ${key}`);
    if (!before || before.until <= clock.now().getTime()) return undefined;
    return before.bodyHash === bodyHash ? ({ kind: 'repeated', answer: copy(before.answer) } as const) : ({ kind: 'key-reused' } as const);
  };

  function refusalOf({ writes, claims: asked = [], watches = [], idempotency, until }: UnitOfWork): CommitRefusal | undefined {
    if (until && clock.now() > until) return { kind: 'contention' };
    if (idempotency) {
      const before = repeatedAnswer(idempotency.subject, idempotency.key, idempotency.bodyHash);
      if (before) return before;
    }
    for (const write of writes) {
      const reference = referenceOf(write);
      if (!holds(write, latest(reference))) return { kind: 'precondition-failed', reference };
    }
    const barred = writes.find((write) => !write.signed && latest(referenceOf(write))?.signed);
    if (barred) return { kind: 'precondition-failed', reference: referenceOf(barred), signed: true };
    if (watches.some((watch) => watch.guards.some(({ key, seen }) => String(guards.get(key) ?? '') !== seen))) return { kind: 'contention', watched: true };
    for (const { scope, key, owner } of asked) {
      const holder = claims.get(`${scope} ${key}`);
      if (holder !== undefined && holder !== owner) return { kind: 'claim-taken', scope, key, owner: holder };
    }
    return undefined;
  }

  const repository: FhirRepository = {
    read: async <T extends Resource>(reference: Reference) => current(reference) as Stored<T> | undefined,
    readMany: async (references) => references.map(current),
    async readVersion(reference, versionId) {
      const version = versions.get(reference)?.find((v) => v.versionId === versionId);
      return version && (copy(version.resource) ?? 'deleted');
    },
    history: async (reference) =>
      (versions.get(reference) ?? []).toReversed().map(({ resource, versionId, lastUpdated }) => copy(resource) ?? ({ deleted: true, reference, versionId, lastUpdated } as const)),
    typeHistory: async (type, query) =>
      query.cursor === undefined || /^\d+$/.test(query.cursor) ? ok(typeHistory(type, query)) : refuse({ kind: 'invalid-value', parameter: '_cursor', reason: 'not a cursor of this history' }),
    search: async <T extends Resource>(type: T['resourceType'], query: string | URLSearchParams, cursor?: string, visible?: Visible) =>
      (await search(type, query, cursor, visible)) as Result<SearchPage<T>, SearchRefusal>,
    async alike(keys) {
      const patients = all().filter((r): r is Stored<Patient> => r.resourceType === 'Patient');
      const under = keys.map((key) => patients.filter((patient) => matchKeysOf(patient).includes(key)));
      const found = under.flatMap((list) => list.slice(0, mostAlike));
      return { patients: [...new Map(found.map((p) => [p.id, p])).values()], complete: under.every((list) => list.length <= mostAlike) };
    },
    watch: async (type, condition) => ({ guards: guardsOf(type, condition).map((key) => ({ key, seen: String(guards.get(key) ?? '') })) }),
    async commit(unit) {
      assertNoDuplicates(unit.writes);
      const refused = refusalOf(unit);
      if (refused) return refuse(refused);
      const stored = unit.writes.flatMap((write) => {
        if (write.kind === 'delete' && !latest(write.reference)?.resource) return [];
        return store(referenceOf(write), write.kind === 'put' ? write.resource : undefined, write.signed) ?? [];
      });
      for (const { kind, scope, key, owner } of unit.claims ?? []) {
        if (kind === 'claim') claims.set(`${scope} ${key}`, owner);
        else claims.delete(`${scope} ${key}`);
      }
      for (const { key } of (unit.watches ?? []).flatMap((watch) => watch.guards)) guards.set(key, (guards.get(key) ?? 0) + 1);
      if (unit.idempotency) {
        const { subject, key, bodyHash } = unit.idempotency;
        kept.set(`${subject} ${key}`, { bodyHash, answer: copy(answerToKeep(unit.idempotency, stored)), until: clock.now().getTime() + day });
      }
      events.push(...(unit.events ?? []));
      audit(unit.audit);
      return ok(stored);
    },
    repeated: async (subject, key, bodyHash) => repeatedAnswer(subject, key, bodyHash),
    recordAccess: async (fact) => audit(fact),
  };

  async function search(type: Resource['resourceType'], query: string | URLSearchParams, cursor?: string, visible?: Visible): Promise<Result<SearchPage, SearchRefusal>> {
    const parsed = parseSearch(type, query);
    if (!parsed.ok) return parsed;
    const resolved = await resolveChains(parsed.value, async (inner, q) => {
      const found = await search(inner, q, undefined, visible);
      return found.ok ? ok(found.value.resources) : found;
      // Nothing is too costly here, so no chain needs candidates.
    }, async () => ok([]));
    if (!resolved.ok) return resolved;
    const request = resolved.value;
    const { position, compare } = orderOf(request.sort);
    const after = cursor === undefined ? undefined : positionIn(cursor);
    if (after === null) return refuse({ kind: 'invalid-value', parameter: '_cursor', reason: 'not a cursor of this search' });
    const matching = ofType(type).filter((r) => matches(r, request));
    const found = [...(visible ? await visible(matching) : matching)].toSorted((a, b) => compare(position(a), position(b))).filter((r) => !after || compare(position(r), after) > 0);
    const resources = found.slice(0, request.count);
    const last = resources.at(-1);
    const included = await includedFor(resources, request, {
      visible,
      readMany: async (references) => references.map(current),
      pointingTo: async (source, code, references) => {
        const pointing = await search(source, new URLSearchParams({ [code]: references.join(','), _count: '1000' }), undefined, visible);
        return pointing.ok ? ok(pointing.value.resources) : pointing;
      },
    });
    if (!included.ok) return included;
    return ok({ resources, included: included.value, ...(last && resources.length < found.length ? { next: JSON.stringify(position(last)) } : {}) });
  }

  function typeHistory(type: Resource['resourceType'], { since, at, count, cursor }: TypeHistoryQuery): HistoryPage {
    const found = [...versions]
      .filter(([reference]) => reference.startsWith(`${type}/`))
      .flatMap(([reference, list]) => list.map((version, i) => ({ reference, ...version, until: list[i + 1]?.lastUpdated ?? '~' })))
      .filter(({ lastUpdated, until }) => (!since || lastUpdated >= since.toISOString()) && (!at || (lastUpdated <= at.to.toISOString() && until > at.from.toISOString())))
      .toSorted((a, b) => b.lastUpdated.localeCompare(a.lastUpdated) || b.reference.localeCompare(a.reference) || Number(b.versionId) - Number(a.versionId));
    const end = Number(cursor ?? 0) + count;
    const page = found.slice(end - count, end).map(({ reference, versionId, lastUpdated, resource }) => copy(resource) ?? ({ deleted: true, reference, versionId, lastUpdated } as const));
    return { versions: page, ...(end < found.length && count > 0 ? { next: String(end) } : {}) };
  }

  return {
    ...repository,
    events,
    audits,
    all,
    seed: (...resources) => resources.forEach((r) => store(referenceTo(r), r)),
    ownerOf: (scope, key) => claims.get(`${scope} ${key}`),
  };
}

const referenceOf = (write: Write): Reference => (write.kind === 'put' ? referenceTo(write.resource) : write.reference);

/** null: no cursor of ours. */
function positionIn(cursor: string): Position | null {
  try {
    const read: unknown = JSON.parse(cursor);
    return Array.isArray(read) ? (read as Position) : null;
  } catch {
    return null;
  }
}

function assertNoDuplicates(writes: readonly Write[]): void {
  const references = writes.map(referenceOf);
  if (new Set(references).size !== references.length) throw new Error('a commit writes a resource once');
}
