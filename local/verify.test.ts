import { describe, expect, it } from '@jest/globals';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { JWK } from 'jose';
import { fakeRepository } from '../shared/fhir/fakeRepository.ts';
import { fixedClock } from '../shared/kernel/clock.ts';
import { valueOf } from '../shared/kernel/result.ts';
import { documents } from '../shared/signing/documents.ts';
import { fakeKeySigner } from '../shared/signing/keySigner.fake.ts';
import { keyStatements } from '../shared/signing/keyStatement.ts';
import type { KeySigner } from '../shared/signing/ports.ts';
import { verifyFiles } from './verify.ts';

const signers = new Map<string, KeySigner>();

async function files(change: (text: string) => string = (text) => text) {
  const signer = await fakeKeySigner();
  const repository = fakeRepository({ clock: fixedClock('2026-11-22T03:00:00.000Z') });
  const { document } = valueOf(await documents({ repository, signer, base: 'https://lien-tuyen.example' }).sign({
    documentId: 'doc-1', consultationId: 'c-1', patient: { id: 'p-1', name: 'Vàng Thị Mẫu' }, author: { id: 'dr-1', name: 'BS. Hoà' },
    facility: { id: 'bv-1', name: 'Bệnh viện' }, station: { id: 'tyt-1', name: 'Trạm' }, specialty: 'cardiology', signedAt: '2026-11-22T03:00:00.000Z',
    answers: [{ number: 1, question: 'Gì?', text: 'Không' }], diagnoses: [{ code: 'I10', display: 'Tăng huyết áp', main: true, known: true }], advice: 'Ăn nhạt',
  }));
  const folder = await mkdtemp(join(tmpdir(), 'verify-'));
  await writeFile(join(folder, 'bundle.json'), change(JSON.stringify({ ...document, meta: { versionId: '1' } })));
  await writeFile(join(folder, 'keys.json'), JSON.stringify({ keys: [await signer.publicJwk()] }));
  signers.set(join(folder, 'keys.json'), signer);
  return [join(folder, 'bundle.json'), join(folder, 'keys.json')] as const;
}

const verify = async ([bundle, keys]: readonly [string, string]) => await verifyFiles([bundle], keys);

describe('npm run verify', () => {
  it('says of a file that carries nothing signed that it does', async () => {
    const [bundle, keys] = await files(() => '%PDF-1.7 a scan');
    expect(await verifyFiles([bundle], keys)).toMatchObject({ valid: false, lines: [expect.stringContaining('carries no signed document')] });
  });
  it('says VALID with the facts of the signature', async () => {
    const { valid, lines } = await verify(await files());
    expect(valid).toBe(true);
    expect(lines[0]).toBe('VALID');
    expect(lines.join('\n')).toContain('2026-11-22T03:00:00.000Z');
    expect(lines.find((line) => line.includes('fingerprint'))).toMatch(/ [0-9a-f]{4}( [0-9a-f]{4}){3}$/);
  });
  it('takes the keys as they were signed, and says by whom; another signer than the one asked for, or a changed list, is no basis', async () => {
    const [bundle, keys] = await files();
    const folder = dirname(keys);
    const { keys: [key] } = JSON.parse(await readFile(keys, 'utf8')) as { keys: [JWK] };
    const signer = signers.get(keys);
    if (!signer) throw new Error('no signer');
    const stated = await keyStatements({ signer, retired: [], authorities: [], issuer: 'https://x.example', clock: fixedClock('2026-11-22T03:00:00.000Z') })();
    const written = async (answer: object) => {
      await writeFile(join(folder, 'stated.json'), JSON.stringify(answer));
      return join(folder, 'stated.json');
    };
    const good = await verifyFiles([bundle], await written(stated), key.kid);
    expect(good).toMatchObject({ valid: true, lines: expect.arrayContaining([`keys as of 2026-11-22T03:00:00.000Z, signed by ${key.kid}`]) });
    expect((await verify([bundle, keys])).lines.at(-1)).toContain('nobody signed');
    expect(await verifyFiles([bundle], await written(stated), 'another')).toMatchObject({ valid: false, lines: [expect.stringContaining('another key than the one you know')] });
    expect(await verifyFiles([bundle], keys, key.kid)).toMatchObject({ valid: false, lines: [expect.stringContaining('not signed')] });
    expect(await verifyFiles([bundle], await written({ ...stated, signed: `${stated.signed.slice(0, -4)}${stated.signed.endsWith('AAAA') ? 'BBBB' : 'AAAA'}` }))).toMatchObject({ valid: false, lines: [expect.stringContaining('not the one that was signed')] });
  });
  it('finds a document that was signed for one and claims another, in it or beside the signature', async () => {
    for (const name of ['BS. Hoà', 'Practitioner/dr-1']) {
      const { valid, lines } = await verify(await files((text) => text.replaceAll(name, name === 'BS. Hoà' ? 'BS. Khác' : 'Practitioner/dr-9')));
      expect([name, valid, lines[0]]).toEqual([name, false, expect.stringMatching(/^NOT VALID/)]);
    }
    const beside = await verify(await files((text) => text.replace(/("who":\{[^}]*"display":")[^"]*/, '$1BS. Khác')));
    expect([beside.valid, beside.lines[0]]).toEqual([false, 'NOT VALID: the document is not what was signed']);
  });
  it('says why a changed document is not valid', async () => {
    const { valid, lines } = await verify(await files((text) => text.replace('Không', 'Có')));
    expect({ valid, verdict: lines[0] }).toEqual({ valid: false, verdict: 'NOT VALID: the document is not what was signed' });
  });
});
