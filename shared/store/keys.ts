import { createHash } from 'node:crypto';
import type { Reference } from '../fhir/repository.ts';

export type Key = { readonly pk: string; readonly sk: string };

/** Values that may name a person (citizen IDs, phones) never stand in a key as they are: keys show in metrics and logs. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);

/** Spreads the entries of a low-cardinality key over partitions. */
export const shardOf = (text: string, shards: number): number => createHash('sha256').update(text).digest().readUInt8(0) % shards;

export const listShards = 4;
export const wordShards = 4;
export const dayShards = 4;
export const logShards = 4;
export const monthShards = 4;

/** Which types stand in a list of their own: those of which there are few, or every one, at a write unit a create (ADR 131). */
export type TypeLists = 'directories' | 'all';

/** Every key of the table. Tenants never share a partition. `lists`: what the deployment has chosen. */
export function keysFor(tenant: string, lists: TypeLists = 'directories') {
  const at = (rest: string) => `${tenant}#${rest}`;
  return {
    lists,
    /** What the partition keys of the tenant begin with. */
    everything: at(''),
    current: (reference: Reference): Key => ({ pk: at(reference), sk: '#' }),
    /** Zero-padded, so that versions sort as text. */
    version: (reference: Reference, version: number): Key => ({ pk: at(reference), sk: `v#${String(version).padStart(8, '0')}` }),
    /** The record of a patient, one partition a type, in the order of the clinical date. */
    compartment: (patient: string, type: string): string => at(`${patient}#${type}`),
    /** Resources of `type` that point to `target`; sort keys begin with the path of the reference. */
    reference: (target: string, type: string): string => at(`ref#${target}#${type}`),
    token: (type: string, kind: string, value: string): string => at(`tok#${type}#${kind}#${digest(value.toLowerCase())}`),
    birth: (type: string, date: string): string => at(`birth#${type}#${date}`),
    /** Names by the first two letters of each word. */
    word: (type: string, start: string, shard: number): string => at(`word#${type}#${start}#${shard}`),
    /** Blocking keys of people (shared/fhir/matchKeys.ts). */
    match: (key: string): string => at(`match#${digest(key)}`),
    list: (type: string, shard: number): string => at(`list#${type}#${shard}`),
    /** Everything of a type on one day (UTC): the audit log. */
    day: (type: string, day: string, shard: number): string => at(`day#${type}#${day}#${shard}`),
    /** Every version of a type in the order of time, shard by shard. */
    log: (type: string, shard: number): string => at(`log#${type}#${shard}`),
    claim: (scope: string, key: string): Key => ({ pk: at(`claim#${scope}#${digest(key)}`), sk: '#' }),
    guard: (condition: string): Key => ({ pk: at(`guard#${digest(condition)}`), sk: '#' }),
    idempotency: (subject: string, key: string): Key => ({ pk: at(`idem#${digest(`${subject} ${key}`)}`), sk: '#' }),
    chainHead: (day: string): Key => ({ pk: at(`chain#${day}`), sk: 'head' }),
    chainEntry: (day: string, sequence: number): Key => ({ pk: at(`chain#${day}`), sk: `e#${String(sequence).padStart(10, '0')}` }),
    chained: (auditId: string): Key => ({ pk: at(`chained#${auditId}`), sk: '#' }),
    turn: (reference: Reference, version: number): Key => ({ pk: at(`turn#${reference}#${version}`), sk: '#' }),
    /** The record of a staged transaction, and the list of what it stages. */
    transaction: (id: string): Key => ({ pk: at('transactions'), sk: id }),
    staged: (id: string): Key => ({ pk: at('transactions'), sk: `${id}#keys` }),
    /** Where a staged image stands that is too large to stand beside the old one. */
    aside: ({ pk }: Key, id: string): Key => ({ pk, sk: `s#${id}` }),
    /** What is counted of consultations and calls, by month. */
    measures: (month: string, shard: number): string => at(`measures#${month}#${shard}`),
    setting: (name: string): Key => ({ pk: at(`setting#${name}`), sk: '#' }),
  };
}

export type Keys = ReturnType<typeof keysFor>;
