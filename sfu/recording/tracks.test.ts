import { describe, expect, it } from '@jest/globals';
import { createEncoder } from 'libopus-wasm';
import { Mixer } from './mixer.ts';
import { after, InOrder, readRtp } from './rtp.ts';
import { PictureTrack, VoiceTrack } from './tracks.ts';
import { vp8Part } from './vp8.ts';

const rtp = (sequence: number, timestamp: number, payload: readonly number[] | Uint8Array, { marker = false, extension = false, padding = 0 } = {}): Buffer => {
  const head = Buffer.alloc(12);
  head[0] = 0x80 | (extension ? 0x10 : 0) | (padding ? 0x20 : 0);
  head[1] = (marker ? 0x80 : 0) | 100;
  head.writeUInt16BE(sequence & 0xffff, 2);
  head.writeUInt32BE(timestamp >>> 0, 4);
  const words = extension ? Buffer.from([0xbe, 0xde, 0, 1, 0x10, 1, 0, 0]) : Buffer.alloc(0);
  const tail = Buffer.alloc(padding, padding);
  return Buffer.concat([head, words, Buffer.from(payload), tail]);
};
const packet = (sequence: number) => readRtp(rtp(sequence, 0, [1])) ?? ((): never => { throw new Error('none'); })();

describe('an RTP packet', () => {
  it('is read past its extension and without its padding', () => {
    expect(readRtp(rtp(7, 9, [1, 2, 3], { extension: true, padding: 2, marker: true }))).toEqual({ sequence: 7, timestamp: 9, marker: true, payload: Buffer.from([1, 2, 3]) });
  });
  it.each([['too short', Buffer.from([0x80, 1])], ['of another version', Buffer.alloc(20)], ['empty', rtp(1, 1, [])], ['with an extension that is longer than itself', Buffer.from([0x90, 100, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0xbe, 0xde, 0xff, 0xff, 1])]])('is none when it is %s', (_, bytes) => {
    expect(readRtp(bytes)).toBeUndefined();
  });
  it('has numbers that wrap around', () => {
    expect([after(2, 65_534, 16), after(65_534, 2, 16), after(5, 4_294_967_290, 32)]).toEqual([4, -4, 11]);
  });
});

describe('what came out of order', () => {
  it('is put back, and what is later than the wait is left out', () => {
    const order = new InOrder(100);
    for (const [sequence, at] of [[65_535, 0], [1, 10], [0, 60]] as const) order.push(packet(sequence), at);
    expect(order.take(90)).toEqual([]);
    expect(order.take(120).map((each) => each.packet.sequence)).toEqual([65_535, 0, 1]);
    order.push(packet(0), 130);
    expect(order.take(1_000)).toEqual([]);
  });
});

describe('the mix', () => {
  it('adds voices up, limits what is too loud, and is silent where nobody spoke', () => {
    const mixer = new Mixer();
    mixer.add(1_000, Int16Array.from([100, 30_000]));
    mixer.add(1_001, Int16Array.from([10_000]));
    const frames = mixer.take(3_000);
    expect(frames.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect([...(frames[1]?.frame.slice(40, 43) ?? [])]).toEqual([100, 32_767, 0]);
    expect(frames[0]?.frame.every((sample) => sample === 0)).toBe(true);
  });
  it('leaves out what comes after its frame was given out', () => {
    const mixer = new Mixer();
    mixer.take(960);
    mixer.add(0, Int16Array.from([5]));
    expect(mixer.take(1_920).map(({ index }) => index)).toEqual([1]);
  });
});

describe('a voice', () => {
  it('stands where its own clock says, with a gap where it was silent, and anew after a jump', async () => {
    const encoder = await createEncoder({ channels: 1 });
    const voice = await VoiceTrack.open();
    const sound = encoder.encode(new Int16Array(960).fill(2_000));
    voice.push(rtp(1, 48_000, sound), 1_000);
    voice.push(rtp(2, 48_000 + 4 * 960, sound), 1_093);
    voice.push(rtp(3, 48_000 + 500 * 960, sound), 3_000);
    voice.push(rtp(4, 7, [0xff]), 3_000);
    expect(voice.take(4_000).map(({ from }) => from)).toEqual([48_000, 48_000 + 4 * 960, 144_000]);
    voice.close();
  });
});

const key = [0x10, 0x00, 1, 2];
const delta = [0x10, 0x01, 3];

describe('a picture', () => {
  it('is found behind its descriptor', () => {
    expect(vp8Part(Buffer.from([0x90, 0xe0, 0x85, 0x10, 3, 0x40, 9, 9]))).toEqual({ starts: true, data: Buffer.from([9, 9]) });
    expect(vp8Part(Buffer.from([0x00, 9]))).toEqual({ starts: false, data: Buffer.from([9]) });
    expect(vp8Part(Buffer.from([0x90, 0x80]))).toBeUndefined();
  });
  it('is put together of its packets; after a gap it waits for a key frame', () => {
    const picture = new PictureTrack();
    const frames: [number, readonly number[], boolean][] = [
      [1, delta, true], [2, key, false], [3, [0x00, 7], true], [4, delta, true], [6, delta, true], [7, key, true],
    ];
    frames.forEach(([sequence, payload, marker]) => picture.push(rtp(sequence, sequence <= 3 && sequence > 1 ? 180_000 : 90_000 * sequence, payload, { marker }), 1_000 * sequence));
    const taken = picture.take(60_000);
    expect(taken.map(({ key: isKey, data }) => [isKey, [...data]])).toEqual([[true, [0, 1, 2, 7]], [false, [1, 3]], [true, [0, 1, 2]]]);
    expect(picture.needsKey).toBe(false);
  });
});
