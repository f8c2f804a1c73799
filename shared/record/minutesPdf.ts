import type { BriefingView, SignedMinutes } from '../briefing/contract.ts';
import { fingerprintOf } from '../signing/contract.ts';
import { bytesOf, ink, newDocument, Sheet, type PdfFonts } from './pdf/page.ts';
import { momentWords } from './pdf/words.ts';

export type MinutesPdfInput = {
  readonly briefing: BriefingView;
  readonly minutes: SignedMinutes;
  /** Of the signed FHIR document; its fingerprint is printed. */
  readonly digest: string;
  readonly fonts: PdfFonts;
  /** Where the public keys are published, e.g. "https://.../api/keys". */
  readonly keysAt: string;
};

/** The minutes of an online briefing as people file them: A4, Vietnamese first. A copy: the signature covers the FHIR document. */
export async function minutesPdf({ briefing, minutes, digest, fonts, keysAt }: MinutesPdfInput): Promise<Uint8Array> {
  const doc = newDocument(fonts, { title: `Biên bản giao ban trực tuyến: ${briefing.title}`, author: briefing.facility.name, createdAt: new Date(minutes.signedAt) });
  const sheet = new Sheet(doc);
  sheet.paragraph(briefing.facility.name.toLocaleUpperCase('vi'), { face: 'semibold', size: 9.5 });
  doc.y += 10;
  sheet.tag('H1', () => doc.font('semibold').fontSize(17).fillColor(ink.accent).text('BIÊN BẢN GIAO BAN TRỰC TUYẾN', sheet.left, doc.y, { width: sheet.width }));
  sheet.paragraph('Minutes of an online briefing', { size: 9, colour: ink.muted });
  sheet.heading(['Buổi giao ban', 'The briefing']);
  sheet.facts([['Nội dung', briefing.title], ['Bắt đầu', momentWords(briefing.start)], ['Kết thúc dự kiến', momentWords(briefing.end)], ['Chủ trì', briefing.host.name], ['Đơn vị tổ chức', briefing.facility.name], ['Đơn vị được mời', String(briefing.facilities.length)]], 3, 'large');
  agenda(sheet, briefing, minutes);
  sheet.heading(['Kết luận, phân công', 'Decisions and tasks']);
  sheet.paragraph(minutes.decisions);
  attendance(sheet, briefing);
  sheet.keep(90);
  sheet.heading(['Chữ ký số', 'Digital signature']);
  sheet.facts([['Người ký', minutes.signedBy.name], ['Ký lúc', momentWords(minutes.signedAt)], ['Kiểm tra khi in', minutes.valid ? 'Chữ ký hợp lệ' : 'CHỮ KÝ KHÔNG HỢP LỆ']], 3);
  sheet.paragraph(`Bản in này là bản sao. Chữ ký số nằm trên văn bản FHIR số ${minutes.documentId}, dấu vân tay ${fingerprintOf(digest)}. Khóa công khai: ${keysAt}`, { size: 8, colour: ink.muted });
  return await bytesOf(doc);
}

function agenda(sheet: Sheet, { agenda: items }: BriefingView, minutes: SignedMinutes): void {
  sheet.heading(['Nội dung đã trao đổi', 'Agenda']);
  for (const { number, title, minutes: length } of items) {
    sheet.keep(44);
    sheet.paragraph(`${number}. ${title} (${length} phút)`, { face: 'semibold' });
    sheet.paragraph(minutes.items.find((item) => item.number === number)?.text ?? 'Chưa trao đổi.', { indent: 14 });
    sheet.doc.y += 5;
  }
}

function attendance(sheet: Sheet, briefing: BriefingView): void {
  sheet.heading(['Thành phần dự (máy tự ghi)', 'Attendance']);
  if (briefing.attendance.length === 0) sheet.paragraph('Chưa ghi được ai dự.');
  for (const { person, facility, stays } of briefing.attendance) {
    sheet.paragraph(`${person.name}, ${facility.name}: ${stays.map(({ from, to }) => `${momentWords(from)} – ${momentWords(to)}`).join('; ')}`);
  }
}
