import { expect, test } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import type { PrescriptionView } from '../../shared/prescription/contract.ts';
import { prescriptionDocument } from '../../shared/prescription/document.ts';
import { prescriptionIn } from '../../shared/prescription/readDocument.ts';
import { digestOf } from '../../shared/signing/canonical.ts';
import { documents } from '../../shared/signing/documents.ts';
import { fakeKeySigner } from '../../shared/signing/keySigner.fake.ts';
import { checkFile, holdsPrescription, shows } from './check.ts';
import { onPaperIn } from './onPaper.ts';

const conclusion = { answers: [{ number: 1, text: 'Không' }], diagnoses: [{ code: 'I10', display: 'Tăng huyết áp', main: true }], advice: 'Ăn nhạt' };

async function aSignedOne() {
  const signer = await fakeKeySigner();
  const repository = fakeRepository({ clock: fixedClock('2026-11-22T03:00:00.000Z') });
  const { document } = valueOf(await documents({ repository, signer, base: 'https://lien-tuyen.example' }).sign({
    documentId: 'doc-1', consultationId: 'c-1', patient: { id: 'p-1', name: 'Vàng Thị Mẫu' }, author: { id: 'dr-1', name: 'BS. Hoà' }, facility: { id: 'bv-1', name: 'Bệnh viện' }, station: { id: 'tyt-1', name: 'Trạm' },
    specialty: 'cardiology', signedAt: '2026-11-22T03:00:00.000Z', ...conclusion, answers: [{ number: 1, question: 'Gì?', text: 'Không' }], diagnoses: [{ code: 'I10', display: 'Tăng huyết áp', main: true, known: true }],
  }));
  return { document, trust: { keys: [await signer.publicJwk()], authorities: [] } };
}
const file = (value: Bundle | object, change: (text: string) => string = (text) => text) => new TextEncoder().encode(change(JSON.stringify(value)));

test('a file is found valid in the browser with the published keys, and one changed word in it is found', async () => {
  const { document, trust } = await aSignedOne();
  expect(await checkFile(file(document), trust)).toMatchObject({ valid: true, documentId: 'doc-1', content: conclusion });
  expect(await checkFile(file({ documents: [document] }, (text) => text.replace('Ăn nhạt', 'Ăn mặn')), trust)).toMatchObject({ valid: false, newest: { fault: 'does-not-match' } });
  expect(await checkFile(file({ nothing: true }), trust)).toBeUndefined();
});

test('what a page shows is held against what was signed, every part of it', async () => {
  const { document, trust } = await aSignedOne();
  const check = await checkFile(file(document), trust);
  expect(shows(check?.content, conclusion)).toBe(true);
  expect(shows(check?.content, { ...conclusion, advice: 'Ăn mặn' })).toBe(false);
  expect(shows(check?.content, { ...conclusion, answers: [{ number: 1, text: 'Có' }] })).toBe(false);
  expect(shows(check?.content, { ...conclusion, diagnoses: [] })).toBe(false);
  expect(shows(undefined, conclusion)).toBe(false);
});

const base = 'https://lien-tuyen.example';
/** A prescription, and the one that took its place. */
async function prescribedTwice() {
  const signer = await fakeKeySigner();
  const signing = documents({ repository: fakeRepository({ clock: fixedClock('2026-11-22T03:00:00.000Z') }), signer, base });
  const prescribe = async (documentId: string, strength: string, before?: Bundle) => {
    const facts = {
      documentId, code: `01999${documentId}-C`, kind: 'C' as const, consultationId: 'c-1', patient: { id: 'p-1', name: 'Vàng Thị Mẫu' }, facility: { id: 'bv-1', name: 'Bệnh viện' }, author: { id: 'dr-1', name: 'BS. Hoà' }, at: '2026-11-22T03:00:00.000Z',
      diagnoses: [{ code: 'I10', display: 'Tăng huyết áp' }], advice: 'Uống đều', lines: [{ name: 'Amlodipin', strength, quantity: 30, unit: 'viên', dosage: 'Uống 1 viên mỗi sáng', days: 30, touched: [] }],
      ...(before ? { replaces: { documentId: before.id ?? '', code: `01999${before.id}-C`, reason: 'Tăng liều', lines: ['Amlodipin'] } } : {}),
    };
    const order = { document: prescriptionDocument(facts, base), kind: 'prescription', signers: [{ ...facts.author, role: 'author', facility: facts.facility }], by: 'dr-1', at: facts.at, about: 'Task/c-1' } as const;
    return valueOf(await signing.begin({ ...order, ...(before ? { previous: await digestOf(before) } : {}) })).document;
  };
  const first = await prescribe('rx00001', '5 mg');
  const all = [first, await prescribe('rx00002', '10 mg', first)];
  const shown = all.map((one): PrescriptionView => ({ ...prescriptionIn(one, base), signature: { valid: true, keyId: 'k', algorithm: 'ES256', by: [] }, sending: { state: 'waiting' } }));
  return { all, shown: shown as [PrescriptionView, PrescriptionView], trust: { keys: [await signer.publicJwk()], authorities: [] } };
}

test('a prescription is checked in the browser with what it replaces, and held against every part that the page shows', async () => {
  const { all, shown: [first, second], trust } = await prescribedTwice();
  expect([await holdsPrescription(all, first, trust), await holdsPrescription(all, second, trust)]).toEqual([true, true]);
  const [line] = second.lines;
  if (!line) throw new Error('has a line');
  const lies: Partial<PrescriptionView>[] = [
    { lines: [{ ...line, strength: '5 mg' }] }, { lines: [{ ...line, quantity: 60 }] }, { lines: [{ ...line, dosage: 'Uống 3 viên' }] }, { lines: [] }, { lines: [line, line] }, { lines: [{ ...line, allergy: { text: 'x', reason: 'y' } }] },
    { advice: 'Khác' }, { by: { id: 'dr-1', name: 'BS. Khác' } }, { facility: { id: 'bv-1', name: 'Khác' } }, { validUntil: '2027-01-01' }, { code: 'x' }, { carer: 'Ai' }, { weightKg: 9 },
  ];
  for (const lie of lies) expect([lie, await holdsPrescription(all, { ...second, ...lie }, trust)]).toEqual([lie, false]);
});

test('a prescription is not good by a document that was changed, exchanged, left out or signed by another key', async () => {
  const { all, shown: [first, second], trust } = await prescribedTwice();
  const changed = JSON.parse(JSON.stringify(all).replaceAll('Uống 1 viên', 'Uống 3 viên')) as Bundle[];
  expect(await holdsPrescription(changed, second, trust)).toBe(false);
  expect(await holdsPrescription(changed, { ...first, lines: first.lines.map((line) => ({ ...line, dosage: 'Uống 3 viên mỗi sáng' })) }, trust)).toBe(false);
  expect(await holdsPrescription(all.slice(1), second, trust)).toBe(false);
  expect(await holdsPrescription([], first, trust)).toBe(false);
  const others = await prescribedTwice();
  expect(await holdsPrescription([all[0] as Bundle, others.all[1] as Bundle], second, trust)).toBe(false);
  expect(await holdsPrescription(all, second, others.trust)).toBe(false);
  const round = all.map((one, i) => JSON.parse(JSON.stringify(one).replaceAll('Composition/rx00001', `Composition/${i === 0 ? 'rx00002' : 'rx00001'}`)) as Bundle);
  expect(await holdsPrescription(round, second, trust)).toBe(false);
});

test('a code on paper is read from the fragment alone, and nonsense is no code', () => {
  expect(onPaperIn('#019ab1c2-7d00/d0531ec63f1bc532')).toEqual({ documentId: '019ab1c2-7d00', fingerprint: 'd0531ec63f1bc532' });
  for (const hash of ['', '#', '#a/b', '#a/d0531ec63f1bc53', '#<img>/d0531ec63f1bc532']) expect(onPaperIn(hash)).toBeUndefined();
});
