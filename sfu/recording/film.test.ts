import { describe, expect, it } from '@jest/globals';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { fakeRecordingStore } from '../../shared/room/recordingStore.fake.ts';
import { Film } from './film.ts';
import { FRAME_SAMPLES } from './mixer.ts';

const span = { from: '2026-11-23T02:00:00.000Z', to: '2026-11-23T02:00:03.000Z', seconds: 3 };
const tone = (index: number) => Int16Array.from({ length: FRAME_SAMPLES }, (_, n) => 8_000 * Math.sin((2 * Math.PI * 440 * (index * FRAME_SAMPLES + n)) / 48_000));

async function packetsIn(file: Buffer, kind: 'audio' | 'video') {
  const input = new Input({ source: new BufferSource(file), formats: ALL_FORMATS });
  const track = kind === 'audio' ? await input.getPrimaryAudioTrack() : await input.getPrimaryVideoTrack();
  if (track === null) throw new Error('no such track');
  const packets: { at: number; key: boolean; bytes: number }[] = [];
  for await (const { timestamp, type, data } of new EncodedPacketSink(track).packets()) packets.push({ at: Math.round(timestamp * 1000), key: type === 'key', bytes: data.length });
  return packets;
}

describe('a film', () => {
  it('is one WebM file with every frame of the mix, and a picture that is black where there is none', async () => {
    const store = fakeRecordingStore();
    const film = await Film.open(await store.open('r1'));
    for (let index = 0; index < 150; index += 1) {
      film.voice(index, tone(index));
      if (index === 60) film.picture(1.21, Buffer.alloc(500), true);
    }
    film.picture(1.2, Buffer.alloc(500), false);
    const stored = await film.finish(span);
    const file = store.files.get('recording-r1') ?? Buffer.alloc(0);
    expect(stored.bytes).toBe(file.length);
    const voice = await packetsIn(file, 'audio');
    expect(voice).toHaveLength(150);
    expect(voice.at(-1)?.at).toBe(2_980);
    expect((await packetsIn(file, 'video')).map(({ at, bytes }) => [at, bytes > 400])).toEqual([[0, false], [1_000, false], [1_210, true], [2_220, false]]);
  });

  it('that is cut off at any time is a file that plays as far as it was said to go', async () => {
    const store = fakeRecordingStore();
    const film = await Film.open(await store.open('r1'));
    for (let index = 0; index < 150; index += 1) {
      film.voice(index, tone(index));
      if (index % 2 === 0) film.picture(index * 0.02 + 0.001, Buffer.alloc(500), index === 0);
      if (index === 100) await film.keep(span);
    }
    const { bytes = Buffer.alloc(0), span: said } = store.kept.get('recording-r1') ?? {};
    expect(said?.seconds).toBeCloseTo(2, 1);
    const voice = await packetsIn(bytes, 'audio');
    expect((voice.at(-1)?.at ?? 0) + 20).toBeGreaterThanOrEqual((said?.seconds ?? 0) * 1000 - 20);
    expect(voice.map(({ at }) => at)).toEqual(voice.map((_, n) => n * 20));
    expect((await packetsIn(bytes, 'video')).length).toBeGreaterThan(45);
    await film.discard();
    expect(store.kept.size).toBe(0);
  });

  it('fails as a whole, and leaves nothing, when the store does not take it', async () => {
    const store = fakeRecordingStore();
    const film = await Film.open(await store.open('r1'));
    store.failing = true;
    for (let index = 0; index < 200; index += 1) film.voice(index, tone(index));
    await expect(film.finish(span)).rejects.toThrow('could not be stored');
    expect(film.hasFailed).toBe(true);
    expect(store.files.size).toBe(0);
  });
});
