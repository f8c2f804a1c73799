import { randomBytes } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { finished } from 'node:stream/promises';

const [WIDTH, HEIGHT, FRAMES] = [1_280, 720, 24];
/** Brightness steps up and down: what a good camera has in a room with one lamp. */
const GRAIN = 12;

/**
 * Writes a second of a camera's picture with the grain of a real one, in 720 lines, and answers with the file (YUV4MPEG2). Chromium's own
 * fake camera shows a drawing that takes a third of what a camera's picture takes, too little for estimators to learn from.
 */
export async function livelyPicture(folder: string): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const path = resolve(folder, 'lively.y4m');
  const file = createWriteStream(path);
  const colour = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  file.write(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F24:1 Ip A1:1 C420jpeg\n`);
  for (let n = 0; n < FRAMES; n += 1) {
    file.write('FRAME\n');
    file.write(frame(n));
    file.write(colour);
  }
  file.end();
  await finished(file);
  return path;
}

/** A bright field that moves to the side, with grain. */
function frame(n: number): Buffer {
  const grain = randomBytes(WIDTH * HEIGHT);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const field = Math.abs(((x + (n * WIDTH) / FRAMES) % WIDTH) - WIDTH / 2) < 200 && Math.abs(y - HEIGHT / 2) < 200 ? 180 : 90;
      const at = y * WIDTH + x;
      grain[at] = field + ((grain[at] ?? 0) % GRAIN) - GRAIN / 2;
    }
  }
  return grain;
}
