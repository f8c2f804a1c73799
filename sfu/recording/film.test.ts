import { describe, expect, it } from '@jest/globals';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import { fakeRecordingStore } from '../../shared/room/recordingStore.fake.ts';
import { Film } from './film.ts';
import { FRAME_SAMPLES } from './mixer.ts';

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
    const stored = await film.finish();
    const file = store.files.get('recording-r1') ?? Buffer.alloc(0);
    expect(stored.bytes).toBe(file.length);
    const voice = await packetsIn(file, 'audio');
    expect(voice).toHaveLength(150);
    expect(voice.at(-1)?.at).toBe(2_980);
    expect((await packetsIn(file, 'video')).map(({ at, bytes }) => [at, bytes > 400])).toEqual([[0, false], [1_000, false], [1_210, true], [2_220, false]]);
  });

  it('fails as a whole, and leaves nothing, when the store does not take it', async () => {
    const store = fakeRecordingStore();
    const film = await Film.open(await store.open('r1'));
    store.failing = true;
    for (let index = 0; index < 200; index += 1) film.voice(index, tone(index));
    await expect(film.finish()).rejects.toThrow('could not be stored');
    expect(film.hasFailed).toBe(true);
    expect(store.files.size).toBe(0);
  });
});
