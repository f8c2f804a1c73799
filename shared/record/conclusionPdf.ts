import type { Bundle } from '@medplum/fhirtypes';
import type { ConclusionView, ConsultationView } from '../consultation/contract.ts';
import { bytesOf, ink, newDocument, Sheet, type PdfFonts } from './pdf/page.ts';
import { attachOriginal, footers, signatureBlock, signatureHeight } from './pdf/signature.ts';
import { ageWords, dayWords, momentWords, sexWord, specialtyWords, vitalWords } from './pdf/words.ts';

export type ConclusionPdfInput = {
  /** The signed FHIR document and its digest, of which the fingerprint is printed. */
  readonly document: Bundle;
  /** All that were signed, oldest first; they go with the file. */
  readonly documents: readonly Bundle[];
  readonly digest: string;
  /** The patient is invented: every page says so. */
  readonly synthetic: boolean;
  readonly consultation: ConsultationView;
  readonly conclusion: ConclusionView;
  readonly fonts: PdfFonts;
  /** Where the public keys are published, e.g. "https://.../api/keys". */
  readonly keysAt: string;
  /** The public page that checks a file, e.g. "https://.../verify". */
  readonly verifyAt: string;
  readonly printedAt: Date;
};

/**
 * The minutes of a remote consultation as people file them: A4, Vietnamese first. The fields follow the consultation
 * minutes in use (form 27/BV2 of TT 32/2023/TT-BYT) as far as a remote consultation has them. The paper is a copy:
 * the signature covers the FHIR document, whose fingerprint (SHA-256 of its RFC 8785 form) is printed for comparison.
 */
export async function conclusionPdf(input: ConclusionPdfInput): Promise<Uint8Array> {
  const { consultation, conclusion } = input;
  const doc = newDocument(input.fonts, { title: 'Biên bản hội chẩn / tư vấn từ xa', author: consultation.facility.name, createdAt: new Date(conclusion.signedAt) });
  const sheet = new Sheet(doc);
  letterhead(sheet, consultation, conclusion);
  people(sheet, consultation, conclusion);
  course(sheet, consultation);
  answers(sheet, consultation, conclusion);
  diagnoses(sheet, conclusion);
  advice(sheet, conclusion);
  const { document, documents, digest, keysAt, verifyAt, synthetic, printedAt } = input;
  const { documentId, signature, signedAt } = conclusion;
  signatureBlock(sheet, { number: document.identifier?.value ?? documentId, documentId, signature, digest, keysAt, verifyAt });
  footers(sheet, { synthetic, number: consultation.id, printedAt });
  attachOriginal(doc, documents, signedAt);
  return await bytesOf(doc);
}

function letterhead(sheet: Sheet, consultation: ConsultationView, conclusion: ConclusionView): void {
  const { doc, left, width } = sheet;
  const top = doc.y;
  const [specialty] = specialtyWords[consultation.specialty];
  sheet.tag('P', () => {
    doc.font('semibold').fontSize(9.5).fillColor(ink.text).text(consultation.facility.name.toLocaleUpperCase('vi'), left, top, { width: width * 0.5 });
    doc.font('regular').fontSize(8.5).fillColor(ink.muted).text(`Chuyên khoa ${specialty}`, left, doc.y + 1, { width: width * 0.5 });
  });
  const below = doc.y;
  sheet.tag('P', () => {
    doc.font('regular').fontSize(8).fillColor(ink.muted)
      .text(`Số: ${consultation.id}`, left + width * 0.5, top + 1, { width: width * 0.5, align: 'right' })
      .text(`Ký lúc ${momentWords(conclusion.signedAt)}`, { width: width * 0.5, align: 'right' });
  });
  doc.y = Math.max(below, doc.y) + 16;
  sheet.tag('H1', () => {
    doc.font('semibold').fontSize(17).fillColor(ink.accent).text('BIÊN BẢN HỘI CHẨN / TƯ VẤN TỪ XA', left, doc.y, { width });
  });
  sheet.paragraph('Minutes and conclusion of a remote consultation', { size: 9, colour: ink.muted });
  const version = conclusion.amendments.length;
  if (version > 0) sheet.paragraph(`Bản bổ sung lần ${version}; các bản trước được giữ nguyên. Amendment ${version}.`, { face: 'semibold', size: 9 });
}

function people(sheet: Sheet, consultation: ConsultationView, conclusion: ConclusionView): void {
  const { patient } = consultation;
  const age = ageWords(patient.birthDate, conclusion.signedAt);
  sheet.heading(['Người bệnh', 'Patient']);
  sheet.facts([
    ['Họ và tên', patient.name],
    ['Ngày sinh, giới tính', `${dayWords(patient.birthDate)}${age ? ` (${age})` : ''}, ${sexWord(patient.sex).toLocaleLowerCase('vi')}`],
    ['Người bệnh đã được thông báo', 'Có, tại nơi khám'],
  ], 3, 'large');
  const called = consultation.history.find(({ state }) => state === 'in-call');
  sheet.heading(['Buổi hội chẩn', 'The consultation']);
  sheet.facts([
    ['Yêu cầu lúc', momentWords(consultation.requestedAt)],
    ['Điểm trình ca', consultation.station.name],
    ['Người trình ca', consultation.requester.name],
    [called ? 'Hội chẩn lúc (từ xa, hình và tiếng)' : 'Hội chẩn lúc (từ xa, bằng văn bản)', momentWords(called?.at ?? conclusion.signedAt)],
    ['Điểm hội chẩn', consultation.facility.name],
    ['Chủ trì, kết luận', conclusion.signedBy.name],
  ], 3);
}

function course(sheet: Sheet, consultation: ConsultationView): void {
  sheet.heading(['Tóm tắt diễn biến', 'Summary of the illness']);
  sheet.paragraph(consultation.symptoms);
  const measured = vitalWords(consultation.vitals);
  if (measured.length === 0) return;
  sheet.doc.y += 6;
  sheet.facts(measured, Math.max(4, measured.length));
}

function answers(sheet: Sheet, consultation: ConsultationView, conclusion: ConclusionView): void {
  sheet.heading(['Câu hỏi và trả lời', 'Questions and answers']);
  for (const { number, text } of consultation.questions) {
    const answer = conclusion.answers.find((a) => a.number === number)?.text ?? 'Chưa trả lời.';
    sheet.keep(44);
    sheet.paragraph(`${number}. ${text}`, { colour: ink.muted });
    sheet.doc.y += 2;
    sheet.paragraph(answer, { indent: 14 });
    sheet.doc.y += 5;
  }
}

function diagnoses(sheet: Sheet, conclusion: ConclusionView): void {
  sheet.heading(['Chẩn đoán (ICD-10)', 'Diagnoses']);
  const { doc, left, width } = sheet;
  const ordered = conclusion.diagnoses.toSorted((a, b) => Number(b.main) - Number(a.main));
  for (const { code, display, main } of ordered) {
    const height = doc.font(main ? 'semibold' : 'regular').fontSize(10).heightOfString(display, { width: width - 150, lineGap: 2 });
    sheet.keep(height + 6);
    const top = doc.y;
    sheet.tag('P', () => {
      doc.font('semibold').fontSize(10).fillColor(ink.accent).text(code, left, top, { width: 52 });
      doc.font(main ? 'semibold' : 'regular').fillColor(ink.text).text(display, left + 56, top, { width: width - 150, lineGap: 2 });
      doc.font('regular').fontSize(8.5).fillColor(ink.muted).text(main ? 'Bệnh chính' : 'Bệnh kèm theo', left + width - 90, top + 1.5, { width: 90, align: 'right' });
    });
    doc.y = top + height + 5;
  }
}

function advice(sheet: Sheet, conclusion: ConclusionView): void {
  const sections = [
    { words: ['Kết luận và hướng xử trí', 'Conclusion and further treatment'], text: conclusion.advice },
    { words: ['Theo dõi, tái khám', 'Follow-up'], text: conclusion.followUp ?? '' },
  ] as const;
  const shown = sections.filter(({ text }) => text !== '');
  for (const [order, { words, text }] of shown.entries()) {
    // A signature alone on a page could belong to anything: the last section goes over with it.
    const together = sheet.heightOf(text) + signatureHeight(conclusion) + 48;
    if (order === shown.length - 1 && together < 420) sheet.keep(together);
    sheet.heading(words);
    sheet.paragraph(text);
  }
}
