import { describe, expect, it } from '@jest/globals';
import { withoutLocation } from './withoutLocation.ts';

const tiff = Buffer.from('MM\0*GPS 22.23N 103.28E', 'latin1');
const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 8 + tiff.length]), Buffer.from('Exif\0\0', 'latin1'), tiff]);
const jpeg = Buffer.concat([Buffer.from('ffd8', 'hex'), segment, Buffer.from('ffdb0003aaffd9', 'hex')]);
const xmp = '<rdf:Description exif:GPSLatitude="22,23.1N" dc:title="Giấy ra viện"><exif:GPSLongitude>103,28.0E</exif:GPSLongitude></rdf:Description>';
const pdf = Buffer.concat([Buffer.from(`%PDF-1.7\n1 0 obj\nstream\n${xmp}\nendstream\n2 0 obj <</Filter/DCTDecode>>\nstream\n`), jpeg, Buffer.from('\nendstream\n%%EOF')]);
const element = (group: number, number: number, vr: string, value: string) => {
  const head = Buffer.alloc(8);
  head.writeUInt16LE(group, 0);
  head.writeUInt16LE(number, 2);
  head.write(vr, 4);
  head.writeUInt16LE(value.length, 6);
  return Buffer.concat([head, Buffer.from(value)]);
};
const dicom = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM'), element(0x0010, 0x0010, 'PN', 'Lo^Thi'), element(0x0016, 0x0070, 'CS', 'N '), element(0x0016, 0x0072, 'DS', '22.23 '), element(0x0018, 0x1000, 'LO', '103.28'), jpeg]);

describe('a document that is uploaded', () => {
  it('loses the position in its XMP and in the photos inside, and nothing else', () => {
    const clean = withoutLocation('application/pdf', pdf);
    const text = clean.toString('utf8');
    expect(text).not.toMatch(/22,23|103,28|GPS 22/);
    expect(text).toContain('dc:title="Giấy ra viện"');
    expect(clean).toHaveLength(pdf.length);
    expect(clean.subarray(-20)).toEqual(pdf.subarray(-20));
  });
  it('loses DICOM\'s own positions, and keeps what belongs to the study', () => {
    const clean = withoutLocation('application/dicom', dicom);
    expect(clean).toHaveLength(dicom.length);
    expect(clean.includes('22.23')).toBe(false);
    expect(clean.includes('Lo^Thi')).toBe(true);
    expect(clean.includes('103.28', 0, 'latin1')).toBe(true);
    expect(clean.includes('GPS 22')).toBe(false);
  });
  it('is left as it is where there is no place in it', () => {
    const plain = Buffer.from('%PDF-1.7\nExif\0\0 in a text is no segment, nor is GPS\n%%EOF', 'latin1');
    expect(withoutLocation('application/pdf', plain)).toEqual(plain);
    expect(withoutLocation('text/plain', pdf)).toBe(pdf);
  });
  it.each([3, 10, 40, 80, 200])('does not fail when it ends in the middle (%d bytes)', (length) => {
    expect(withoutLocation('application/dicom', dicom.subarray(-length))).toHaveLength(length);
    expect(withoutLocation('application/pdf', pdf.subarray(0, length))).toHaveLength(length);
  });
});
