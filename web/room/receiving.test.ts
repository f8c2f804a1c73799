import { describe, expect, it } from '@jest/globals';
import type { types } from 'mediasoup-client';
import type { StreamOffer } from '../../shared/room/signalling.ts';
import type { Line } from './line.ts';
import { Receiving } from './receiving.ts';

const streamed = (id: string, kind: 'audio' | 'video') =>
  ({ consumerId: id, producerId: id, peer: 'ba', kind, source: kind === 'audio' ? 'microphone' : 'camera', rtpParameters: {}, paused: false }) as unknown as StreamOffer;

/** What is needed of the library's transport and of the line: streams that are open or shut. */
function world() {
  const shut = new Map<string, boolean>();
  const consumer = (id: string, kind: string) => ({
    id, kind, closed: false, track: {},
    get paused() { return shut.get(id) ?? false; },
    pause: () => shut.set(id, true),
    resume: () => shut.set(id, false),
  });
  const transport = { consume: async ({ id = '', kind = '' }) => consumer(id, kind) } as unknown as types.Transport;
  const line = { request: async () => ({}) } as unknown as Line;
  const receiving = new Receiving(() => undefined);
  return { receiving, take: (id: string, kind: 'audio' | 'video') => receiving.take(streamed(id, kind), transport, line), isShut: (id: string) => shut.get(id) ?? false };
}

describe('what is received', () => {
  it('has its pictures shut while the link carries the voice alone, and opened again; never the voice', async () => {
    const { receiving, take, isShut } = world();
    await take('face', 'video');
    await take('voice', 'audio');
    receiving.setPictures(false);
    expect([isShut('face'), isShut('voice')]).toEqual([true, false]);
    receiving.setPictures(true);
    expect([isShut('face'), isShut('voice')]).toEqual([false, false]);
  });
  it('has a picture shut that comes while the link carries the voice alone', async () => {
    const { receiving, take, isShut } = world();
    receiving.setPictures(false);
    await take('face', 'video');
    await take('voice', 'audio');
    expect([isShut('face'), isShut('voice')]).toEqual([true, false]);
  });
});
