import { expect, test } from '@jest/globals';
import type { Bundle } from '@medplum/fhirtypes';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import { documents } from '../../shared/signing/documents.ts';
import { fakeKeySigner } from '../../shared/signing/keySigner.fake.ts';
import { checkFile, shows } from './check.ts';
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

test('a code on paper is read from the fragment alone, and nonsense is no code', () => {
  expect(onPaperIn('#019ab1c2-7d00/d0531ec63f1bc532')).toEqual({ documentId: '019ab1c2-7d00', fingerprint: 'd0531ec63f1bc532' });
  for (const hash of ['', '#', '#a/b', '#a/d0531ec63f1bc53', '#<img>/d0531ec63f1bc532']) expect(onPaperIn(hash)).toBeUndefined();
});
