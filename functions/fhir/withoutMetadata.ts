import { pipeline } from 'node:stream/promises';
import { Readable, Writable, type Transform } from 'node:stream';
import { withoutLocation } from './withoutLocation.ts';

/**
 * A picture without what a camera writes into it beside the picture: place, time, owner, serial number, thumbnail
 * (EXIF, XMP; PNG's text chunks). Which way is up stays, or a wound would be seen on its side. Documents lose the places
 * that they carry; other files come back as they are. The libraries are loaded with the first picture: most containers never see one.
 */
export async function withoutMetadata(type: string, bytes: Buffer): Promise<Buffer> {
  if (!pictures.has(type)) return withoutLocation(type, bytes);
  const ExifTransformer = await scrubber();
  const orientation = type === 'image/jpeg' ? await orientationOf(bytes) : undefined;
  const chunks: Buffer[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _, done) {
      chunks.push(chunk);
      done();
    },
  });
  await pipeline(Readable.from([bytes], { objectMode: false }), new ExifTransformer(), sink);
  const clean = Buffer.concat(chunks);
  return orientation === undefined || orientation === 1 ? clean : Buffer.concat([clean.subarray(0, 2), orientationSegment(orientation), clean.subarray(2)]);
}

/** The package is CommonJS whose module is the class itself; its types say that the class is one level deeper. */
const scrubber = async () => (await import('exif-be-gone')).default as unknown as new () => Transform;

const pictures: ReadonlySet<string> = new Set(['image/jpeg', 'image/png', 'image/webp']);

/** 1 to 8 as EXIF counts them; undefined where there is none or the segment can't be read. */
async function orientationOf(bytes: Buffer): Promise<number | undefined> {
  const { orientation } = await import('exifr/dist/mini.esm.mjs');
  const found = await orientation(bytes).catch(() => undefined);
  return typeof found === 'number' && found >= 1 && found <= 8 ? found : undefined;
}

/** An APP1 segment with a TIFF header (big endian) and one entry: Orientation (0x0112), SHORT (EXIF 2.32, 4.6.2). */
const orientationSegment = (orientation: number): Buffer =>
  Buffer.from(['ffe1', '0022', '457869660000', '4d4d002a00000008', '0001', '0112', '0003', '00000001', orientation.toString(16).padStart(4, '0'), '0000', '00000000'].join(''), 'hex');
