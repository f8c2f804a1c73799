import { writeFileSync } from 'node:fs';

const RATE = 48_000;
const SECONDS = 12;

/** A sound like speech (a gliding tone with overtones, in syllables, with a breath now and then) as a WAV file for the browser's microphone. */
export function writeVoice(path: string): string {
  const samples = new Int16Array(RATE * SECONDS);
  let phase = 0;
  for (let n = 0; n < samples.length; n += 1) {
    const t = n / RATE;
    phase += (2 * Math.PI * (130 + 40 * Math.sin(2 * Math.PI * 0.4 * t))) / RATE;
    const syllable = Math.max(0, Math.sin(2 * Math.PI * 3.5 * t)) ** 0.5;
    const breath = t % 4 < 3.3 ? 1 : 0;
    const tone = [1, 0.7, 0.5, 0.35, 0.25, 0.2].reduce((sum, strength, k) => sum + strength * Math.sin(phase * (k + 1)), 0);
    samples[n] = Math.round(6_000 * syllable * breath * tone);
  }
  const data = Buffer.from(samples.buffer);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(RATE, 24);
  header.writeUInt32LE(RATE * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  writeFileSync(path, Buffer.concat([header, data]));
  return path;
}
