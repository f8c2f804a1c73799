import type { Bundle } from '@medplum/fhirtypes';
import { encode } from 'uqr';
import type { ConclusionView, ConsultationView } from '../consultation/contract.ts';
import { attachmentName, fingerprintOf } from '../signing/contract.ts';
import { bytesOf, ink, margin, newDocument, Sheet, type PdfFonts } from './pdf/page.ts';
import { ageWords, dayWords, momentWords, sexWord, signerWords, specialtyWords, vitalWords } from './pdf/words.ts';

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
  signature(sheet, input);
  footers(sheet, input);
  attachOriginal(doc, input);
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

/** Points of the block: each signer a line of their own, and never less than the QR beside them. */
const signatureHeight = ({ signature }: ConclusionView): number => Math.max(176, 112 + signature.by.length * 31);

function signature(sheet: Sheet, input: ConclusionPdfInput): void {
  const { conclusion, keysAt, document, digest, verifyAt } = input;
  const { doc, left, width } = sheet;
  const height = signatureHeight(conclusion);
  doc.y += 14;
  sheet.keep(height + 4);
  const top = doc.y;
  const qr = 84;
  const text = width - qr - 44;
  sheet.decoration(() => {
    doc.roundedRect(left, top, width, height, 4).fill(ink.wash);
    doc.rect(left, top, 3, height).fill(ink.accent);
    drawQr(doc, verificationAddress(verifyAt, conclusion.documentId, digest), { x: left + width - qr - 14, y: top + 14, size: qr });
  });
  sheet.tag('H2', () => doc.font('semibold').fontSize(10).fillColor(ink.accent).text(conclusion.signature.valid ? 'Đã ký điện tử' : 'CHỮ KÝ KHÔNG KHỚP, không dùng bản này', left + 16, top + 12, { width: text }));
  doc.y += 3;
  for (const one of conclusion.signature.by) signer(sheet, one, text);
  const below = Math.max(top + height - 76, doc.y + 6);
  sheet.tag('P', () => doc.font('regular').fontSize(7.5).fillColor(ink.muted).text('Quét để kiểm tra', left + width - qr - 14, top + qr + 17, { width: qr, align: 'center', lineBreak: false }));
  const line = (label: string, value: string, x: number, y: number, room: number) => sheet.tag('P', () => {
    doc.font('regular').fontSize(7.5).fillColor(ink.muted).text(label, x, y, { width: room });
    // A key id is a thumbprint of 43 characters (RFC 7638): set as large as one line allows.
    const size = Math.min(8.5, (8.5 * room) / doc.fontSize(8.5).widthOfString(value));
    doc.fontSize(size).fillColor(ink.text).text(value, x, y + 9.5, { width: room + 4, lineBreak: false });
  });
  const half = (text - 12) / 2;
  line('Mã văn bản', document.identifier?.value ?? conclusion.documentId, left + 16, below, half);
  line('Dấu vân của văn bản (SHA-256, 16 ký tự đầu)', fingerprintOf(digest), left + 16 + half + 12, below, half);
  line(`Khóa ký (${conclusion.signature.algorithm})`, conclusion.signature.keyId, left + 16, below + 22, text);
  sheet.tag('P', () => doc.font('regular').fontSize(7.5).fillColor(ink.muted).text(
    `Giờ Việt Nam. Bản giấy là bản sao; tệp PDF mang theo bản gốc có chữ ký. Kiểm tra tệp tại ${verifyAt} (không cần đăng nhập); khóa công khai: ${keysAt}.`,
    left + 16, below + 48, { width: width - 30, lineGap: 1.5 },
  ));
  doc.y = top + height;
}

/** Who, as what, of which facility, when, and when an authority saw it. */
function signer(sheet: Sheet, { name, role, facility, signedAt, timeStamp }: ConclusionView['signature']['by'][number], width: number): void {
  const { doc, left } = sheet;
  sheet.tag('P', () => {
    const top = doc.y + 3;
    doc.font('semibold').fontSize(10.5).fillColor(ink.text).text(name, left + 16, top, { width, lineBreak: false });
    const beside = doc.widthOfString(name) + 8;
    doc.font('regular').fontSize(8.5).fillColor(ink.muted).text(`${signerWords[role]}, ${facility.name}`, left + 16 + beside, top + 2, { width: width - beside });
    doc.y = Math.max(doc.y, top + 14);
    const stamp = timeStamp === 'none' ? 'chưa có dấu thời gian' : timeStamp === 'bad' ? 'DẤU THỜI GIAN KHÔNG ĐÚNG' : `dấu thời gian ${momentWords(timeStamp.at)}, ${timeStamp.authority}`;
    doc.font('regular').fontSize(8.5).fillColor(ink.text).text(`ký lúc ${momentWords(signedAt ?? '')} · ${stamp}`, left + 16, doc.y, { width });
  });
}

/** The public page; what follows "#" no browser sends to a server. */
const verificationAddress = (verifyAt: string, documentId: string, digest: string): string => `${verifyAt}#${documentId}/${fingerprintOf(digest).replaceAll(' ', '')}`;

/** A QR code with its quiet zone, as squares (ISO/IEC 18004). */
function drawQr(doc: PDFKit.PDFDocument, text: string, { x, y, size }: { readonly x: number; readonly y: number; readonly size: number }): void {
  const { data } = encode(text, { ecc: 'M', border: 2 });
  const unit = size / data.length;
  doc.rect(x, y, size, size).fill('#ffffff');
  data.forEach((row, line) => row.forEach((dark, column) => {
    // A hair wider than a square, so that no light line is seen between two.
    if (dark) doc.rect(x + column * unit, y + line * unit, unit + 0.05, unit + 0.05);
  }));
  doc.fill('#000000');
}

/** The paper carries what it is a copy of, so that the file alone can be checked. */
function attachOriginal(doc: PDFKit.PDFDocument, { documents, conclusion }: ConclusionPdfInput): void {
  const at = new Date(conclusion.signedAt);
  doc.file(Buffer.from(JSON.stringify({ documents })), { name: attachmentName, type: 'application/json', description: 'Bản gốc FHIR có chữ ký', creationDate: at, modifiedDate: at });
}

function footers(sheet: Sheet, { synthetic, consultation, printedAt }: ConclusionPdfInput): void {
  const { doc, left, width } = sheet;
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    // Below the text area: without this, writing there would start a page.
    doc.page.margins.bottom = 0;
    sheet.decoration(() => {
      const y = doc.page.height - margin.bottom + 14;
      if (synthetic) doc.font('semibold').fontSize(8).fillColor('#9a3412').text('DỮ LIỆU MẪU, KHÔNG PHẢI NGƯỜI BỆNH THẬT · Synthetic data', left, y - 2, { width, lineBreak: false });
      doc.font('regular').fontSize(8).fillColor(ink.muted)
        .text(`${consultation.id} · in lúc ${momentWords(printedAt.toISOString())}`, left, y + 12, { width: width * 0.75, lineBreak: false })
        .text(`Trang ${page - start + 1} / ${count}`, left, y + 12, { width, align: 'right', lineBreak: false });
    });
  }
}
