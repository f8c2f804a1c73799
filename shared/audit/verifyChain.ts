import { chainDay, linkHash } from './chain.ts';
import type { ChainStore } from './ports.ts';

/** What is wrong with the audit log of a day, and where. */
export type ChainFault =
  /** An entry of the chain is missing, or stands elsewhere. */
  | { readonly kind: 'broken'; readonly sequence: number }
  /** The AuditEvent is not what was chained. */
  | { readonly kind: 'changed'; readonly sequence: number; readonly auditId: string }
  /** The AuditEvent of an entry is gone. */
  | { readonly kind: 'removed'; readonly sequence: number; readonly auditId: string }
  /** The chain ends before its head says. */
  | { readonly kind: 'truncated'; readonly sequence: number }
  /** An AuditEvent of the day that nobody chained; normal for the last moments of today. */
  | { readonly kind: 'unchained'; readonly auditId: string; readonly recorded: string };

export type ChainReport = { readonly day: string; readonly entries: number; readonly faults: readonly ChainFault[] };

/** Recomputes a day's chain from the stored AuditEvents: removed, changed, reordered and inserted ones are found. */
export async function verifyChain(store: ChainStore, day: string): Promise<ChainReport> {
  const [entries, events, head] = await Promise.all([store.entries(day), store.auditEvents(day), store.head(day)]);
  const byId = new Map(events.map((e) => [e.id, e]));
  const faults: ChainFault[] = [];
  let previous = '';
  let expected = 1;
  for (const { sequence, auditId, previous: said, hash } of entries) {
    const event = byId.get(auditId);
    if (sequence !== expected || said !== previous) faults.push({ kind: 'broken', sequence: expected });
    if (!event) faults.push({ kind: 'removed', sequence, auditId });
    else if (linkHash(sequence, said, event) !== hash || chainDay(event) !== day) faults.push({ kind: 'changed', sequence, auditId });
    previous = hash;
    expected = sequence + 1;
  }
  if (head.sequence !== expected - 1 || head.hash !== previous) faults.push({ kind: 'truncated', sequence: head.sequence });
  const chained = new Set(entries.map((e) => e.auditId));
  for (const { id, recorded = '' } of events) if (!chained.has(id)) faults.push({ kind: 'unchained', auditId: id, recorded });
  return { day, entries: entries.length, faults };
}
