import type { AuditEvent } from '@medplum/fhirtypes';
import type { Stored } from '../fhir/repository.ts';

/** A link of the chain of one day. `hash` covers the sequence, the previous hash and the whole AuditEvent. */
export type ChainEntry = { readonly sequence: number; readonly auditId: string; readonly previous: string; readonly hash: string };

/** The end of a day's chain: sequence 0 and an empty hash before the first entry. */
export type ChainHead = { readonly sequence: number; readonly hash: string };

export interface ChainStore {
  head(day: string): Promise<ChainHead>;
  /** Of these AuditEvents, those that are chained already. */
  chained(auditIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** Adds all entries after `head`, or none: 'moved' when another consumer was quicker or an entry is there already. */
  append(day: string, head: ChainHead, entries: readonly ChainEntry[]): Promise<'appended' | 'moved'>;
  /** In the order of the sequence. */
  entries(day: string): Promise<readonly ChainEntry[]>;
  /** Every AuditEvent recorded on the day, in any order. */
  auditEvents(day: string): Promise<readonly Stored<AuditEvent>[]>;
}

/**
 * Where seals stand: outside of the table, and written once (S3 with object lock), so that who may rewrite the whole
 * table can't rewrite a day that was sealed.
 */
export interface SealStore {
  /** The compact JWS of a day's seals in the order in which they were set. */
  seals(day: string): Promise<readonly string[]>;
  /** False when the day already has that many. */
  add(day: string, number: number, jws: string): Promise<boolean>;
}
