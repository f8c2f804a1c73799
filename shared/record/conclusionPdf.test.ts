import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { extractText, getDocumentProxy } from 'unpdf';
import { digestOf } from '../signing/canonical.ts';
import { fingerprintOf } from '../signing/contract.ts';
import { documentsIn } from '../signing/signedFile.ts';
import { conclusionPdf } from './conclusionPdf.ts';
import { aSignedConsultation, aSignedDocument } from './conclusionPdf.fixture.ts';

const require = createRequire(import.meta.url);
const face = (name: string) => new Uint8Array(readFileSync(require.resolve(`@expo-google-fonts/be-vietnam-pro/${name}`)));
const fonts = { regular: face('400Regular/BeVietnamPro_400Regular.ttf'), semibold: face('600SemiBold/BeVietnamPro_600SemiBold.ttf') };

async function textOf(bytes: Uint8Array): Promise<{ text: string; pages: number }> {
  const { text, totalPages } = await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true });
  return { text: text.normalize('NFC').replace(/\s+/g, ' '), pages: totalPages };
}

const make = async (change: Partial<ReturnType<typeof aSignedConsultation>> = {}, synthetic = true) => {
  const consultation = { ...aSignedConsultation(), ...change };
  return await conclusionPdf({ document: aSignedDocument(), documents: [aSignedDocument()], verifyAt: 'http://127.0.0.1:8080/verify', digest: await digestOf(aSignedDocument()), synthetic, consultation, conclusion: consultation.conclusion, fonts, keysAt: 'http://127.0.0.1:8080/api/keys', printedAt: new Date('2026-11-22T04:00:00Z') });
};

describe('the conclusion on paper', () => {
  let text = '';
  let pages = 0;
  beforeAll(async () => {
    const bytes = await make();
    if (process.env['KEEP_PDF']) writeFileSync(process.env['KEEP_PDF'], bytes);
    ({ text, pages } = await textOf(bytes));
  });

  it('keeps every accent of names, answers and advice', () => {
    for (const words of ['Vàng Thị Mẫu', 'BS. Nguyễn Thị Hoà Mẫu', 'Trạm Y tế xã Mường Mẫu', 'BỆNH VIỆN TRUNG ƯƠNG MẪU', 'Có cần chuyển tuyến ngay không?', 'ưỡn ữ ặ ẫ ỵ Đ đ'])
      expect(text).toContain(words);
  });
  it('prints each diagnosis with its code and says which is the main one', () => {
    expect(text).toMatch(/I10 Tăng huyết áp vô căn.*Bệnh chính/);
    expect(text).toContain('E11.9');
  });
  it('says who signed, when in Vietnam, with which key, and the fingerprint of the document', async () => {
    expect(text).toContain('ký lúc 10:15 ngày 22/11/2026');
    expect(text).toContain('Khóa ký (ES256)');
    expect(text).toContain('miZ_1tH_oeWyC5rzMzsyZVvV3HEKeyzmTMvBxKjG7b0');
    expect(text).toContain(fingerprintOf(await digestOf(aSignedDocument())));
  });
  it('numbers its pages and marks synthetic data', () => {
    expect(text).toContain(`Trang ${pages} / ${pages}`);
    expect(text).toContain('DỮ LIỆU MẪU');
  });
  it('does not mark the record of a real person as synthetic', async () => {
    const { text: real } = await textOf(await make({}, false));
    expect(real).not.toContain('DỮ LIỆU MẪU');
  });
  it('warns where the signature does not match', async () => {
    const { conclusion } = aSignedConsultation();
    const { text: broken } = await textOf(await make({ conclusion: { ...conclusion, signature: { ...conclusion.signature, valid: false } } }));
    expect(broken).toContain('CHỮ KÝ KHÔNG KHỚP');
  });
  it('runs over several pages without losing text', async () => {
    const { conclusion } = aSignedConsultation();
    const advice = Array.from({ length: 120 }, (_, i) => `Lời dặn thứ ${i + 1}: uống thuốc đều, đo huyết áp mỗi sáng và ghi vào sổ.`).join('\n');
    const long = await textOf(await make({ conclusion: { ...conclusion, advice } }));
    expect(long.pages).toBeGreaterThan(2);
    for (const n of [1, 60, 120]) expect(long.text).toContain(`Lời dặn thứ ${n}:`);
    expect(long.text).toContain(`Trang 1 / ${long.pages}`);
  });
  it('names every signer with role, facility, time and time-stamp', async () => {
    const { conclusion } = aSignedConsultation();
    const [author] = conclusion.signature.by;
    if (!author) throw new Error('somebody signed');
    const chair = { ...author, id: 'dr-2', name: 'BS. Trần Minh Thử', role: 'chair', facility: { id: 'bv-2', name: 'Bệnh viện Tỉnh Mẫu' }, timeStamp: { at: '2026-11-22T03:16:00Z', authority: 'TSA Mẫu' } } as const;
    const { text: joint } = await textOf(await make({ conclusion: { ...conclusion, signature: { ...conclusion.signature, by: [author, chair] } } }));
    expect(joint).toMatch(/BS\. Nguyễn Thị Hoà Mẫu\s+người kết luận, Bệnh viện Trung ương Mẫu ký lúc 10:15 ngày 22\/11\/2026 · chưa có dấu thời gian/);
    expect(joint).toMatch(/BS\. Trần Minh Thử\s+chủ tọa, Bệnh viện Tỉnh Mẫu ký lúc 10:15 ngày 22\/11\/2026 · dấu thời gian 10:16 ngày 22\/11\/2026, TSA Mẫu/);
  });
  it('carries the signed documents, which come out of the file as they went in', async () => {
    expect(await documentsIn(new Uint8Array(await make()))).toEqual([JSON.parse(JSON.stringify(aSignedDocument()))]);
    expect(await documentsIn(new TextEncoder().encode('%PDF-1.7 nothing inside'))).toBeUndefined();
  });
  it('gives the same bytes for the same document at the same moment', async () => {
    expect(Buffer.from(await make()).equals(Buffer.from(await make()))).toBe(true);
  });
});
