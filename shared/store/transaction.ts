import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { referenceTo } from '../fhir/references.ts';
import type { Claim, OutboxEvent, Reference, Stored, UnitOfWork, Write } from '../fhir/repository.ts';
import { inlineLimit, largestBody, packBody } from './body.ts';
import { keyItem } from './connection.ts';
import { entriesOf, keyText } from './indexing.ts';
import { stamped, versionItem, type Version } from './items.ts';
import type { Key, Keys } from './keys.ts';

/** What an action of the transaction is about, so that a cancellation can be told exactly. */
export type Subject =
  | { readonly kind: 'write'; readonly reference: Reference }
  | { readonly kind: 'claim'; readonly claim: Claim }
  | { readonly kind: 'idempotency' }
  | { readonly kind: 'other' };

export type Action = { readonly about: Subject; readonly action: TransactWriteItem };

/** One commit, ready to be written: pointers first, then all actions at once, then the sweep of old pointers. */
export type Prepared = {
  readonly stored: readonly Stored[];
  readonly actions: readonly Action[];
  readonly pointers: readonly { readonly key: Key; readonly reference: Reference }[];
  readonly dropped: readonly Key[];
};

/** A body that no item can hold. The door refuses such resources before. */
export class ResourceTooLargeError extends Error {}

export type Context = { readonly tableName: string; readonly keys: Keys; readonly now: Date };

export const referenceOf = (write: Write): Reference => (write.kind === 'put' ? referenceTo(write.resource) : write.reference);

/** `current`: what is stored now, undefined where nothing is or nothing is expected. */
export function prepareWrites(writes: readonly Write[], current: ReadonlyMap<Reference, Version>, context: Context): Prepared {
  const parts = writes.map((write) => prepareWrite(write, current.get(referenceOf(write)), context));
  return {
    stored: parts.flatMap((p) => p.stored),
    actions: parts.flatMap((p) => p.actions),
    pointers: parts.flatMap((p) => p.pointers),
    dropped: parts.flatMap((p) => p.dropped),
  };
}

function prepareWrite(write: Write, before: Version | undefined, { tableName, keys, now }: Context): Prepared {
  const reference = referenceOf(write);
  if (write.kind === 'delete' && !before?.resource) return { stored: [], actions: [], pointers: [], dropped: [] };
  const version = (before?.version ?? 0) + 1;
  const lastUpdated = now.toISOString();
  const resource = write.kind === 'put' ? stamped(write.resource, version, lastUpdated) : undefined;
  const body = resource && packBody(resource);
  if (body && body.length > largestBody) throw new ResourceTooLargeError(reference);
  const after: Version = { reference, version, lastUpdated, ...(resource ? { resource } : {}) };
  const about = { kind: 'write', reference } as const;
  const was = before?.resource ? entriesOf(before.resource, keys) : { pointers: [], copies: [] };
  const will = resource ? entriesOf(resource, keys) : { pointers: [], copies: [] };
  const actions: Action[] = [{ about, action: { Put: { TableName: tableName, Item: versionItem(keys.current(reference), after, body), ...unchangedSince(before) } } }];
  if (before) actions.push({ about: { kind: 'other' }, action: { Put: { TableName: tableName, Item: versionItem(keys.version(reference, before.version), before) } } });
  for (const key of will.copies) actions.push({ about: { kind: 'other' }, action: { Put: { TableName: tableName, Item: copyItem(key, after, body) } } });
  for (const key of minus(was.copies, will.copies)) actions.push({ about: { kind: 'other' }, action: { Delete: { TableName: tableName, Key: keyItem(key) } } });
  return {
    stored: resource ? [resource] : [],
    actions,
    pointers: minus(will.pointers, was.pointers).map((key) => ({ key, reference })),
    dropped: minus(was.pointers, will.pointers),
  };
}

/** A large body is fetched from the resource itself. */
function copyItem(key: Key, version: Version, body: Uint8Array | undefined) {
  const inline = body !== undefined && body.length <= inlineLimit;
  const { x: _, ...item } = versionItem(key, version, inline ? body : undefined);
  return inline ? item : { ...item, p: { BOOL: true } };
}

/** The version condition in the write itself: nobody wrote since we looked. */
function unchangedSince(before: Version | undefined) {
  if (!before) return { ConditionExpression: 'attribute_not_exists(pk)' };
  return { ConditionExpression: 'v = :v', ExpressionAttributeValues: { ':v': { N: String(before.version) } } };
}

function minus(these: readonly Key[], those: readonly Key[]): Key[] {
  const known = new Set(those.map(keyText));
  return these.filter((key) => !known.has(keyText(key)));
}

const daySeconds = 24 * 60 * 60;
export const idempotencySeconds = daySeconds;
const outboxSeconds = 30 * daySeconds;

export function claimActions(claims: readonly Claim[], { tableName, keys }: Context): Action[] {
  return claims.map((claim) => {
    const { pk, sk } = keys.claim(claim.scope, claim.key);
    const mine = { ConditionExpression: 'attribute_not_exists(pk) OR o = :o', ExpressionAttributeValues: { ':o': { S: claim.owner } } };
    const action: TransactWriteItem =
      claim.kind === 'claim'
        ? { Put: { TableName: tableName, Item: { pk: { S: pk }, sk: { S: sk }, o: { S: claim.owner } }, ...mine } }
        : { Delete: { TableName: tableName, Key: keyItem({ pk, sk }), ...mine } };
    return { about: { kind: 'claim', claim }, action };
  });
}

export function idempotencyActions(idempotency: UnitOfWork['idempotency'], { tableName, keys, now }: Context): Action[] {
  if (!idempotency) return [];
  const { pk, sk } = keys.idempotency(idempotency.subject, idempotency.key);
  const seconds = Math.floor(now.getTime() / 1000);
  const Item = { pk: { S: pk }, sk: { S: sk }, h: { S: idempotency.bodyHash }, b: { B: packBody(idempotency.answer ?? null) }, ttl: { N: String(seconds + idempotencySeconds) } };
  // The sweep by TTL is lazy, so an expired record may still be there.
  const condition = { ConditionExpression: 'attribute_not_exists(pk) OR #ttl <= :now', ExpressionAttributeNames: { '#ttl': 'ttl' }, ExpressionAttributeValues: { ':now': { N: String(seconds) } } };
  return [{ about: { kind: 'idempotency' }, action: { Put: { TableName: tableName, Item, ...condition } } }];
}

export function outboxActions(events: readonly OutboxEvent[], { tableName, keys, now }: Context): Action[] {
  return events.map((event) => {
    const { pk, sk } = keys.outbox(event.id);
    const ttl = { N: String(Math.floor(now.getTime() / 1000) + outboxSeconds) };
    return { about: { kind: 'other' }, action: { Put: { TableName: tableName, Item: { pk: { S: pk }, sk: { S: sk }, e: { S: JSON.stringify(event) }, ttl } } } };
  });
}
