import { referenceTo } from '../fhir/references.ts';
import { answerToKeep, type AuditFact, type Claim, type OutboxEvent, type Reference, type Stored, type UnitOfWork, type Watch, type Write } from '../fhir/repository.ts';
import { largestBody, packBody } from './body.ts';
import type { Change, Condition } from './changes.ts';
import type { Item } from './connection.ts';
import { entryChanges, type EntryChanges } from './entries.ts';
import { mostWords, namedTypes, wordsOf } from './indexing.ts';
import { signedMark, stamped, versionImage, type Version } from './items.ts';
import type { Keys } from './keys.ts';

/** The current version as it was read, with its item. */
export type Current = Version & { readonly item: Item };

/** One commit, ready to be written: what stands before it, then all changes at once, then the sweep of old entries. */
export type Prepared = {
  readonly stored: readonly Stored[];
  readonly changes: readonly Change[];
  readonly entries: readonly EntryChanges[];
  /** The versions that are replaced, each under its own number. They never change, so they may stand there already. */
  readonly kept: readonly Item[];
};

/** A body that no item can hold, or more words in a name than are indexed. */
export class ResourceTooLargeError extends Error {}

/** `mark`: names this try to commit, and no other. */
export type Context = { readonly keys: Keys; readonly now: Date; readonly mark: string };

export const referenceOf = (write: Write): Reference => (write.kind === 'put' ? referenceTo(write.resource) : write.reference);

/** What happened besides, in the item of the commit's first write: the stream makes audit entry and messages of it. */
export type Besides = { readonly audit: { readonly id: string; readonly fact: AuditFact }; readonly events: readonly OutboxEvent[] };

export const besidesImage = ({ audit, events }: Partial<Besides>): Item => ({
  ...(audit ? { a: { B: packBody(audit) } } : {}),
  ...(events && events.length > 0 ? { e: { B: packBody(events) } } : {}),
});

/** `current`: what is stored now; nothing where nothing is or nothing is expected. */
export function prepare(unit: UnitOfWork, current: ReadonlyMap<Reference, Current>, context: Context): Prepared {
  const parts = unit.writes.map((write) => prepareWrite(write, current.get(referenceOf(write)), context));
  const stored = parts.flatMap((p) => p.stored);
  return {
    stored,
    changes: [...parts.flatMap((p) => p.changes), ...claimChanges(unit.claims ?? [], context), ...guardChanges(unit.watches ?? [], context), ...idempotencyChange(unit.idempotency, stored, context)],
    entries: parts.flatMap((p) => p.entries),
    kept: parts.flatMap((p) => p.kept),
  };
}

export function prepareWrite(write: Write, before: Current | undefined, { keys, now, mark }: Context): Prepared {
  const reference = referenceOf(write);
  if (write.kind === 'delete' && !before?.resource) return { stored: [], changes: [], entries: [], kept: [] };
  const version = (before?.version ?? 0) + 1;
  const lastUpdated = now.toISOString();
  const resource = write.kind === 'put' ? stamped(write.resource, version, lastUpdated) : undefined;
  const body = resource && packBody(resource);
  if (resource && (packedTooLarge(body) || (namedTypes.has(resource.resourceType) && wordsOf(resource).size > mostWords))) throw new ResourceTooLargeError(reference);
  const after: Version = { reference, version, lastUpdated, ...(resource ? { resource } : {}) };
  return {
    stored: resource ? [resource] : [],
    changes: [{ about: { kind: 'write', reference }, key: keys.current(reference), image: { ...versionImage(after, mark, body), ...(write.signed ? signedMark : {}) }, only: unchangedSince(before) }],
    entries: [entryChanges(after, before, body, mark, keys)],
    kept: before ? [{ ...before.item, sk: { S: keys.version(reference, before.version).sk } }] : [],
  };
}

const packedTooLarge = (body: Uint8Array | undefined): boolean => body !== undefined && body.length > largestBody;

/** The version condition in the write itself: nobody wrote since we looked. */
function unchangedSince(before: Version | undefined): Condition {
  if (!before) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return { ConditionExpression: 'v = :v', ExpressionAttributeValues: { ':v': { N: String(before.version) } } };
}

const daySeconds = 24 * 60 * 60;

function claimChanges(claims: readonly Claim[], { keys }: Context): Change[] {
  return claims.map((claim) => ({
    about: { kind: 'claim', claim },
    key: keys.claim(claim.scope, claim.key),
    image: claim.kind === 'claim' ? { o: { S: claim.owner } } : undefined,
    only: { ConditionExpression: 'attribute_not_exists(pk) OR o = :o', ExpressionAttributeValues: { ':o': { S: claim.owner } } },
  }));
}

/** A guard names the last commit that relied on its condition: whoever saw another one comes too late (ADR 45). */
function guardChanges(watches: readonly Watch[], { keys, now, mark }: Context): Change[] {
  const guards = new Map(watches.flatMap((watch) => watch.guards).map((guard) => [guard.key, guard]));
  return [...guards.values()].map(({ key, seen }) => ({
    about: { kind: 'guard' },
    key: keys.guard(key),
    // No request lives for a day, so none can have seen a guard that has gone since.
    image: { g: { S: mark }, ttl: { N: String(Math.floor(now.getTime() / 1000) + daySeconds) } },
    only: seen === '' ? { ConditionExpression: 'attribute_not_exists(pk)' } : { ConditionExpression: 'g = :g', ExpressionAttributeValues: { ':g': { S: seen } } },
  }));
}

function idempotencyChange(idempotency: UnitOfWork['idempotency'], stored: readonly Stored[], { keys, now }: Context): Change[] {
  if (!idempotency) return [];
  const seconds = Math.floor(now.getTime() / 1000);
  return [{
    about: { kind: 'idempotency' },
    key: keys.idempotency(idempotency.subject, idempotency.key),
    image: { h: { S: idempotency.bodyHash }, b: { B: packBody(answerToKeep(idempotency, stored)) }, ttl: { N: String(seconds + daySeconds) } },
    // The sweep by TTL is lazy, so an expired record may still be there.
    only: { ConditionExpression: 'attribute_not_exists(pk) OR #ttl <= :now', ExpressionAttributeNames: { '#ttl': 'ttl' }, ExpressionAttributeValues: { ':now': { N: String(seconds) } } },
  }];
}
