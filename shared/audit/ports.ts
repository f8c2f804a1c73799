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
