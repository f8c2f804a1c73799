import type { Bundle } from '@medplum/fhirtypes';
import type { ConsultationView } from '../consultation/contract.ts';
import type { PrescribedLine, PrescriptionKind, PrescriptionView } from '../prescription/contract.ts';
import { bytesOf, ink, newDocument, Sheet, type PdfFonts } from './pdf/page.ts';
import { attachOriginal, footers, signatureBlock, signatureHeight } from './pdf/signature.ts';
import { ageWords, dayWords, momentWords, sexWord } from './pdf/words.ts';

export type PrescriptionPdfInput = {
  readonly consultation: ConsultationView;
  readonly prescription: PrescriptionView;
  /** The signed documents of its chain, oldest first; they go with the file. */
  readonly documents: readonly Bundle[];
  readonly digest: string;
  readonly synthetic: boolean;
  readonly fonts: PdfFonts;
  readonly keysAt: string;
  readonly verifyAt: string;
  readonly printedAt: Date;
};

const titles: Readonly<Record<PrescriptionKind, string>> = { C: 'ĐƠN THUỐC', H: 'ĐƠN THUỐC "H"', N: 'ĐƠN THUỐC "N"', T: 'ĐƠN THUỐC CỔ TRUYỀN' };

/** A prescription as it is taken to the pharmacy (fields of TT 26/2025/TT-BYT): A4, Vietnamese first. A copy: the signature covers the FHIR document that goes with the file. */
export async function prescriptionPdf(input: PrescriptionPdfInput): Promise<Uint8Array> {
  const { prescription: p, documents, digest, keysAt, verifyAt, synthetic, printedAt } = input;
  const doc = newDocument(input.fonts, { title: `Đơn thuốc ${p.code}`, author: p.facility.name, createdAt: new Date(p.writtenAt) });
  const sheet = new Sheet(doc);
  letterhead(sheet, p);
  patient(sheet, input);
  sheet.heading(['Thuốc', 'Medicines']);
  p.lines.forEach((line, index) => medicine(sheet, line, index + 1));
  rest(sheet, p);
  signatureBlock(sheet, { number: p.code, author: 'người kê đơn', documentId: p.code, signature: p.signature, digest, keysAt, verifyAt });
  footers(sheet, { synthetic, number: p.code, printedAt });
  attachOriginal(doc, documents, p.writtenAt);
  return await bytesOf(doc);
}

function letterhead(sheet: Sheet, p: PrescriptionView): void {
  const { doc, left, width } = sheet;
  const top = doc.y;
  sheet.tag('P', () => doc.font('semibold').fontSize(9.5).fillColor(ink.text).text(p.facility.name.toLocaleUpperCase('vi'), left, top, { width: width * 0.5 }));
  const below = doc.y;
  sheet.tag('P', () => doc.font('semibold').fontSize(12).fillColor(ink.text).text(p.code, left + width * 0.5, top, { width: width * 0.5, align: 'right' })
    .font('regular').fontSize(8).fillColor(ink.muted).text(`Mã đơn · kê lúc ${momentWords(p.writtenAt)}`, { width: width * 0.5, align: 'right' }));
  doc.y = Math.max(below, doc.y) + 16;
  sheet.tag('H1', () => doc.font('semibold').fontSize(17).fillColor(ink.accent).text(titles[p.kind], left, doc.y, { width }));
  sheet.paragraph('Prescription', { size: 9, colour: ink.muted });
  if (p.replaces) sheet.paragraph(`Thay cho đơn ${p.replaces.code}. Lý do: ${p.replaces.reason}`, { face: 'semibold', size: 9 });
  if (p.replacedBy) sheet.paragraph(`ĐƠN NÀY ĐÃ ĐƯỢC THAY BẰNG ${p.replacedBy.join(', ')}. KHÔNG CẤP THUỐC THEO ĐƠN NÀY.`, { face: 'semibold', size: 11 });
}

function patient(sheet: Sheet, { consultation, prescription: p }: PrescriptionPdfInput): void {
  const { name, birthDate, sex } = consultation.patient;
  const age = ageWords(birthDate, p.writtenAt);
  sheet.heading(['Người bệnh', 'Patient']);
  sheet.facts([
    ['Họ và tên', name],
    ['Ngày sinh, giới tính', `${dayWords(birthDate)}${age ? ` (${age})` : ''}, ${sexWord(sex).toLocaleLowerCase('vi')}`],
    ['Khám từ xa tại', consultation.station.name],
  ], 3, 'large');
  if (p.weightKg !== undefined || p.carer) sheet.facts([...(p.weightKg === undefined ? [] : [['Cân nặng', `${String(p.weightKg).replace('.', ',')} kg`] as const]), ...(p.carer ? [['Người đưa trẻ đến khám', p.carer] as const] : [])], 3);
  sheet.heading(['Chẩn đoán (ICD-10)', 'Diagnoses']);
  for (const { code, display } of p.diagnoses) sheet.paragraph(`${code}  ${display}`);
}

/** Under ten with a leading zero, so that nobody can write a digit before it. */
const quantityWords = (quantity: number): string => (quantity < 10 && Number.isInteger(quantity) ? `0${quantity}` : String(quantity).replace('.', ','));

function medicine(sheet: Sheet, line: PrescribedLine, number: number): void {
  const { doc, left, width } = sheet;
  const name = `${number}. ${[line.name, line.strength].filter(Boolean).join(' ')}${line.form ? `, ${line.form}` : ''}`;
  sheet.keep(54);
  const top = doc.y;
  sheet.tag('P', () => {
    doc.font('semibold').fontSize(11).fillColor(ink.text).text(name, left, top, { width: width - 120 });
    const below = doc.y;
    doc.font('semibold').fontSize(11).text(`${quantityWords(line.quantity)} ${line.unit}`, left + width - 116, top, { width: 116, align: 'right' });
    doc.y = below;
  });
  sheet.paragraph(`${line.dosage}${/[.!?]$/.test(line.dosage) ? '' : '.'}${line.instruction ? ` ${line.instruction}` : ''}`, { indent: 14 });
  sheet.paragraph(`${line.days} ngày, đến hết ${dayWords(line.until)}`, { indent: 14, size: 9, colour: ink.muted });
  if (line.allergy) sheet.paragraph(`Hồ sơ ghi dị ứng ${line.allergy.text}; bác sĩ vẫn kê: ${line.allergy.reason}`, { indent: 14, size: 9, face: 'semibold' });
  doc.y += 5;
}

function rest(sheet: Sheet, p: PrescriptionView): void {
  const together = sheet.heightOf(p.advice ?? '') + signatureHeight(p) + 90;
  if (together < 420) sheet.keep(together);
  sheet.paragraph(`Cộng ${p.lines.length} khoản. Đơn có giá trị mua, lĩnh thuốc đến hết ${dayWords(p.validUntil)}, trên toàn quốc.${p.longTerm ? ' Bệnh thuộc danh mục được kê trên 30 ngày.' : ''}`, { face: 'semibold', size: 9 });
  if (p.advice) {
    sheet.heading(['Lời dặn', 'Advice']);
    sheet.paragraph(p.advice);
  }
}
