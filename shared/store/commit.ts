import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { referenceTo } from '../fhir/references.ts';
import { auditEventOf } from '../fhir/auditEvent.ts';
import type { AuditFact, CommitRefusal, Reference, Stored, UnitOfWork, Write } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { unpackBody } from './body.ts';
import { backoff, type Connection } from './connection.ts';
import { entriesOf, keyText } from './indexing.ts';
import { pointerItem, stamped, versionItem, versionOf, type Version } from './items.ts';
import type { Key, Keys } from './keys.ts';
import { claimActions, idempotencyActions, outboxActions, prepareWrites, referenceOf, type Action, type Context, type Prepared } from './transaction.ts';
import { costlyPointers, patience, takeTurns, type Followed } from './turns.ts';

export type CommitDeps = { readonly connection: Connection; readonly keys: Keys; readonly clock: Clock; readonly newId: NewId; readonly identifierBase: string };

/** DynamoDB's limit of actions in one transaction. Larger commits need staging, which replaces this refusal. */
export const largestCommit = 100;

/** More actions than one transaction takes. Callers that take foreign Bundles catch it; for a use case it is a bug. */
export class CommitTooLargeError extends Error {
  readonly actions: number;
  constructor(actions: number) {
    super(`a commit of ${actions} actions; ${largestCommit} is the limit`);
    this.actions = actions;
  }
}

/** Lost races; waiting for another's turn is not counted among them. */
const mostLost = 10;
const attempts = mostLost + patience;

/** All of the unit, or nothing. Loses a race at most `mostLost` times before it reports contention. */
export async function commit(deps: CommitDeps, unit: UnitOfWork): Promise<Result<readonly Stored[], CommitRefusal>> {
  const references = unit.writes.map(referenceOf);
  if (new Set(references).size !== references.length) throw new Error('a commit writes a resource once');
  const owner = deps.newId();
  let lost = 0;
  for (let attempt = 0; attempt < attempts && lost < mostLost; attempt++) {
    if (attempt > 0) await deps.connection.wait(backoff(attempt));
    const outcome = await tryCommit(deps, unit, { second: lost > 0, waits: attempt < patience, owner });
    if (outcome === 'again') lost++;
    else if (outcome !== 'not-my-turn') return outcome;
  }
  return refuse({ kind: 'contention' });
}

type Outcome = Result<readonly Stored[], CommitRefusal> | 'again';

type Attempt = { readonly second: boolean; readonly waits: boolean; readonly owner: string };

async function tryCommit(deps: CommitDeps, unit: UnitOfWork, { second, waits, owner }: Attempt): Promise<Outcome | 'not-my-turn'> {
  const { connection, keys, clock } = deps;
  // A new resource costs no read at first: only when its write finds something there do we look what it is.
  const toLoad = unit.writes.filter((w) => second || w.precondition.kind !== 'absent').map(referenceOf);
  const current = await loadCurrent(deps, toLoad);
  const failed = unit.writes.find((write) => toLoad.includes(referenceOf(write)) && !holds(write, current.get(referenceOf(write))));
  if (failed) return refuse((await repeated(deps, unit)) ?? { kind: 'precondition-failed', reference: referenceOf(failed) });
  const context: Context = { tableName: connection.tableName, keys, now: clock.now() };
  const writes = prepareWrites(unit.writes, current, context);
  const audit = prepareWrites([auditWrite(deps, unit.audit, context.now)], new Map(), context);
  const actions = [
    ...writes.actions,
    ...claimActions(unit.claims ?? [], context),
    ...idempotencyActions(unit.idempotency, context),
    ...outboxActions(unit.events ?? [], context),
    ...audit.actions,
  ];
  if (actions.length > largestCommit) throw new CommitTooLargeError(actions.length);
  const pointers = [...writes.pointers, ...audit.pointers];
  if (waits && pointers.length >= costlyPointers && !(await takeTurns(deps, followedBy(unit.writes, current), owner))) return 'not-my-turn';
  const old = await writePointers(deps, pointers, writes.dropped);
  try {
    await connection.transact('commit', actions.map((a) => a.action));
  } catch (error) {
    return await explain(deps, unit, actions, error);
  }
  await sweep(deps, old);
  return ok(writes.stored);
}

const holds = ({ precondition }: Write, version: Version | undefined): boolean =>
  precondition.kind === 'any' || (precondition.kind === 'absent' ? !version?.resource : version?.resource !== undefined && String(version.version) === precondition.versionId);

/** The versions that others may want to follow too: those of a versioned precondition. */
const followedBy = (writes: readonly Write[], current: ReadonlyMap<Reference, Version>): readonly Followed[] =>
  writes.filter(({ precondition }) => precondition.kind === 'version').flatMap((write) => current.get(referenceOf(write)) ?? []);

async function loadCurrent({ connection, keys }: CommitDeps, references: readonly Reference[]): Promise<ReadonlyMap<Reference, Version>> {
  if (references.length === 0) return new Map();
  const items = await connection.getMany('commit', references.map(keys.current));
  return new Map([...items.values()].map(versionOf).map((v) => [v.reference, v]));
}

function auditWrite({ newId, identifierBase }: CommitDeps, fact: AuditFact, now: Date): Write {
  return { kind: 'put', resource: auditEventOf(fact, { id: newId(), at: now.toISOString(), identifierBase }), precondition: { kind: 'absent' } };
}

type Old = { readonly key: Key; readonly nonce: string };

/**
 * New pointers stand before the commit makes them true, and a reader checks each against the resource: a search sees
 * a write at once, and a commit that fails leaves pointers that match nothing (ADR 0004).
 */
async function writePointers({ connection, newId }: CommitDeps, pointers: Prepared['pointers'], dropped: readonly Key[]): Promise<readonly Old[]> {
  const nonce = newId();
  const [, old] = await Promise.all([
    pointers.length === 0 ? undefined : connection.writeMany('commit', pointers.map(({ key, reference }) => ({ PutRequest: { Item: pointerItem(key, reference, nonce) } }))),
    dropped.length === 0 ? new Map<string, never>() : connection.getMany('commit', dropped),
  ]);
  return dropped.flatMap((key) => {
    const written = old.get(keyText(key))?.['n']?.S;
    return written ? [{ key, nonce: written }] : [];
  });
}

/** Only the pointer that was there before this commit goes: one that another commit wrote since has another nonce. */
async function sweep({ connection }: CommitDeps, old: readonly Old[]): Promise<void> {
  await Promise.allSettled(old.map(({ key, nonce }) => connection.remove('commit', key, nonce)));
}

const passing = new Set(['TransactionInProgressException', 'ThrottlingException', 'ProvisionedThroughputExceededException', 'RequestLimitExceeded']);
const passingReasons = new Set(['TransactionConflict', 'ThrottlingError', 'ProvisionedThroughputExceeded']);

/** What a cancelled transaction means; anything that is no race is a fault and thrown. */
async function explain(deps: CommitDeps, unit: UnitOfWork, actions: readonly Action[], error: unknown): Promise<Outcome> {
  if (error instanceof Error && passing.has(error.name)) return 'again';
  if (!(error instanceof TransactionCanceledException)) throw error;
  const reasons = (error.CancellationReasons ?? []).map((reason, i) => ({ code: reason.Code ?? 'None', about: actions[i]?.about ?? { kind: 'other' as const } }));
  const unmet = reasons.filter(({ code }) => code === 'ConditionalCheckFailed').map(({ about }) => about);
  if (unmet.some(({ kind }) => kind === 'idempotency')) return (await answered(deps, unit)) ?? 'again';
  if (unmet.some(({ kind }) => kind === 'write')) return 'again';
  const claim = unmet.find((about) => about.kind === 'claim')?.claim;
  if (claim) return await taken(deps, claim);
  if (reasons.some(({ code }) => passingReasons.has(code))) return 'again';
  throw error;
}

async function answered(deps: CommitDeps, unit: UnitOfWork): Promise<Outcome | undefined> {
  const before = await repeated(deps, unit);
  return before && refuse(before);
}

const repeated = async (deps: CommitDeps, { idempotency }: UnitOfWork) =>
  idempotency && (await keptAnswer(deps, idempotency.subject, idempotency.key, idempotency.bodyHash));

/** The stored answer of an earlier command with this key. */
export async function keptAnswer({ connection, keys, clock }: Pick<CommitDeps, 'connection' | 'keys' | 'clock'>, subject: string, key: string, bodyHash: string) {
  const item = await connection.get('repeated', keys.idempotency(subject, key));
  if (!item || Number(item['ttl']?.N ?? 0) <= Math.floor(clock.now().getTime() / 1000)) return undefined;
  if (item['h']?.S !== bodyHash) return { kind: 'key-reused' } as const;
  return { kind: 'repeated', answer: unpackBody(item['b']?.B ?? new Uint8Array()) } as const;
}

async function taken({ connection, keys }: CommitDeps, { scope, key }: { scope: string; key: string }): Promise<Outcome> {
  const owner = (await connection.get('commit', keys.claim(scope, key)))?.['o']?.S;
  return refuse({ kind: 'claim-taken', scope, key, ...(owner ? { owner } : {}) });
}

/** The audit of a reading: one request, and the reading is not answered before it is stored. */
export async function recordAccess(deps: CommitDeps, fact: AuditFact): Promise<void> {
  const { connection, keys, clock, newId, identifierBase } = deps;
  const now = clock.now().toISOString();
  const event = stamped(auditEventOf(fact, { id: newId(), at: now, identifierBase }), 1, now);
  const reference = referenceTo(event);
  const items = [
    versionItem(keys.current(reference), { reference, version: 1, lastUpdated: now, resource: event }),
    ...entriesOf(event, keys).pointers.map((key) => pointerItem(key, reference, event.id)),
  ];
  await connection.writeMany('recordAccess', items.map((Item) => ({ PutRequest: { Item } })));
}
