import { describe, expect, it } from '@jest/globals';
import { fitFaces, NO_CROWD_UP_TO } from './crowd.ts';
import type { Face } from './crowd.ts';
import { loudnessIn } from './hearing.ts';

const face = (asked: Face['asked'] = 'large', more: Partial<Face> = {}): Face => ({ asked, pinned: false, speaks: false, ...more });
const faces = (count: number) => Array.from({ length: count }, () => face());

describe('faces on a screen', () => {
  it('are sent as their tiles need, with all frames, while they are few', () => {
    expect(fitFaces([...faces(NO_CROWD_UP_TO - 1), face('small')])).toEqual([...faces(NO_CROWD_UP_TO - 1).map(() => ({ size: 'large', temporalLayer: 2 })), { size: 'small', temporalLayer: 2 }]);
  });
  it('are small and move at half the rate in a crowd, and whoever speaks with all frames', () => {
    const fits = fitFaces([...faces(NO_CROWD_UP_TO), face('hd', { speaks: true })]);
    expect(fits.slice(0, -1)).toEqual(faces(NO_CROWD_UP_TO).map(() => ({ size: 'small', temporalLayer: 1 })));
    expect(fits.at(-1)).toEqual({ size: 'small', temporalLayer: 2 });
  });
  it('leave the full picture to the pinned one alone', () => {
    expect(fitFaces([...faces(NO_CROWD_UP_TO), face('large', { speaks: true }), face('hd', { pinned: true })]).slice(-2)).toEqual([{ size: 'small', temporalLayer: 1 }, { size: 'hd', temporalLayer: 2 }]);
  });
  it('that are hidden make no crowd and cost nothing', () => {
    expect(fitFaces([...faces(NO_CROWD_UP_TO), face('none'), face('none')]).slice(-3)).toEqual([{ size: 'large', temporalLayer: 2 }, { size: 'none', temporalLayer: 2 }, { size: 'none', temporalLayer: 2 }]);
  });
});

/** A packet with two extensions: 3 (three bytes), a byte of padding, and `id` with the level. */
const packet = (id: number, level: number) => Buffer.concat([Buffer.from([0x90, 100, ...Array.from({ length: 10 }, () => 0), 0xbe, 0xde, 0, 2, 0x32, 1, 2, 3, 0, id << 4, level, 0]), Buffer.alloc(60, 0xff)]);

describe('how loud a packet is', () => {
  it('is what its sender wrote into it, voice or not', () => {
    expect([loudnessIn(packet(10, 30), 10), loudnessIn(packet(10, 0x80 | 30), 10)]).toEqual([-30, -30]);
  });
  it.each([['another extension', packet(9, 30)], ['no extension', Buffer.from([0x80, ...Array.from({ length: 30 }, () => 0)])], ['cut off', packet(10, 30).subarray(0, 17)], ['nothing', Buffer.alloc(0)]])('is unknown with %s', (_, bytes) => {
    expect(loudnessIn(bytes, 10)).toBeUndefined();
  });
});
