import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '@medplum/fhirtypes';
import type { JSONWebKeySet } from 'jose';
import { auditEventOf } from '../fhir/auditEvent.ts';
import type { Stored } from '../fhir/repository.ts';
import { fakeKeySigner } from '../signing/keySigner.fake.ts';
import type { KeySigner } from '../signing/ports.ts';
import { chainAudit } from './chain.ts';
import { fakeChainStore, type FakeChainStore } from './chainStore.fake.ts';
import { sealEndedDays } from './seal.ts';
import { fakeSealStore } from './sealStore.fake.ts';
import { verifyDay } from './verifyDays.ts';

const [monday, tuesday, today] = ['2026-11-23', '2026-11-24', '2026-11-25'];
const now = new Date(`${today}T01:00:00Z`);

const anEvent = (day: string, n: number): Stored<AuditEvent> => ({
  ...auditEventOf(
    { actor: { subject: 's', name: 'Lò Thị Mẫu', role: 'station' }, action: 'read', outcome: 'success', event: 'chart-read', entities: [], correlationId: `c${n}` },
    { id: `${day}-${n}`, at: `${day}T00:00:0${n}.000Z`, identifierBase: 'https://lien-tuyen.example' },
  ),
  meta: { versionId: '1', lastUpdated: `${day}T00:00:0${n}.000Z` },
});

let chain: FakeChainStore;
let seals: ReturnType<typeof fakeSealStore>;
let signer: KeySigner;
let keys: JSONWebKeySet;
const record = async (events: readonly Stored<AuditEvent>[]) => {
  chain.events.push(...events);
  await chainAudit(chain, events);
};
const seal = () => sealEndedDays({ chain, seals, signer }, now);
const faults = async (day: string) => (await verifyDay({ chain, seals, keys }, day, now)).faults.map(({ kind }) => kind);

beforeEach(async () => {
  [chain, seals, signer] = [fakeChainStore(), fakeSealStore(), await fakeKeySigner()];
  keys = { keys: [await signer.publicJwk()] };
  await record([1, 2, 3].map((n) => anEvent(monday, n)));
  await record([1, 2].map((n) => anEvent(tuesday, n)));
  await seal();
});

describe('the seal of a day', () => {
  it('covers every day that ended, once', async () => {
    expect(await verifyDay({ chain, seals, keys }, monday, now)).toEqual({ day: monday, entries: 3, sealedUpTo: 3, faults: [] });
    expect(await verifyDay({ chain, seals, keys }, tuesday, now)).toEqual({ day: tuesday, entries: 2, sealedUpTo: 2, faults: [] });
    expect((await seal()).map(({ outcome }) => outcome)).toEqual(['unchanged', 'unchanged', 'unchanged']);
  });
  it('is set once more when the stream brings an entry late', async () => {
    await record([anEvent(monday, 4)]);
    expect(await faults(monday)).toEqual(['unsealed']);
    await seal();
    expect(await faults(monday)).toEqual([]);
    expect(await faults(tuesday)).toEqual([]);
  });
  it('finds a day that was written anew as a whole, chain and all', async () => {
    chain.forget(monday);
    await record([anEvent(monday, 1), anEvent(monday, 3)]);
    expect(await faults(monday)).toContain('seal-differs');
  });
  it('finds a whole day taken away, with its seals', async () => {
    chain.forget(monday);
    seals.days.delete(monday);
    expect(await faults(tuesday)).toEqual(['seal-order']);
  });
  it('finds a seal of somebody else', async () => {
    chain.forget(monday);
    await record([anEvent(monday, 1)]);
    seals.days.delete(monday);
    const stranger = await fakeKeySigner();
    await sealEndedDays({ chain, seals, signer: stranger }, now);
    expect(await faults(monday)).toContain('seal-invalid');
  });
  it('is not set on a chain that was touched', async () => {
    await record([anEvent(monday, 4)]);
    chain.events.splice(0, 1);
    expect(await seal()).toContainEqual({ day: monday, outcome: 'damaged' });
    expect(await faults(monday)).toEqual(['removed', 'unsealed']);
  });
  it('finds an entry put beside the chain of a sealed day', async () => {
    chain.events.push(anEvent(monday, 9));
    expect(await faults(monday)).toEqual(['unchained']);
  });
  it('finds an entry put beside the chain of a day that has not ended, once delivery can not be the reason', async () => {
    chain.events.push(anEvent(today, 1));
    const at = async (time: string) => (await verifyDay({ chain, seals, keys }, today, new Date(`${today}T${time}Z`))).faults.map(({ kind }) => kind);
    expect(await at('00:10:00')).toEqual([]);
    expect(await at('00:20:00')).toEqual(['unchained']);
  });
  it('is set by one of two at once', async () => {
    await record([anEvent(tuesday, 3)]);
    const outcomes = (await Promise.all([seal(), seal()])).flat().filter(({ day }) => day === tuesday);
    expect(outcomes.map(({ outcome }) => outcome).toSorted()).toEqual(['elsewhere', 'sealed']);
    expect(seals.days.get(tuesday)).toHaveLength(2);
  });
});
