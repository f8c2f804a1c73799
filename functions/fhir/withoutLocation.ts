/**
 * A PDF or a DICOM object without the places that it carries, of the same length, so that every offset in it still holds:
 * - pictures inside, which come as the camera wrote them: their EXIF is blanked (PDF 32000-1 7.4.8; DICOM PS3.5 A.4);
 * - XMP beside the document (ISO 16684-1, exif:GPS…), which PDF/A wants uncompressed;
 * - DICOM's own positions, group 0016, elements 0070 to 008E (PS3.6), where types are written out.
 * What stands in a compressed stream or in the drawing itself stays: it is the document.
 */
export function withoutLocation(type: string, bytes: Buffer): Buffer {
  if (type !== 'application/pdf' && type !== 'application/dicom') return bytes;
  const clean = Buffer.from(bytes);
  blankExif(clean);
  blank(clean, xmpPosition, 0x20);
  if (type === 'application/dicom') blankPositions(clean);
  return clean;
}

const exif = Buffer.from('Exif\0\0', 'latin1');

/** FFE1, a length of two bytes, "Exif", two zeros, and the TIFF structure, whose bytes become zeros. */
function blankExif(bytes: Buffer): void {
  for (let at = bytes.indexOf(exif); at >= 0; at = bytes.indexOf(exif, at + exif.length)) {
    if (at < 4 || bytes.readUInt16BE(at - 4) !== 0xffe1) continue;
    bytes.fill(0, at + exif.length, Math.min(bytes.length, at - 2 + bytes.readUInt16BE(at - 2)));
  }
}

/** exif:GPSLatitude="22,23.1N" or <exif:GPSLatitude>22,23.1N</…>: the value only. */
const xmpPosition = /(exif:GPS\w+(?:\s*=\s*["']|\s*>))([^"'<]{1,200})/g;

/** Explicit VR: tag, two letters, a length of two bytes, the value, which becomes spaces. */
const dicomPosition = /\x16\x00[\x70-\x8e]\x00(?:CS|DS|DT|LO|SH|TM|DA|UI|US)/gs; // oxlint-disable-line no-control-regex -- bytes

function blankPositions(bytes: Buffer): void {
  for (const { index } of bytes.toString('latin1').matchAll(dicomPosition)) {
    if (index + 8 > bytes.length) return;
    bytes.fill(0x20, index + 8, Math.min(bytes.length, index + 8 + bytes.readUInt16LE(index + 6)));
  }
}

function blank(bytes: Buffer, pattern: RegExp, filler: number): void {
  for (const { index, 1: before = '', 2: value = '' } of bytes.toString('latin1').matchAll(pattern)) bytes.fill(filler, index + before.length, index + before.length + value.length);
}
