import { describe, expect, it } from '@jest/globals';
import { gps, orientation, parse } from 'exifr/dist/full.esm.mjs';
import { deflateSync } from 'node:zlib';
import { withoutMetadata } from './withoutMetadata.ts';

/** One grey pixel. */
const jpeg = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMUFRUVDA8XGBYUGBIUFRT/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AKp//2Q==',
  'base64',
);

/** An EXIF segment (big endian) that says which way is up, who owns the camera, and where it stood: 22°23'N 103°28'E. */
function exifSegment(up: number): Buffer {
  const u16 = (n: number) => n.toString(16).padStart(4, '0');
  const u32 = (n: number) => n.toString(16).padStart(8, '0');
  const owner = Buffer.from('Lo Thi Mau\0\0').toString('hex');
  const entry = (tag: number, type: number, count: number, value: string) => u16(tag) + u16(type) + u32(count) + value.padEnd(8, '0');
  const ifd0 = 8;
  const afterIfd0 = ifd0 + 2 + 3 * 12 + 4;
  const gpsIfd = afterIfd0 + owner.length / 2;
  const latitude = gpsIfd + 2 + 4 * 12 + 4;
  const tiff = [
    '4d4d002a', u32(ifd0),
    u16(3), entry(0x0112, 3, 1, u16(up)), entry(0x013b, 2, 11, u32(afterIfd0)), entry(0x8825, 4, 1, u32(gpsIfd)), u32(0),
    owner,
    u16(4), entry(1, 2, 2, Buffer.from('N\0').toString('hex')), entry(2, 5, 3, u32(latitude)), entry(3, 2, 2, Buffer.from('E\0').toString('hex')), entry(4, 5, 3, u32(latitude + 24)), u32(0),
    ...[22, 23, 0, 103, 28, 0].map((n) => u32(n) + u32(1)),
  ].join('');
  const body = Buffer.from(`457869660000${tiff}`, 'hex');
  return Buffer.concat([Buffer.from('ffe1', 'hex'), Buffer.from(u16(body.length + 2), 'hex'), body]);
}
const taken = (up = 6) => Buffer.concat([jpeg.subarray(0, 2), exifSegment(up), jpeg.subarray(2)]);

function chunk(type: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  return Buffer.concat([length, Buffer.from(type), data, Buffer.alloc(4)]);
}
const png = (more: Buffer) =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', Buffer.from('00000001000000010800000000', 'hex')), more, chunk('IDAT', deflateSync(Buffer.of(0, 0))), chunk('IEND', Buffer.alloc(0))]);

describe('a picture that is uploaded', () => {
  it('loses the place where it was taken and whose camera it was', async () => {
    expect(await gps(taken())).toMatchObject({ latitude: expect.closeTo(22.38, 1), longitude: expect.closeTo(103.47, 1) });
    const clean = await withoutMetadata('image/jpeg', taken());
    expect(await gps(clean)).toBeUndefined();
    expect(clean.includes('Lo Thi Mau')).toBe(false);
  });
  it.each([2, 3, 4, 5, 6, 7, 8])('keeps which way is up (%d)', async (up) => {
    const clean = await withoutMetadata('image/jpeg', taken(up));
    expect(await orientation(clean)).toBe(up);
    expect(Object.keys((await parse(clean, { translateKeys: true })) as object)).toEqual(['Orientation']);
  });
  it('is, bit by bit, the picture itself afterwards', async () => {
    expect(await withoutMetadata('image/jpeg', taken(1))).toEqual(jpeg);
    expect(await withoutMetadata('image/jpeg', jpeg)).toEqual(jpeg);
  });
  it('loses the texts of a PNG', async () => {
    const clean = await withoutMetadata('image/png', png(chunk('tEXt', Buffer.from('Author\0Lo Thi Mau'))));
    expect(clean).toEqual(png(Buffer.alloc(0)));
  });
  it.each(['ffe1', 'ffe1ffff', 'ffe10022457869660000', 'ffe10010457869660000' + '00'.repeat(9)])('takes a picture with a broken EXIF segment (%s) without failing', async (hex) => {
    const broken = Buffer.concat([Buffer.from('ffd8', 'hex'), Buffer.from(hex, 'hex'), jpeg.subarray(2)]);
    expect((await withoutMetadata('image/jpeg', broken)).subarray(0, 2).toString('hex')).toBe('ffd8');
  });
  it('leaves a PDF without a place in it as it is', async () => {
    const pdf = Buffer.from('%PDF-1.7 tEXt');
    expect(await withoutMetadata('application/pdf', pdf)).toEqual(pdf);
  });
});
