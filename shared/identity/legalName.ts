/**
 * A legal name as it is kept: NFC, blanks collapsed, nothing else touched (minority letters and either placement of
 * tone marks are part of the name). Undefined where the text can't be a name: digits, symbols, a single letter.
 */
export function legalName(text: string): string | undefined {
  const name = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const letters = name.match(/\p{L}/gu)?.length ?? 0;
  return name.length <= 200 && letters >= 2 && /^[\p{L}\p{M}][\p{L}\p{M} .'’-]*$/u.test(name) ? name : undefined;
}
