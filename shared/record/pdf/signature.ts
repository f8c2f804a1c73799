import { encode } from 'uqr';
import type { Bundle } from '@medplum/fhirtypes';
import { attachmentName, fingerprintOf, type SignatureView, type SignedBy } from '../../signing/contract.ts';
import { ink, margin, type Sheet } from './page.ts';
import { momentWords, signerWords } from './words.ts';

/** What of a signed document is printed under it. */
export type SignedPaper = {
  /** The number that people read: of the document, or the code of a prescription. */
  readonly number: string;
  /** As what its author signs, where that is not concluding. */
  readonly author?: string;
  readonly documentId: string;
  readonly signature: SignatureView;
  /** SHA-256 of the newest document, of which the fingerprint is printed. */
  readonly digest: string;
  /** Where the public keys are published, e.g. "https://.../api/keys". */
  readonly keysAt: string;
  /** The public page that checks a file, e.g. "https://.../verify". */
  readonly verifyAt: string;
};

/** Points of the block: each signer a line of their own, and never less than the QR beside them. */
export const signatureHeight = ({ signature }: Pick<SignedPaper, 'signature'>): number => Math.max(176, 112 + signature.by.length * 31);

/** Who signed and when, the fingerprint, the key, and a QR that opens the check. */
export function signatureBlock(sheet: Sheet, paper: SignedPaper): void {
  const { signature, keysAt, number, documentId, digest, verifyAt } = paper;
  const { doc, left, width } = sheet;
  const height = signatureHeight(paper);
  doc.y += 14;
  sheet.keep(height + 4);
  const top = doc.y;
  const qr = 84;
  const text = width - qr - 44;
  sheet.decoration(() => {
    doc.roundedRect(left, top, width, height, 4).fill(ink.wash);
    doc.rect(left, top, 3, height).fill(ink.accent);
    drawQr(doc, verificationAddress(verifyAt, documentId, digest), { x: left + width - qr - 14, y: top + 14, size: qr });
  });
  sheet.tag('H2', () => doc.font('semibold').fontSize(10).fillColor(ink.accent).text(signature.valid ? 'Đã ký điện tử' : 'CHỮ KÝ KHÔNG KHỚP, không dùng bản này', left + 16, top + 12, { width: text }));
  doc.y += 3;
  for (const one of signature.by) signer(sheet, one, { width: text, role: (one.role === 'author' && paper.author) || signerWords[one.role] });
  const below = Math.max(top + height - 76, doc.y + 6);
  sheet.tag('P', () => doc.font('regular').fontSize(7.5).fillColor(ink.muted).text('Quét để kiểm tra', left + width - qr - 14, top + qr + 17, { width: qr, align: 'center', lineBreak: false }));
  const line = (label: string, value: string, x: number, y: number, room: number) => sheet.tag('P', () => {
    doc.font('regular').fontSize(7.5).fillColor(ink.muted).text(label, x, y, { width: room });
    // A key id is a thumbprint of 43 characters (RFC 7638): set as large as one line allows.
    const size = Math.min(8.5, (8.5 * room) / doc.fontSize(8.5).widthOfString(value));
    doc.fontSize(size).fillColor(ink.text).text(value, x, y + 9.5, { width: room + 4, lineBreak: false });
  });
  const half = (text - 12) / 2;
  line('Mã văn bản', number, left + 16, below, half);
  line('Dấu vân của văn bản (SHA-256, 16 ký tự đầu)', fingerprintOf(digest), left + 16 + half + 12, below, half);
  line(`Khóa ký (${signature.algorithm})`, signature.keyId, left + 16, below + 22, text);
  sheet.tag('P', () => doc.font('regular').fontSize(7.5).fillColor(ink.muted).text(
    `Giờ Việt Nam. Bản giấy là bản sao; tệp PDF mang theo bản gốc có chữ ký. Kiểm tra tệp tại ${verifyAt} (không cần đăng nhập); khóa công khai: ${keysAt}.`,
    left + 16, below + 48, { width: width - 30, lineGap: 1.5 },
  ));
  doc.y = top + height;
}

/** Who, as what, of which facility, when, and when an authority saw it. */
function signer(sheet: Sheet, { name, facility, signedAt, timeStamp }: SignedBy, { width, role }: { readonly width: number; readonly role: string }): void {
  const { doc, left } = sheet;
  sheet.tag('P', () => {
    const top = doc.y + 3;
    doc.font('semibold').fontSize(10.5).fillColor(ink.text).text(name, left + 16, top, { width, lineBreak: false });
    const beside = doc.widthOfString(name) + 8;
    doc.font('regular').fontSize(8.5).fillColor(ink.muted).text(`${role}, ${facility.name}`, left + 16 + beside, top + 2, { width: width - beside });
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
export function attachOriginal(doc: PDFKit.PDFDocument, documents: readonly Bundle[], signedAt: string): void {
  const at = new Date(signedAt);
  doc.file(Buffer.from(JSON.stringify({ documents })), { name: attachmentName, type: 'application/json', description: 'Bản gốc FHIR có chữ ký', creationDate: at, modifiedDate: at });
}

/** On every page: what it is, when it was printed, and that the patient is invented where it is so. */
export function footers(sheet: Sheet, { synthetic, number, printedAt }: { readonly synthetic: boolean; readonly number: string; readonly printedAt: Date }): void {
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
        .text(`${number} · in lúc ${momentWords(printedAt.toISOString())}`, left, y + 12, { width: width * 0.75, lineBreak: false })
        .text(`Trang ${page - start + 1} / ${count}`, left, y + 12, { width, align: 'right', lineBreak: false });
    });
  }
}
