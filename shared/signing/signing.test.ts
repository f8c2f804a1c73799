import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import type { JSONWebKeySet } from 'jose';
import { createHash } from 'node:crypto';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { fixedClock } from '../kernel/clock.ts';
import { valueOf } from '../kernel/result.ts';
import { fingerprintOf, type ConclusionFacts } from './contract.ts';
import { canonicalDocument, digestOf } from './canonical.ts';
import { documents, type DocumentsDeps } from './documents.ts';
import { fakeKeySigner } from './keySigner.fake.ts';
import type { KeySigner } from './ports.ts';
import { verifyDocument } from './verify.ts';

const base = 'https://lien-tuyen.example';
let signer: KeySigner;
let keys: JSONWebKeySet;

beforeAll(async () => {
  signer = await fakeKeySigner();
  keys = { keys: [await signer.publicJwk()] };
});

const facts = (more: Partial<ConclusionFacts> = {}): ConclusionFacts => ({
  documentId: 'doc-1', consultationId: 'c-1', patient: { id: 'p-1', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female' },
  author: { id: 'dr-1', name: 'BS. Hoà' }, facility: { id: 'bv-1', name: 'Bệnh viện' }, station: { id: 'tyt-1', name: 'Trạm' },
  specialty: 'cardiology', signedAt: '2026-11-22T03:00:00.000Z',
  answers: [{ number: 1, question: 'Có cần chuyển tuyến?', text: 'Không, nếu HA < 180/120 & không đau ngực.\nĐo lại sau "48" giờ.' }],
  diagnoses: [{ code: 'E11.9', display: 'Đái tháo đường típ 2', main: false, known: true }, { code: 'I10', display: 'Tăng huyết áp', main: true, known: true }],
  advice: 'Ăn nhạt.', followUp: 'Sau 4 tuần', ...more,
});

const repository = fakeRepository({ clock: fixedClock('2026-11-22T03:00:00.000Z') });
const by = (key: KeySigner, retired: DocumentsDeps['retired'] = []) => documents({ repository, signer: key, base, retired });
/** The signed document, and what is stored with it. */
async function signWith(key: KeySigner, more: Partial<ConclusionFacts> = {}, retired: DocumentsDeps['retired'] = []) {
  const { document, writes } = valueOf(await by(key, retired).sign(facts(more)));
  return { document, resources: writes.flatMap((write) => (write.kind === 'put' ? [write.resource] : [])) };
}
const sign = async (more: Partial<ConclusionFacts> = {}) => await signWith(signer, more);
/** As the database gives it back: with a version, a time, other members' order. */
const stored = (document: Bundle): Bundle => {
  const { entry, ...rest } = JSON.parse(JSON.stringify(document)) as Bundle;
  return { meta: { versionId: '1', lastUpdated: '2026-11-22T03:00:01Z' }, entry, ...rest };
};
const changed = (document: Bundle, from: string, to: string): Bundle => JSON.parse(JSON.stringify(document).replace(from, to)) as Bundle;

describe('a signed document', () => {
  it('verifies after storage with the public key alone', async () => {
    const { document } = await sign();
    expect(await verifyDocument(stored(document), keys)).toMatchObject({ valid: true, keyId: await signer.kid(), algorithm: 'ES256', signedAt: '2026-11-22T03:00:00.000Z', missing: [], signatures: [{ signer: { id: 'dr-1', role: 'author' }, timeStamp: { state: 'none' } }] });
  });
  it('does not verify when one letter of an answer, a diagnosis or a name is another', async () => {
    const { document } = await sign();
    for (const [from, to] of [['Không, nếu', 'Có, nếu'], ['"I10"', '"I11"'], ['Vàng Thị Mẫu', 'Vàng Thị Máu']] as const) {
      expect(await verifyDocument(changed(document, from, to), keys)).toMatchObject({ valid: false, fault: 'does-not-match' });
    }
  });
  it('names its signer, role and facility in what is signed: with another person, facility or time anywhere in it, it does not verify', async () => {
    const { document } = await sign();
    const other = { 'Practitioner/dr-1': 'Practitioner/dr-2', 'BS. Hoà': 'BS. Khác', 'Organization/bv-1': 'Organization/bv-2', 'Bệnh viện': 'Bệnh xá', '2026-11-22T03:00:00.000Z': '2026-11-21T03:00:00.000Z' };
    for (const [from, to] of Object.entries(other)) {
      const inside = { ...(JSON.parse(JSON.stringify(document).replaceAll(from, to)) as Bundle), signature: document.signature } as Bundle;
      const beside = { ...document, signature: JSON.parse(JSON.stringify(document.signature).replaceAll(from, to)) as Bundle['signature'] } as Bundle;
      const both = JSON.parse(JSON.stringify(document).replaceAll(from, to)) as Bundle;
      for (const [where, one] of Object.entries({ inside, beside, both })) expect([from, where, (await verifyDocument(one, keys)).valid]).toEqual([from, where, false]);
    }
  });
  it('that one signs and that names another as the one who attests has no signer that could be read', async () => {
    const { document } = await sign();
    const [first, ...rest] = document.entry ?? [];
    const attested = { ...document, entry: [{ ...first, resource: { ...first?.resource, attester: [{ mode: 'legal', party: { reference: 'Practitioner/dr-2', display: 'BS. Khác' } }] } }, ...rest] } as Bundle;
    expect(await verifyDocument(attested, keys)).toMatchObject({ valid: false, fault: 'malformed' });
  });
  it('is not made for one whom the document does not name', async () => {
    const step = async (signedBy: object) => await by(signer).begin({ document: (await sign()).document, kind: 'conclusion', signers: [{ id: 'dr-1', name: 'BS. Hoà', role: 'author', facility: { id: 'bv-1', name: 'Bệnh viện' }, ...signedBy }], by: 'dr-1', at: '2026-11-22T03:00:00.000Z', about: 'Task/c-1' });
    for (const other of [{ id: 'dr-2' }, { name: 'BS. Khác' }, { role: 'chair' }, { facility: { id: 'bv-2', name: 'Bệnh viện' } }]) await expect(step(other)).rejects.toThrow('names those who sign it');
  });
  it('does not verify with a key that is not published, without a signature, or with half of one', async () => {
    const { document } = await sign();
    const other = await fakeKeySigner();
    expect(await verifyDocument(document, { keys: [await other.publicJwk()] })).toMatchObject({ valid: false, fault: 'unknown-key' });
    const { signature, ...bare } = document;
    expect(await verifyDocument(bare, keys)).toMatchObject({ valid: false, fault: 'no-signature' });
    const half = { ...document, signature: { ...signature, data: Buffer.from('abc').toString('base64') } } as Bundle;
    expect(await verifyDocument(half, keys)).toMatchObject({ valid: false, fault: 'malformed' });
  });
  it('begins with its Composition and contains everything that it points to', async () => {
    const { document, resources } = await sign();
    expect(document.entry?.map((e) => e.resource?.resourceType)).toEqual(['Composition', 'Patient', 'Practitioner', 'Organization', 'Organization', 'Encounter', 'Condition', 'Condition']);
    expect(resources.map((r) => r.resourceType)).toEqual(['Bundle', 'Composition', 'Condition', 'Condition', 'DocumentReference', 'Provenance']);
  });
});

it('the fingerprint of a document is the beginning of the SHA-256 of its canonical form, in fours', async () => {
  const { document } = await sign();
  const hex = createHash('sha256').update(canonicalDocument(document)).digest('hex');
  expect(fingerprintOf(await digestOf(stored(document)))).toBe([0, 4, 8, 12].map((at) => hex.slice(at, at + 4)).join(' '));
});

describe('what is shown', () => {
  it('is what was signed, accents and signs included, the main diagnosis first', async () => {
    const { document } = await sign();
    const view = await by(signer).view([stored(document)]);
    expect(view).toMatchObject({ answers: [{ number: 1, text: facts().answers[0]?.text }], advice: 'Ăn nhạt.', followUp: 'Sau 4 tuần', signedBy: { id: 'dr-1' }, signature: { valid: true }, amendments: [] });
    expect(view.diagnoses).toEqual([{ code: 'I10', display: 'Tăng huyết áp', main: true }, { code: 'E11.9', display: 'Đái tháo đường típ 2', main: false }]);
  });
  it('is the newest of a chain, and the chain is broken when an earlier document was exchanged', async () => {
    const first = await sign();
    const second = await sign({ documentId: 'doc-2', advice: 'Đo hai lần.', amends: { documentId: 'doc-1', digest: await digestOf(first.document), reason: 'bổ sung' } });
    const view = await by(signer).view([stored(first.document), stored(second.document)]);
    expect(view).toMatchObject({ documentId: 'doc-2', advice: 'Đo hai lần.', signature: { valid: true }, amendments: [{ documentId: 'doc-2', reason: 'bổ sung' }] });
    const exchanged = await sign({ advice: 'Khác.' });
    expect(await by(signer).view([stored(exchanged.document), stored(second.document)])).toMatchObject({ signature: { valid: false } });
  });
  it('is valid under a key that was retired since, and an amendment under the next key follows it', async () => {
    const [old, next] = [signer, await fakeKeySigner()];
    const first = (await signWith(old)).document;
    // The next key is listed too, as it may be while a rotation is under way.
    const retired = await Promise.all([old, next].map(async (key) => ({ ...(await key.publicJwk()), retired: true })));
    const after = by(next, retired);
    expect(await after.view([stored(first)])).toMatchObject({ signature: { valid: true, keyId: await old.kid() } });
    const second = (await signWith(next, { documentId: 'doc-2', amends: { documentId: 'doc-1', digest: await after.digest(first), reason: 'bổ sung' } })).document;
    expect(await after.view([stored(first), stored(second)])).toMatchObject({ signature: { valid: true, keyId: await next.kid() } });
    expect(await by(next).view([stored(first)])).toMatchObject({ signature: { valid: false, keyId: await old.kid() } });
    expect(await after.view([changed(first, 'Không, nếu', 'Có, nếu')])).toMatchObject({ signature: { valid: false } });
  });
  it('an amendment replaces in the list of documents and is marked as amended', async () => {
    const { resources } = await sign({ documentId: 'doc-2', amends: { documentId: 'doc-1', digest: 'd', reason: 'bổ sung' } });
    expect(resources.find((r) => r.resourceType === 'DocumentReference')).toMatchObject({ docStatus: 'amended', relatesTo: [{ code: 'replaces', target: { reference: 'DocumentReference/doc-1' } }] });
    expect(resources.find((r) => r.resourceType === 'Composition')).toMatchObject({ status: 'amended' });
  });
  it('keeps an unknown code and marks it', async () => {
    const { document } = await sign({ diagnoses: [{ code: 'Q99.9', display: 'Bất thường nhiễm sắc thể', main: true, known: false }] });
    expect(JSON.stringify(document)).toContain('code-not-in-list');
  });
});
