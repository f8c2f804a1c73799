/** What a file is by its first bytes; never by what its sender says. */
const signatures: readonly { readonly type: string; readonly matches: (bytes: Buffer) => boolean }[] = [
  { type: 'image/jpeg', matches: (b) => b.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) },
  { type: 'image/png', matches: (b) => b.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) },
  { type: 'image/webp', matches: (b) => b.toString('latin1', 0, 4) === 'RIFF' && b.toString('latin1', 8, 12) === 'WEBP' },
  { type: 'application/pdf', matches: (b) => b.toString('latin1', 0, 5) === '%PDF-' },
  // PS3.10 7.1: 128 bytes of anything, then the prefix.
  { type: 'application/dicom', matches: (b) => b.toString('latin1', 128, 132) === 'DICM' },
];

export const fileTypes: readonly string[] = signatures.map((s) => s.type);

/** Those that a browser draws by itself; the others are saved. */
export const shownTypes: readonly string[] = fileTypes.filter((type) => type !== 'application/dicom');

/** Those that an <img> draws. */
export const drawnTypes: readonly string[] = fileTypes.filter((type) => type.startsWith('image/'));

export const isFileOf = (type: string, bytes: Buffer): boolean => signatures.some((s) => s.type === type && s.matches(bytes));
