import { describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '@medplum/fhirtypes';
import { auditEventOf } from '../fhir/auditEvent.ts';
import type { Stored } from '../fhir/repository.ts';
import { chainAudit } from './chain.ts';
import { fakeChainStore } from './chainStore.fake.ts';
import type { ChainStore } from './ports.ts';
import { verifyChain } from './verifyChain.ts';

const day = '2026-11-22';

const anEvent = (n: number): Stored<AuditEvent> => ({
  ...auditEventOf(
    { actor: { subject: 's', name: 'Lò Thị Mẫu', role: 'station' }, action: 'read', outcome: 'success', event: 'chart-read', entities: [], correlationId: `c${n}` },
    { id: `a${n}`, at: `${day}T00:00:0${n}.000Z`, identifierBase: 'https://lien-tuyen.example' },
  ),
  meta: { versionId: '1', lastUpdated: `${day}T00:00:0${n}.000Z` },
});

async function aChain() {
  const store = fakeChainStore([1, 2, 3, 4].map(anEvent));
  await chainAudit(store, store.events);
  return { store, events: store.events, entries: store.days.get(day) ?? [] };
}
const faults = async (store: ChainStore) => (await verifyChain(store, day)).faults.map((f) => f.kind);

describe('the audit chain', () => {
  it('is whole when nobody touched the log', async () => {
    expect(await verifyChain((await aChain()).store, day)).toEqual({ day, entries: 4, faults: [] });
  });
  it('chains each entry once, however often the stream brings it', async () => {
    const { store, events, entries } = await aChain();
    await Promise.all([chainAudit(store, events), chainAudit(store, [...events, ...events])]);
    expect(entries.map((e) => e.auditId)).toEqual(['a1', 'a2', 'a3', 'a4']);
  });
  it('finds a changed entry', async () => {
    const { store, events } = await aChain();
    events[1] = { ...anEvent(2), action: 'C' };
    expect(await faults(store)).toEqual(['changed']);
  });
  it('finds a removed entry', async () => {
    const { store, events } = await aChain();
    events.splice(1, 1);
    expect(await faults(store)).toEqual(['removed']);
  });
  it('finds a link taken out, links that changed places, and an end cut off', async () => {
    const out = await aChain();
    out.entries.splice(1, 1);
    expect(await faults(out.store)).toContain('broken');
    const swapped = await aChain();
    swapped.entries.splice(1, 2, ...swapped.entries.slice(1, 3).toReversed());
    expect(await faults(swapped.store)).toContain('broken');
    const cut = await aChain();
    const { store } = cut;
    const whole = await store.head(day);
    cut.entries.pop();
    expect(await faults({ ...store, head: async () => whole })).toEqual(['truncated', 'unchained']);
  });
  it('finds an inserted entry', async () => {
    const { store, events } = await aChain();
    events.push(anEvent(5));
    expect(await faults(store)).toEqual(['unchained']);
  });
});
