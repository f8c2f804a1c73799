import { longestText, seemsToBe, type OtherQr } from './otherQr.ts';

/** What came into the one field of the desk, typed by hand or by a scanner that acts as a keyboard. */
export type Entry =
  | { readonly kind: 'empty' }
  | { readonly kind: 'digits'; readonly digits: string }
  | { readonly kind: 'card'; readonly text: string }
  /** A scanner typed through a Vietnamese input method: `|` came as `\` and letters may be spoilt. */
  | { readonly kind: 'input-method' }
  /** Another code than a card's. */
  | { readonly kind: 'other-qr'; readonly seems: OtherQr }
  | { readonly kind: 'other' };

const fewestFields = 6;

/** Full-width digits, blanks, points and dashes are how people write numbers; letters are not. */
export function readEntry(typed: string): Entry {
  // Before anything else looks at it: megabytes of text must not hold the page up.
  if (typed.length > longestText) return { kind: 'other-qr', seems: 'too-long' };
  const text = typed.normalize('NFC').trim();
  if (text === '') return { kind: 'empty' };
  const seems = seemsToBe(text);
  if (seems !== 'other') return { kind: 'other-qr', seems };
  if (text.split('|').length >= fewestFields) return { kind: 'card', text };
  if (text.split(/[|\\]/).length >= fewestFields) return { kind: 'input-method' };
  const digits = text.normalize('NFKC').replace(/[\s.\-–]/g, '');
  return /^\d+$/.test(digits) ? { kind: 'digits', digits } : { kind: 'other' };
}

/** `012 185 000 011`: groups of three as on the card, so that a wrong digit is seen. */
export const grouped = (digits: string): string => digits.replace(/(\d{3})(?=\d)/g, '$1 ');

/** While typing: only a plain number is grouped; what a scanner types is left alone, and what is far too long is not kept. */
export function whileTyping(typed: string): string {
  const entry = readEntry(typed);
  if (entry.kind === 'digits') return grouped(entry.digits);
  if (typed.length > longestText) return typed.slice(0, longestText + 1);
  // A scanner types key by key: its number was grouped until the first separator came.
  return typed.replace(/^[\d ]+(?=[|\\])/, (number) => number.replaceAll(' ', ''));
}

export type NumberFault = 'missing' | 'too-few' | 'too-many' | 'letters';

/** 12 digits, or the 9 of an old number. */
export function numberFault(entry: Entry): NumberFault | undefined {
  if (entry.kind === 'empty') return 'missing';
  if (entry.kind === 'other') return 'letters';
  if (entry.kind !== 'digits') return undefined;
  const { length } = entry.digits;
  return length === 12 || length === 9 ? undefined : length < 12 ? 'too-few' : 'too-many';
}
