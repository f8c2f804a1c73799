/**
 * A name as the portal's register has it: letters of minority languages (Ê̆ Ĕ Ĭ Ŏ Ŭ Ư̆ Ƀ Č) without their marks, else
 * it answers 060. For the query only; the record keeps the legal name. The breve of ă is Vietnamese and stays.
 */
export function queryName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\P{M}\p{M}*/gu, (letter) => (/^[aA]/.test(letter) ? letter : letter.replace(/[\u0306\u030c]/g, '')))
    .replace(/Ƀ/g, 'B')
    .replace(/ƀ/g, 'b')
    .normalize('NFC');
}
