/** What a text that is no ID card's seems to be, so that the desk can say what to do instead of only "wrong". */
export type OtherQr = 'payment' | 'link' | 'vneid' | 'insurance-card' | 'licence' | 'contact' | 'too-long' | 'other';

/** A QR code holds at most 4,296 letters (ISO/IEC 18004); a card's holds less than 300. More is no code but a paste. */
export const longestText = 4300;

/**
 * The signs: EMVCo payment codes begin with tag 00 of length 2 and "01" (VietQR); the paper insurance card's begins with
 * its number of two letters and 13 digits, or ten digits and a name in hexadecimal; a licence names its class. The last
 * two are general knowledge and no standard: a wrong guess costs a sentence.
 */
export function seemsToBe(text: string): OtherQr {
  if (text.length > longestText) return 'too-long';
  const line = text.trim();
  if (line.startsWith('000201')) return 'payment';
  if (/vneid|dichvucong/i.test(line)) return 'vneid';
  if (/^[a-z][a-z0-9+.-]{1,20}:\/\//i.test(line) || /^www\./i.test(line)) return 'link';
  if (/^([A-Z]{2}\d{13}|\d{10})\|/.test(line)) return 'insurance-card';
  if (/^(BEGIN:VCARD|MECARD:|WIFI:|tel:|mailto:|smsto:)/i.test(line)) return 'contact';
  if (/giấy phép lái xe|gplx|driving licen|driver'?s licen/i.test(line.normalize('NFC'))) return 'licence';
  return 'other';
}
