import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Basic, Bundle, Task } from '@medplum/fhirtypes';
import fc from 'fast-check';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import type { AuditFact } from '../fhir/repository.ts';
import { fixedClock } from '../kernel/clock.ts';
import { valueOf } from '../kernel/result.ts';
import { canonicalDocument } from './canonical.ts';
import type { Signer } from './contract.ts';
import { signingInOrder } from './documents.ts';
import { fakeKeySigner } from './keySigner.fake.ts';
import type { KeySigner, SigningOrder, SigningStep } from './ports.ts';
import { readSignatures, writeSignatures } from './signatures.ts';
import { verifyDocument, type Trust } from './verify.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

const base = 'https://lien-tuyen.example';
const at = '2026-11-22T03:00:00.000Z';
const facility = { id: 'bv-1', name: 'Bệnh viện Mẫu' };
const signer = (id: string, role: Signer['role']): Signer => ({ id, name: `BS. ${id}`, role, facility });
const people = [signer('dr-1', 'author'), signer('dr-2', 'member'), signer('dr-3', 'chair')] as const;

let key: KeySigner;
let trust: Trust;
beforeAll(async () => {
  key = await fakeKeySigner();
  trust = { keys: [await key.publicJwk()] };
});

const minutes = (text = 'Thống nhất theo dõi tại trạm.'): Bundle & { id: string } => ({
  resourceType: 'Bundle', id: 'doc-1', type: 'document', timestamp: at, identifier: { system: `${base}/sid/document`, value: 'doc-1' },
  entry: [{ resource: { resourceType: 'Composition', id: 'doc-1', status: 'final', type: { text: 'Biên bản' }, date: at, title: 'Biên bản hội chẩn', author: [{ reference: 'Practitioner/dr-1', display: 'BS. dr-1' }], custodian: { reference: 'Organization/bv-1', display: 'Bệnh viện Mẫu' }, section: [{ title: text }] } }],
});

const audit: AuditFact = { actor: { subject: 't', name: 't', role: 'specialist' }, action: 'update', outcome: 'success', event: 'test', entities: [], correlationId: 'test' };

function aDesk() {
  const repository = fakeRepository({ clock: fixedClock(at) });
  const signing = signingInOrder({ repository, signer: key, base });
  const commit = async ({ writes, ...step }: SigningStep) => ({ ...step, committed: await repository.commit({ writes, audit }) });
  const begin = async (more: Partial<SigningOrder> = {}) => await signing.begin({ document: minutes(), kind: 'minutes', signers: people, by: 'dr-1', at, about: 'Task/c-1', ...more });
  const next = async (by: string) => await signing.next({ documentId: 'doc-1', by, at });
  const all = async () => {
    await commit(valueOf(await begin()));
    await commit(valueOf(await next('dr-2')));
    return (await commit(valueOf(await next('dr-3')))).document;
  };
  return { repository, signing, commit, begin, next, all };
}

describe('several sign in order', () => {
  it('and every signature covers the same document and those before it', async () => {
    const document = await aDesk().all();
    const check = await verifyDocument(document, trust);
    expect(check).toMatchObject({ valid: true, missing: [] });
    expect(check.signatures.map((one) => [one.signer.id, one.signer.role, one.signer.facility.name])).toEqual([['dr-1', 'author', facility.name], ['dr-2', 'member', facility.name], ['dr-3', 'chair', facility.name]]);
  });
  it('nothing is released before the last: no Bundle, no entry in the list of documents, then all of it at once', async () => {
    const { repository, begin, next, commit } = aDesk();
    const types = () => [...new Set(repository.all().map(({ resourceType }) => resourceType))].filter((type) => type !== 'AuditEvent').toSorted();
    await commit(valueOf(await begin()));
    expect(types()).toEqual(['Basic', 'Task']);
    await commit(valueOf(await next('dr-2')));
    expect(types()).toEqual(['Basic', 'Task']);
    await commit(valueOf(await next('dr-3')));
    expect(types()).toEqual(['Bundle', 'Composition', 'DocumentReference', 'Provenance', 'Task']);
  });
  it('each is asked by a task of their own, when it is their turn', async () => {
    const { repository, begin, next, commit } = aDesk();
    const asked = () => repository.all().filter((r): r is typeof r & Task => r.resourceType === 'Task').map((task) => [task.owner?.reference, task.status]);
    await commit(valueOf(await begin()));
    expect(asked()).toEqual([['Practitioner/dr-2', 'requested'], ['Practitioner/dr-3', 'draft']]);
    await commit(valueOf(await next('dr-2')));
    expect(asked()).toEqual([['Practitioner/dr-2', 'completed'], ['Practitioner/dr-3', 'requested']]);
  });
  it('a person out of turn, a stranger, one who has signed and one who comes when all is done are refused, each with its own code', async () => {
    const { begin, next, commit } = aDesk();
    await commit(valueOf(await begin()));
    expect(await next('dr-3')).toMatchObject({ ok: false, error: { code: 'SIGNING_NOT_YOUR_TURN', params: { yours: 3, now: 2 } } });
    expect(await next('dr-9')).toMatchObject({ ok: false, error: { code: 'SIGNING_NOT_A_SIGNER' } });
    expect(await next('dr-1')).toMatchObject({ ok: false, error: { code: 'SIGNING_ALREADY_SIGNED' } });
    await commit(valueOf(await next('dr-2')));
    await commit(valueOf(await next('dr-3')));
    expect(await next('dr-3')).toMatchObject({ ok: false, error: { code: 'SIGNING_COMPLETE' } });
    expect(await begin({ signers: [people[0], people[1], people[0]] })).toMatchObject({ ok: false, error: { code: 'SIGNING_SIGNER_REPEATED', params: { number: 3 } } });
  });
  it('who writes a document need not be the first to sign it', async () => {
    const { begin, next, commit } = aDesk();
    const step = await commit(valueOf(await begin({ by: 'secretary' })));
    expect(step.state.signers.map(({ signedAt }) => signedAt)).toEqual([undefined, undefined, undefined]);
    expect((await commit(valueOf(await next('dr-1')))).state.next?.id).toBe('dr-2');
  });
  it('one signer alone is done at once, in the compact form', async () => {
    const { document, state, writes } = valueOf(await aDesk().begin({ signers: [people[0]] }));
    expect({ next: state.next, format: document.signature?.sigFormat, stored: writes.length }).toEqual({ next: undefined, format: 'application/jose', stored: 4 });
    expect(await verifyDocument(document, trust)).toMatchObject({ valid: true });
  });
  it('a document that was changed between two signatures is not signed further', async () => {
    const { repository, begin, next, commit } = aDesk();
    await commit(valueOf(await begin()));
    const holder = repository.all().find((r) => r.resourceType === 'Basic') as Basic & { id: string };
    const url = holder.extension?.[0]?.url ?? '';
    repository.seed({ ...holder, extension: [{ url, valueString: (holder.extension?.[0]?.valueString ?? '').replace('theo dõi', 'bỏ qua') }] });
    expect(await next('dr-2')).toMatchObject({ ok: false, error: { code: 'SIGNING_DOCUMENT_CHANGED' } });
  });
  it('of two who sign the same state at once one is stored', async () => {
    const { begin, next, commit } = aDesk();
    await commit(valueOf(await begin()));
    const [one, other] = await Promise.all([next('dr-2'), next('dr-2')]);
    expect((await commit(valueOf(one))).committed.ok).toBe(true);
    expect((await commit(valueOf(other))).committed).toMatchObject({ ok: false, error: { kind: 'precondition-failed' } });
  });
  it('a document taken back is asked of nobody and is released to nobody', async () => {
    const { repository, signing, begin, next, commit } = aDesk();
    await commit(valueOf(await begin()));
    const writes = await signing.recall('doc-1', at);
    await repository.commit({ writes: writes ?? [], audit });
    expect(await next('dr-2')).toMatchObject({ ok: false, error: { code: 'SIGNING_COMPLETE' } });
    expect(repository.all().filter((r) => r.resourceType === 'Task').map((task) => (task as Task).status)).toEqual(['cancelled', 'cancelled']);
  });
});

describe('whatever is done to a signed document is found', () => {
  it('any signature left out, moved or doubled', async () => {
    const document = await aDesk().all();
    const entries = readSignatures(document) ?? [];
    await fc.assert(fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 0, maxLength: 4 }), async (picked) => {
      fc.pre(picked.join() !== '0,1,2');
      const kept = picked.flatMap((index) => entries[index] ?? []);
      const { signature: _, ...bare } = document;
      const told = kept.length === 0 ? bare : { ...document, signature: { ...document.signature, ...writeSignatures(kept) } as Bundle['signature'] & object };
      expect((await verifyDocument(told, trust)).valid).toBe(false);
    }), { numRuns: 60 });
  });
  it('a signer taken out of the document together with the signature', async () => {
    const document = await aDesk().all();
    const entries = (readSignatures(document) ?? []).slice(0, 2);
    const composition = document.entry?.[0]?.resource;
    if (composition?.resourceType !== 'Composition') throw new Error('begins with its Composition');
    const shorter: Bundle = { ...document, entry: [{ resource: { ...composition, attester: composition.attester?.slice(0, 2) ?? [] } }, ...(document.entry ?? []).slice(1)], signature: { ...document.signature, ...writeSignatures(entries) } as Bundle['signature'] & object };
    expect(await verifyDocument(shorter, trust)).toMatchObject({ valid: false, fault: 'does-not-match' });
  });
  it('any changed byte of what was signed', async () => {
    const document = await aDesk().all();
    const bytes = canonicalDocument(document);
    await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), fc.integer({ min: 1, max: 255 }), async (place, by) => {
      const other = bytes.slice();
      other[place] = (other[place] ?? 0) ^ by;
      let read: Bundle;
      try {
        read = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(other)) as Bundle;
        if (new TextDecoder().decode(canonicalDocument(read)) === new TextDecoder().decode(bytes)) return;
      } catch {
        return; // not a document any more
      }
      const outcome = await verifyDocument({ ...read, id: 'doc-1', ...(document.signature ? { signature: document.signature } : {}) }, trust);
      expect(outcome.valid).toBe(false);
    }), { numRuns: 300 });
  });
  it('signers that have no shape any more', async () => {
    const { entry = [], ...document } = await aDesk().all();
    const [first, ...rest] = entry;
    const broken = { ...document, entry: [{ ...first, resource: { ...first?.resource, attester: [{ extension: [{ uri: 'signer-role' }] }, 7] } }, ...rest] } as unknown as Bundle;
    expect(await verifyDocument(broken, trust)).toMatchObject({ valid: false, fault: 'malformed' });
  });
  it('any changed byte of a signature', async () => {
    const document = await aDesk().all();
    const text = atob(document.signature?.data ?? '');
    const places = [...text.matchAll(/"(?:protected|signature)":"([^"]+)"/g)].map((match) => [match.index + match[0].indexOf(match[1] ?? ''), (match[1] ?? '').length - 1] as const);
    await fc.assert(fc.asyncProperty(fc.constantFrom(...places), fc.nat(), fc.constantFrom('A', 'D', 'x', 'z', '0', '9', '-', '_'), async ([from, length], offset, character) => {
      const place = from + (offset % length);
      fc.pre(text[place] !== character);
      const data = btoa(text.slice(0, place) + character + text.slice(place + 1));
      expect((await verifyDocument({ ...document, signature: { ...document.signature, data } as Bundle['signature'] & object }, trust)).valid).toBe(false);
    }), { numRuns: 150 });
  });
});
