import type { AuditEvent } from '@medplum/fhirtypes';
import type { Stored } from '../fhir/repository.ts';
import { chainDay } from './chain.ts';
import type { ChainEntry, ChainStore } from './ports.ts';

/** In memory; `events` and the entries of a day can be tampered with, as a table could. */
export type FakeChainStore = ChainStore & { readonly events: Stored<AuditEvent>[]; readonly days: Map<string, ChainEntry[]>; forget(day: string): void };

export function fakeChainStore(events: Stored<AuditEvent>[] = []): FakeChainStore {
  const days = new Map<string, ChainEntry[]>();
  const of = (day: string) => days.get(day) ?? [];
  return {
    events,
    days,
    forget(day) {
      days.delete(day);
      events.splice(0, events.length, ...events.filter((event) => chainDay(event) !== day));
    },
    head: async (day) => await Promise.resolve({ sequence: of(day).length, hash: of(day).at(-1)?.hash ?? '' }),
    chained: async () => await Promise.resolve(new Set([...days.values()].flat().map((e) => e.auditId))),
    async append(day, head, more) {
      if (head.sequence !== of(day).length) return await Promise.resolve('moved' as const);
      days.set(day, [...of(day), ...more]);
      return 'appended';
    },
    entries: async (day) => await Promise.resolve(of(day)),
    auditEvents: async (day) => await Promise.resolve(events.filter((event) => chainDay(event) === day)),
  };
}
