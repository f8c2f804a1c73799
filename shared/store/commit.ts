import { referenceTo } from '../fhir/references.ts';
import type { ResourceType } from '@medplum/fhirtypes';
import { auditEventOf } from '../fhir/auditEvent.ts';
import { guardsOf } from '../fhir/conditions.ts';
import type { AuditFact, CommitRefusal, Reference, Stored, UnitOfWork, Watch, Write } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { unpackBody } from './body.ts';
import { apply, type Applied, type Subject } from './changes.ts';
import { backoff, keyItem, type Connection, type Item } from './connection.ts';
import { enter, sweep, type Old } from './entries.ts';
import { keyText } from './indexing.ts';
import { isSigned, stamped, versionImage, versionOf, type Version } from './items.ts';
import type { Keys } from './keys.ts';
import { getOneSeen, getSeen, transactionOf } from './pending.ts';
import { release } from './release.ts';
import { applyStaged, isLarge } from './staged.ts';
import { besidesImage, prepare, prepareWrite, referenceOf, type Context, type Current, type Prepared } from './transaction.ts';
import { costlyPointers, patience, takeTurns, type Followed } from './turns.ts';

export type CommitDeps = { readonly connection: Connection; readonly keys: Keys; readonly clock: Clock; readonly newId: NewId; readonly identifierBase: string };

/** Lost races, after which a commit reports contention. */
const mostLost = 10;
/** Waits for a large transaction to let go of an item: some ten seconds. */
const mostHeld = 25;

/** What a try to commit came to; the last three are tried again. */
type Outcome = Result<readonly Stored[], CommitRefusal> | 'lost' | 'held' | 'not-my-turn';
type Attempt = { readonly first: boolean; readonly waits: boolean; readonly owner: string; readonly order: string };

/** All of the unit, or nothing. */
export async function commit(deps: CommitDeps, unit: UnitOfWork): Promise<Result<readonly Stored[], CommitRefusal>> {
  const references = unit.writes.map(referenceOf);
  if (new Set(references).size !== references.length) throw new Error('a commit writes a resource once');
  const owner = deps.newId();
  const order = `${deps.clock.now().toISOString()} ${owner}`;
  const count = { lost: 0, held: 0, 'not-my-turn': 0 };
  const inTime = () => unit.until === undefined || deps.clock.now() <= unit.until;
  for (let attempt = 0; inTime() && count.lost < mostLost && count.held < mostHeld; attempt++) {
    if (attempt > 0) await deps.connection.wait(backoff(attempt));
    const outcome = await tryCommit(deps, unit, { first: count.lost + count.held === 0, waits: count['not-my-turn'] < patience, owner, order });
    if (typeof outcome !== 'string') return outcome;
    count[outcome]++;
  }
  return refuse({ kind: 'contention' });
}

async function tryCommit(deps: CommitDeps, unit: UnitOfWork, { first, waits, owner, order }: Attempt): Promise<Outcome> {
  // A new resource costs no read at first: only when its write finds something there do we look what it is.
  const toLoad = unit.writes.filter((w) => !first || w.precondition.kind !== 'absent').map(referenceOf);
  const current = await loadCurrent(deps, toLoad);
  if (current === 'held') return 'held';
  const failed = unit.writes.find((write) => toLoad.includes(referenceOf(write)) && !holds(write, current.get(referenceOf(write))));
  if (failed) return refuse((await repeated(deps, unit)) ?? { kind: 'precondition-failed', reference: referenceOf(failed) });
  // The mark comes with a version, and the write is conditional on the version that was looked at.
  const barred = unit.writes.find((write) => !write.signed && isSigned(current.get(referenceOf(write))?.item ?? {}));
  if (barred) return refuse((await repeated(deps, unit)) ?? { kind: 'precondition-failed', reference: referenceOf(barred), signed: true });
  const mark = deps.newId();
  const prepared = withBesides(deps, unit, prepare(unit, current, { keys: deps.keys, now: deps.clock.now(), mark }), mark);
  const large = isLarge(prepared.changes);
  const costly = prepared.entries.reduce((sum, { puts }) => sum + puts.length, 0) >= costlyPointers;
  if (!large && waits && costly && !(await takeTurns(deps, followedBy(unit.writes, current), owner))) return 'not-my-turn';
  let old: readonly Old[] = [];
  const standBefore = async () => void (old = await enter(deps.connection, prepared.entries, prepared.kept, mark));
  if (!large) await standBefore();
  const applied = large ? await applyStaged(deps, prepared.changes, { id: mark, order, enter: standBefore, ...(unit.until ? { until: unit.until } : {}) }) : await apply(deps.connection, prepared.changes);
  if (applied.kind !== 'done') return await explain(deps, unit, applied);
  await sweep(deps.connection, old);
  return ok(prepared.stored);
}

/** Audit and events travel in the item of the first write; without one, the audit entry is the write. */
function withBesides(deps: CommitDeps, unit: UnitOfWork, prepared: Prepared, mark: string): Prepared {
  const { newId, clock, keys } = deps;
  const events = unit.events ?? [];
  const [first, ...rest] = prepared.changes;
  const audit = { id: newId(), fact: unit.audit };
  if (first?.about.kind === 'write') return { ...prepared, changes: [{ ...first, image: { ...first.image, ...besidesImage({ audit, events }) } }, ...rest] };
  const now = clock.now();
  const context: Context = { keys, now, mark };
  const alone = prepareWrite({ kind: 'put', resource: auditEventOf(unit.audit, { id: audit.id, at: now.toISOString(), identifierBase: deps.identifierBase }), precondition: { kind: 'absent' } }, undefined, context);
  return { ...prepared, changes: [...alone.changes.map((change) => ({ ...change, image: { ...change.image, ...besidesImage({ events }) } })), ...prepared.changes] };
}

const holds = ({ precondition }: Write, version: Version | undefined): boolean =>
  precondition.kind === 'any' || (precondition.kind === 'absent' ? !version?.resource : version?.resource !== undefined && String(version.version) === precondition.versionId);

/** The versions that others may want to follow too: those of a versioned precondition. */
const followedBy = (writes: readonly Write[], current: ReadonlyMap<Reference, Version>): readonly Followed[] =>
  writes.filter(({ precondition }) => precondition.kind === 'version').flatMap((write) => current.get(referenceOf(write)) ?? []);

/** What is to be replaced, once no large transaction holds it. */
async function loadCurrent(deps: CommitDeps, references: readonly Reference[]): Promise<ReadonlyMap<Reference, Current> | 'held'> {
  const loaded = new Map<Reference, Current>();
  let left = references;
  for (let attempt = 0; left.length > 0 && attempt < 3; attempt++) {
    const items = [...(await deps.connection.getMany('commit', left.map(deps.keys.current))).values()];
    const staged = items.filter((item) => transactionOf(item) !== undefined);
    for (const item of items) if (transactionOf(item) === undefined) loaded.set(versionOf(item).reference, { ...versionOf(item), item });
    if (staged.length === 0) return loaded;
    if (!(await releaseAll(deps, staged))) return 'held';
    left = left.filter((reference) => !loaded.has(reference));
  }
  return left.length === 0 ? loaded : 'held';
}

const releaseAll = async (deps: CommitDeps, items: readonly Item[]): Promise<boolean> => (await Promise.all(items.map((item) => release(deps, item)))).every(Boolean);

/** What a refused commit means for the one who asked for it. */
async function explain(deps: CommitDeps, unit: UnitOfWork, applied: Exclude<Applied, { kind: 'done' }>): Promise<Outcome> {
  if (applied.kind === 'passing') return 'lost';
  if (applied.kind === 'held') return (await releaseAll(deps, applied.items)) ? 'lost' : 'held';
  const unmet = (kind: Subject['kind']) => applied.about.find((about) => about.kind === kind);
  if (unmet('idempotency')) return refusedAs(await repeated(deps, unit)) ?? 'lost';
  if (unmet('write')) return 'lost';
  if (unmet('guard')) return refuse({ kind: 'contention', watched: true });
  const claim = unmet('claim');
  return claim?.kind === 'claim' ? await taken(deps, claim.claim) : 'lost';
}

const refusedAs = (before: CommitRefusal | undefined): Outcome | undefined => before && refuse(before);

const repeated = async (deps: CommitDeps, { idempotency }: UnitOfWork) =>
  idempotency && (await keptAnswer(deps, idempotency.subject, idempotency.key, idempotency.bodyHash));

/** The stored answer of an earlier command with this key. */
export async function keptAnswer(deps: Pick<CommitDeps, 'connection' | 'keys' | 'clock'>, subject: string, key: string, bodyHash: string) {
  const item = await getOneSeen(deps, 'repeated', deps.keys.idempotency(subject, key));
  if (!item || Number(item['ttl']?.N ?? 0) <= Math.floor(deps.clock.now().getTime() / 1000)) return undefined;
  if (item['h']?.S !== bodyHash) return { kind: 'key-reused' } as const;
  return { kind: 'repeated', answer: unpackBody(item['b']?.B ?? new Uint8Array()) } as const;
}

async function taken(deps: CommitDeps, { scope, key }: { scope: string; key: string }): Promise<Outcome> {
  const owner = (await getOneSeen(deps, 'commit', deps.keys.claim(scope, key)))?.['o']?.S;
  return refuse({ kind: 'claim-taken', scope, key, ...(owner ? { owner } : {}) });
}

/** The guards of a condition as they stand before it is searched for. */
export async function watch({ connection, keys }: Pick<CommitDeps, 'connection' | 'keys'>, type: ResourceType, condition: URLSearchParams): Promise<Watch> {
  const guards = guardsOf(type, condition);
  const items = await getSeen({ connection, keys }, 'watch', guards.map(keys.guard));
  return { guards: guards.map((key) => ({ key, seen: items.get(keyText(keys.guard(key)))?.['g']?.S ?? '' })) };
}

/** The audit of a reading: one write, and the reading is not answered before it is stored. The stream files it. */
export async function recordAccess({ connection, keys, clock, newId, identifierBase }: CommitDeps, fact: AuditFact): Promise<void> {
  const now = clock.now().toISOString();
  const resource = stamped(auditEventOf(fact, { id: newId(), at: now, identifierBase }), 1, now);
  const reference = referenceTo(resource);
  const Item = { ...keyItem(keys.current(reference)), ...versionImage({ reference, version: 1, lastUpdated: now, resource }, resource.id) };
  await connection.attempt('recordAccess', { Put: { TableName: connection.tableName, Item } });
}
