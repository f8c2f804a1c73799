import { beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extractText, getDocumentProxy } from 'unpdf';
import type { PrescriptionView } from '../prescription/contract.ts';
import { documentsIn } from '../signing/signedFile.ts';
import { aSignedConsultation, aSignedDocument } from './conclusionPdf.fixture.ts';
import { prescriptionPdf } from './prescriptionPdf.ts';

const require = createRequire(import.meta.url);
const face = (name: string) => new Uint8Array(readFileSync(require.resolve(`@expo-google-fonts/be-vietnam-pro/${name}`)));
const fonts = { regular: face('400Regular/BeVietnamPro_400Regular.ttf'), semibold: face('600SemiBold/BeVietnamPro_600SemiBold.ttf') };

const aPrescription = (): PrescriptionView => ({
  documentId: 'rx-1', code: '01999a0z9k3m-C', kind: 'C', writtenAt: '2026-11-22T02:40:00Z', validUntil: '2026-11-26', by: { id: 'dr-1', name: 'BS. Nguyễn Thị Hoà Mẫu' }, facility: { id: 'bv', name: 'Bệnh viện Trung ương Mẫu' },
  diagnoses: [{ code: 'I10', display: 'Tăng huyết áp' }],
  lines: [
    { name: 'Amlodipin', strength: '5 mg', form: 'viên nén', quantity: 30, unit: 'viên', dosage: 'Uống 1 viên mỗi sáng', days: 30, until: '2026-12-21', instruction: 'Sau ăn' },
    { name: 'Amoxicilin', quantity: 6, unit: 'viên', dosage: 'Sáng 1, tối 1', days: 3, until: '2026-11-24', allergy: { text: 'Penicillin', reason: 'Đã dùng lại' } },
  ],
  advice: 'Ăn nhạt', signature: aSignedConsultation().conclusion.signature, sending: { state: 'waiting' },
});
const make = async (change: Partial<PrescriptionView> = {}) => await prescriptionPdf({
  consultation: aSignedConsultation(), prescription: { ...aPrescription(), ...change }, documents: [aSignedDocument()], digest: 'x'.repeat(43), synthetic: true, fonts,
  keysAt: 'http://127.0.0.1:8080/api/keys', verifyAt: 'http://127.0.0.1:8080/verify', printedAt: new Date('2026-11-22T04:00:00Z'),
});
const textOf = async (bytes: Uint8Array) => (await extractText(await getDocumentProxy(new Uint8Array(bytes)), { mergePages: true })).text.normalize('NFC').replace(/\s+/g, ' ');

describe('the prescription on paper', () => {
  let bytes: Uint8Array;
  let text = '';
  beforeAll(async () => {
    bytes = await make();
    if (process.env['KEEP_PDF']) writeFileSync(process.env['KEEP_PDF'], bytes);
    text = await textOf(bytes);
  });
  it('says what, how many with a leading zero, how to take it and until when', () => {
    for (const words of ['ĐƠN THUỐC', '01999a0z9k3m-C', 'Vàng Thị Mẫu', 'I10 Tăng huyết áp', '1. Amlodipin 5 mg, viên nén', '30 viên', 'Uống 1 viên mỗi sáng. Sau ăn', '30 ngày, đến hết 21/12/2026', '06 viên', 'Cộng 2 khoản', 'đến hết 26/11/2026', 'Ăn nhạt']) expect(text).toContain(words);
  });
  it('says that it is given despite an allergy, and why', () => {
    expect(text).toContain('Hồ sơ ghi dị ứng Penicillin; bác sĩ vẫn kê: Đã dùng lại');
  });
  it('carries the signature block, the mark of invented data and the signed original', async () => {
    for (const words of ['Đã ký điện tử', 'Quét để kiểm tra', 'DỮ LIỆU MẪU']) expect(text).toContain(words);
    expect(await documentsIn(new Uint8Array(bytes))).toEqual([aSignedDocument()]);
  });
  it('warns where it was replaced or its signature does not hold', async () => {
    const { signature } = aPrescription();
    expect(await textOf(await make({ replacedBy: ['01999zzzzzzz-C'], signature: { ...signature, valid: false } }))).toMatch(/ĐÃ ĐƯỢC THAY BẰNG 01999zzzzzzz-C.*CHỮ KÝ KHÔNG KHỚP/);
  });
});
