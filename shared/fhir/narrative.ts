const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escape = (text: string): string => text.replace(/[&<>"]/g, (c) => entities[c] ?? c);

/** Text as XHTML (R4 2.4), line by line; textIn is its inverse. */
export const narrative = (text: string): { status: 'additional'; div: string } => ({
  status: 'additional',
  div: `<div xmlns="http://www.w3.org/1999/xhtml">${text.split('\n').map(escape).join('<br/>')}</div>`,
});

/** The plain text of a section that `narrative` made. */
export const textIn = (div: string): string =>
  div.replace(/<br\s*\/>/g, '\n').replace(/<[^>]*>/g, '').replace(/&(amp|lt|gt|quot);/g, (entity) => Object.keys(entities).find((c) => entities[c] === entity) ?? entity);
