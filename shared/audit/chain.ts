import { createHash } from 'node:crypto';
import type { AuditEvent } from '@medplum/fhirtypes';
import canonicalize from 'canonicalize';
import type { ChainEntry, ChainHead, ChainStore } from './ports.ts';

export type Chainable = AuditEvent & { readonly id: string };

/** The day (UTC) whose chain an AuditEvent belongs to. */
export const chainDay = (event: AuditEvent): string => (event.recorded ?? '').slice(0, 10);

/** SHA-256 over sequence, previous hash and the canonical JSON (RFC 8785) of the entry. */
export const linkHash = (sequence: number, previous: string, event: AuditEvent): string =>
  createHash('sha256').update(`${sequence}\n${previous}\n${canonicalize(event)}`).digest('hex');

/** Entries of one transaction: two items each and the head, below DynamoDB's 100. */
const largestBatch = 45;
const attempts = 8;

/**
 * Chains AuditEvents by day. Called with what the stream brings: any number of times, in any order, by several
 * consumers at once; each event is chained exactly once.
 */
export async function chainAudit(store: ChainStore, events: readonly Chainable[]): Promise<void> {
  const days = Map.groupBy(new Map(events.map((e) => [e.id, e])).values(), chainDay);
  for (const [day, list] of days) for (let i = 0; i < list.length; i += largestBatch) await chainBatch(store, day, list.slice(i, i + largestBatch));
}

async function chainBatch(store: ChainStore, day: string, events: readonly Chainable[]): Promise<void> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const known = await store.chained(events.map((e) => e.id));
    const left = events.filter((e) => !known.has(e.id)).toSorted((a, b) => (a.recorded ?? '').localeCompare(b.recorded ?? '') || a.id.localeCompare(b.id));
    if (left.length === 0) return;
    const head = await store.head(day);
    if ((await store.append(day, head, linksAfter(head, left))) === 'appended') return;
  }
  throw new Error(`the audit chain of ${day} kept moving`);
}

function linksAfter(head: ChainHead, events: readonly Chainable[]): ChainEntry[] {
  let { sequence, hash } = head;
  return events.map((event) => {
    const previous = hash;
    sequence += 1;
    hash = linkHash(sequence, previous, event);
    return { sequence, auditId: event.id, previous, hash };
  });
}
