import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { encode } from 'uqr';

const [width, height, frames] = [1280, 720, 30];

/**
 * A camera film (YUV4MPEG2, 4:2:0) of an ID card's QR held still, for Chromium's
 * --use-file-for-fake-video-capture. The code is drawn as the card prints it: dark on light, quiet zone around.
 */
export async function writeCardVideo(path: string, cardText: string): Promise<void> {
  const luma = Buffer.alloc(width * height, 200);
  const { data, size } = encode(cardText, { ecc: 'M', border: 4 });
  const scale = Math.floor((height * 0.8) / size);
  const left = Math.floor((width - size * scale) / 2);
  const top = Math.floor((height - size * scale) / 2);
  for (let y = 0; y < size * scale; y++) {
    const row = data[Math.floor(y / scale)] ?? [];
    for (let x = 0; x < size * scale; x++) luma[(top + y) * width + left + x] = row[Math.floor(x / scale)] ? 25 : 225;
  }
  const chroma = Buffer.alloc((width * height) / 2, 128);
  const out = createWriteStream(path);
  out.write(`YUV4MPEG2 W${width} H${height} F15:1 Ip A1:1 C420jpeg\n`);
  for (let n = 0; n < frames; n++) {
    out.write('FRAME\n');
    out.write(luma);
    out.write(chroma);
  }
  out.end();
  await finished(out);
}
