/** What a patient is told by SMS; the permanent types of the outbox events that lead to it. */
export type Told =
  | { readonly type: 'consultation-booked'; readonly start: Date; readonly station: string }
  | { readonly type: 'consultation-signed' | 'consultation-amended' | 'consultation-prescribed'; readonly address: string }
  | { readonly type: 'record-opened-in-emergency'; readonly at: Date; readonly address: string }
  | { readonly type: 'received-elsewhere'; readonly at: Date; readonly station: string; readonly address: string }
  | { readonly type: 'data-request-answered'; readonly address: string }
  | { readonly type: 'consultation-cancelled'; readonly start: Date; readonly station: string };

/** Vietnamese without marks: GSM 03.38 has none, and with marks (UCS-2) one message holds 70 characters, not 160. */
const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D');

const clock = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', day: '2-digit', month: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

/** "09:15 ngay 24/11", Viet Nam time. */
function moment(at: Date): string {
  const p = Object.fromEntries(clock.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${p['hour']}:${p['minute']} ngay ${p['day']}/${p['month']}`;
}

/** A name that would burst the message is cut; the patient knows her own station. */
const short = (name: string, most: number): string => (name.length <= most ? name : `${name.slice(0, most - 3).trimEnd()}...`);

/**
 * One message of at most 160 characters. It says that there is something, never what: phones are shared and lie about.
 * No specialty, no facility asked, no name of a person.
 */
export function messageFor(told: Told): string {
  switch (told.type) {
    case 'consultation-booked':
      return `Lien Tuyen: quy vi co lich kham tu xa luc ${moment(told.start)} tai ${short(plain(told.station), 45)}. Den truoc 15 phut, mang the can cuoc.`;
    case 'consultation-cancelled':
      return `Lien Tuyen: lich kham tu xa luc ${moment(told.start)} da huy. Hoi ${short(plain(told.station), 45)} de biet them.`;
    case 'record-opened-in-emergency':
      return `Lien Tuyen: ho so cua quy vi duoc mo KHAN CAP luc ${moment(told.at)}. Ai mo, vi sao: xem tai ${told.address}.`;
    case 'received-elsewhere':
      return `Lien Tuyen: ${short(plain(told.station), 40)} tim ho so cua quy vi luc ${moment(told.at)}. Khong phai quy vi? Xem ${told.address}.`;
    case 'data-request-answered':
      return `Lien Tuyen: yeu cau ve du lieu cua quy vi da co tra loi. Xem tai ${told.address} bang so can cuoc.`;
    case 'consultation-signed':
      return `Lien Tuyen: da co ket luan kham tu xa cua quy vi. Xem tai ${told.address} bang so can cuoc.`;
    case 'consultation-prescribed':
      return `Lien Tuyen: ho so kham tu xa cua quy vi co giay to moi. Xem tai ${told.address} bang so can cuoc.`;
    case 'consultation-amended':
      return `Lien Tuyen: ket luan kham tu xa cua quy vi co ban bo sung. Xem tai ${told.address} bang so can cuoc.`;
  }
}
