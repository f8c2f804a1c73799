/** What came into the one field of the desk, typed by hand or by a scanner that acts as a keyboard. */
export type Entry =
  | { readonly kind: 'empty' }
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'card'; readonly text: string }
  /** A scanner typed through a Vietnamese input method: `|` came as `\` and letters may be spoilt. */
  | { readonly kind: 'input-method' }
  | { readonly kind: 'other' };

const fewestFields = 6;

/** Full-width digits, blanks, points and dashes are how people write numbers; letters are not. */
export function readEntry(typed: string): Entry {
  const text = typed.normalize('NFC').trim();
  if (text === '') return { kind: 'empty' };
  if (text.split('|').length >= fewestFields) return { kind: 'card', text };
  if (text.split(/[|\\]/).length >= fewestFields) return { kind: 'input-method' };
  const digits = text.normalize('NFKC').replace(/[\s.\-–]/g, '');
  return /^\d+$/.test(digits) ? { kind: 'digits', digits } : { kind: 'other' };
}

/** `012 185 000 011`: groups of three as on the card, so that a wrong digit is seen. */
export const grouped = (digits: string): string => digits.replace(/(\d{3})(?=\d)/g, '$1 ');

/** While typing: only a plain number is grouped; what a scanner types is left alone. */
export function whileTyping(typed: string): string {
  const entry = readEntry(typed);
  return entry.kind === 'digits' ? grouped(entry.digits) : typed;
}

export type NumberFault = 'missing' | 'too-few' | 'too-many' | 'old' | 'letters';

export function numberFault(entry: Entry): NumberFault | undefined {
  if (entry.kind === 'empty') return 'missing';
  if (entry.kind === 'other') return 'letters';
  if (entry.kind !== 'digits') return undefined;
  const { length } = entry.digits;
  if (length === 9) return 'old';
  return length === 12 ? undefined : length < 12 ? 'too-few' : 'too-many';
}
