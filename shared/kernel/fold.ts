/**
 * The search key of a Vietnamese text: accents dropped, đ to d, lower case, blanks collapsed.
 * Both placements of the tone mark ("hòa", "hoà") fold to the same key.
 */
export const fold = (text: string): string =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().replace(/\s+/g, ' ').trim();
