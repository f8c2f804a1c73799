import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import type { DocumentReference } from '@medplum/fhirtypes';
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from 'mediabunny';
import type { Page } from 'playwright-core';
import { startS3 } from '../../local/aws/s3.ts';
import { aWorld } from '../../shared/consultation/world.test.support.ts';
import { finishRecordings } from '../../shared/room/finishRecordings.ts';
import { recordingDocument, recordingIn } from '../../shared/room/recordingResources.ts';
import { s3UnfinishedRecordings } from '../../shared/store/unfinishedRecordings.ts';
import type { RecordingReport } from '../../shared/room/recording.ts';
import type { RecordingState } from '../../shared/room/signalling.ts';
import type { RecordingNow } from '../../web/room/callView.ts';
import { until } from '../support/browser.ts';
import { ask, hearsAndSees, inState, openCallWorld } from '../support/callWorld.ts';
import type { CallWindow, CallWorld, Newcomer } from '../support/callWorld.ts';

/** Real calls that are recorded by a real SFU process into an S3, and who must say yes before. */
let world: CallWorld;
let folder: string;
let files: Awaited<ReturnType<typeof startS3>>;
let s3: S3Client;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-recordings-'));
  files = await startS3(folder, ['recordings']);
  const keys = { AWS_REGION: 'local', AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  s3 = new S3Client({ region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, endpoint: files.endpoint, forcePathStyle: true });
  world = await openCallWorld({ port: 7816, mediaPort: 24_416, env: { SFU_RECORDING: 'with-consent', SFU_RECORDING_BUCKET: 'recordings', SFU_RECORDING_KEY: 'key-1', SFU_TENANT: 'test', AWS_ENDPOINT_URL_S3: files.endpoint, ...keys } });
}, 1_500_000);
afterEach(async () => {
  await world.leaveAll();
  world.office.refuse = false;
});
afterAll(async () => {
  await world?.close();
  await files?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const recording = (page: Page): Promise<RecordingNow | undefined> => page.evaluate(() => (globalThis as CallWindow).callPage.view()?.recording);
const inRecording = (page: Page, state: RecordingState['state'], within?: number) => until(`recording ${state}`, () => recording(page), (seen) => seen?.state === state, within);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const asker: Newcomer = { claims: { record: true, consultation: 'c-1' } };
const enterDoctor = (room: string) => world.enter(room, 'specialist', asker);
const enterOther = (room: string, role: 'station' | 'relative' = 'station') => world.enter(room, role, { claims: { consultation: 'c-1' } });

async function both(): Promise<{ readonly room: string; readonly doctor: Page; readonly nurse: Page }> {
  const room = world.newRoom();
  const [doctor, nurse] = [await enterDoctor(room), await enterOther(room)];
  await Promise.all([hearsAndSees(doctor, 1, 40_000), hearsAndSees(nurse, 1, 40_000)]);
  return { room, doctor, nurse };
}

async function recorded(): Promise<{ readonly doctor: Page; readonly nurse: Page; readonly room: string }> {
  const call = await both();
  expect(await ask(call.doctor, 'askRecording')).toBe('done');
  await inRecording(call.nurse, 'asking');
  expect(await ask(call.nurse, 'answerRecording', { agree: true })).toBe('done');
  await Promise.all([inRecording(call.doctor, 'recording'), inRecording(call.nurse, 'recording')]);
  return call;
}

/** What the API was told of recordings since a moment. */
const toldFrom = (from: number): RecordingReport[] => world.office.told.slice(from).filter(({ path }) => path.startsWith('/api/call-recordings/')).map(({ body }) => body as RecordingReport);
const idOf = (from: number): string => world.office.told.slice(from).findLast(({ path }) => path.startsWith('/api/call-recordings/'))?.path.split('/').at(-1) ?? '';
const theEnd = (from: number) => until('the end is told', async () => toldFrom(from).at(-1), (report) => report?.state === 'over', 60_000);

async function fileOf(id: string) {
  const got = await s3.send(new GetObjectCommand({ Bucket: 'recordings', Key: `test/recording-${id}` }));
  return { ...got, bytes: Buffer.from((await got.Body?.transformToByteArray()) ?? []) };
}

/** What the last piece that is kept beside a recording says of it. */
async function lastWord(id: string): Promise<Record<string, string> | undefined> {
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: 'recordings', Prefix: `unfinished/test/recording-${id}/` }));
  const Key = Contents.at(-1)?.Key;
  return Key === undefined ? undefined : (await s3.send(new HeadObjectCommand({ Bucket: 'recordings', Key })).catch(() => undefined))?.Metadata;
}

async function packetsIn(file: Buffer, kind: 'audio' | 'video') {
  const input = new Input({ source: new BufferSource(file), formats: ALL_FORMATS });
  const track = kind === 'audio' ? await input.getPrimaryAudioTrack() : await input.getPrimaryVideoTrack();
  const packets: { at: number; bytes: number }[] = [];
  if (track) for await (const { timestamp, data } of new EncodedPacketSink(track).packets()) packets.push({ at: timestamp, bytes: data.length });
  return packets;
}

/** The microphone becomes a tone. */
const sing = (page: Page, hertz: number) => page.evaluate(async (frequency) => {
  const context = new AudioContext();
  const tone = new OscillatorNode(context, { frequency });
  const out = context.createMediaStreamDestination();
  tone.connect(new GainNode(context, { gain: 0.3 })).connect(out);
  tone.start();
  const [track] = out.stream.getAudioTracks();
  if (track) await (globalThis as CallWindow).callPage.call()?.useTrack('microphone', track);
}, hertz);

/** Decoded by a browser: how loud each tone is (Goertzel), how long it all is, and how bright the picture becomes (0 to 255). */
const played = (page: Page, file: Buffer, tones: readonly number[]) => page.evaluate(async ([base64, hertz]) => {
  const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
  const sound = await new AudioContext({ sampleRate: 48_000 }).decodeAudioData(bytes.slice().buffer);
  const samples = sound.getChannelData(0);
  const loudness = (frequency: number) => {
    const coefficient = 2 * Math.cos((2 * Math.PI * frequency) / 48_000);
    let [a, b] = [0, 0];
    for (const sample of samples) [a, b] = [sample + coefficient * a - b, a];
    return Math.sqrt(Math.max(0, a * a + b * b - coefficient * a * b)) / samples.length;
  };
  const video = document.createElement('video');
  video.muted = true;
  video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/webm' }));
  video.play().catch(() => undefined);
  const canvas = new OffscreenCanvas(32, 18).getContext('2d');
  let brightest = 0;
  const end = Date.now() + 4_000;
  while (Date.now() < end) {
    canvas?.drawImage(video, 0, 0, 32, 18);
    brightest = Math.max(brightest, ...(canvas?.getImageData(0, 0, 32, 18).data.filter((_, n) => n % 4 !== 3) ?? []));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return { seconds: sound.duration, loud: hertz.map(loudness), brightest, error: video.error?.message };
}, [file.toString('base64'), tones] as const);

describe('a recorded call', () => {
  it('is one file with everybody’s voice and picture, encrypted, and told to the record with everybody’s yes', async () => {
    const from = world.office.told.length;
    const { doctor, nurse } = await both();
    await Promise.all([sing(doctor, 440), sing(nurse, 1_300)]);
    expect(await ask(doctor, 'askRecording')).toBe('done');
    expect((await inRecording(nurse, 'asking'))?.agreed).toBe(false);
    await pause(500);
    expect(toldFrom(from)).toEqual([]);
    await ask(nurse, 'answerRecording', { agree: true });
    await Promise.all([inRecording(doctor, 'recording'), inRecording(nurse, 'recording')]);
    expect(toldFrom(from).map(({ state, answers }) => [state, answers.map(({ choice }) => choice)])).toEqual([['recording', ['permit', 'permit']]]);
    const ticks = process.cpuUsage();
    await pause(8_000);
    console.log('test process while recording, ms', process.cpuUsage(ticks).user / 1000);
    expect(await ask(doctor, 'stopRecording')).toBe('done');
    const report = await theEnd(from);
    const file = await fileOf(idOf(from));
    expect(file).toMatchObject({ ContentType: 'video/webm', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'key-1' });
    expect(report?.file).toMatchObject({ bytes: file.bytes.length, sha256: createHash('sha256').update(file.bytes).digest('hex') });
    expect(report?.file?.seconds).toBeGreaterThan(7);

    const [voice, picture] = [await packetsIn(file.bytes, 'audio'), await packetsIn(file.bytes, 'video')];
    console.log('recorded', { bytes: file.bytes.length, seconds: report?.file?.seconds, voice: voice.length, pictures: picture.length });
    expect(voice.length).toBeGreaterThan(350);
    expect(picture.filter(({ bytes }) => bytes > 200).length).toBeGreaterThan(40);
    const heard = await played(nurse, file.bytes, [440, 1_300, 2_900]);
    console.log('played', heard);
    expect(heard.error).toBeUndefined();
    const [doctorTone = 0, nurseTone = 0, neither = 0] = heard.loud;
    expect(doctorTone).toBeGreaterThan(neither * 20);
    expect(nurseTone).toBeGreaterThan(neither * 20);
    expect(heard.brightest).toBeGreaterThan(100);
    // Nothing lies beside the file where the process runs, and nothing in the store that is not one whole file.
    expect(readdirSync('.').filter((name) => /webm|recording/i.test(name))).toEqual([]);
  }, 180_000);

  it('stops at once when one person takes the yes back, and that is stored', async () => {
    const from = world.office.told.length;
    const began = Date.now();
    const { doctor, nurse } = await recorded();
    await pause(2_000);
    await ask(nurse, 'answerRecording', { agree: false });
    expect(await inRecording(doctor, 'off', 20_000)).toMatchObject({ why: 'withdrawn' });
    const withdrawn = Date.now();
    const report = await theEnd(from);
    expect(report?.answers.map(({ choice }) => choice)).toEqual(['permit', 'deny']);
    expect(Date.parse(report?.file?.to ?? '')).toBeLessThanOrEqual(withdrawn);
    const longest = (withdrawn - began) / 1000;
    expect(report?.file?.seconds).toBeLessThan(longest);
    await pause(1_500);
    expect((await packetsIn((await fileOf(idOf(from))).bytes, 'audio')).length / 50).toBeLessThan(longest);
  }, 180_000);

  it('pauses while somebody who came later has not answered, goes on with their yes, and leaves the pause out', async () => {
    const from = world.office.told.length;
    const { room, doctor } = await recorded();
    await pause(1_500);
    const relative = await enterOther(room, 'relative');
    await inRecording(doctor, 'paused', 20_000);
    expect(await until('asked', () => recording(relative), (seen) => seen?.state === 'paused')).toMatchObject({ agreed: false });
    await pause(3_000);
    await ask(relative, 'answerRecording', { agree: true });
    await inRecording(doctor, 'recording');
    await pause(1_500);
    await ask(doctor, 'stopRecording');
    const report = await theEnd(from);
    expect(report?.answers).toHaveLength(3);
    const length = Date.parse(report?.file?.to ?? '') - Date.parse(report?.file?.from ?? '');
    expect(length - (report?.file?.seconds ?? 0) * 1000).toBeGreaterThan(2_500);
    const voice = await packetsIn((await fileOf(idOf(from))).bytes, 'audio');
    expect(voice.every(({ at }, n) => Math.abs(at - n * 0.02) < 0.002)).toBe(true);
  }, 180_000);

  it('whose media server is killed is saved as far as it was kept, and is not recorded on without a new yes of everybody', async () => {
    const from = world.office.told.length;
    const { doctor, nurse } = await recorded();
    await Promise.all([sing(doctor, 440), sing(nurse, 1_300)]);
    const id = idOf(from);
    const kept = await until('six seconds are kept', () => lastWord(id), (said) => Number(said?.['seconds'] ?? 0) >= 6, 90_000);
    const killed = Date.now();
    world.sfu.process.kill('SIGKILL');
    world.sfu = await world.startSfu();
    // The room is there again, and says truthfully that nobody records.
    for (const page of [doctor, nurse]) expect(await until('the recording broke off', () => recording(page), (seen) => seen?.why === 'broken', 60_000)).toMatchObject({ state: 'off', agreed: false });
    await hearsAndSees(nurse, 1, 40_000);
    expect(toldFrom(from).map(({ state }) => state)).toEqual(['recording']);

    // What each minute's housekeeping does, two minutes later.
    const { repository } = aWorld();
    const asker = { claims: { sub: 'Practitioner/dr-1', name: 'Mẫu', role: 'specialist', room: 'r', jti: 'j', speak: true }, choice: 'permit', at: new Date(killed).toISOString() } as const;
    repository.seed(recordingDocument({ id, consultationId: 'c-1', patientId: 'p-1', base: 'https://base.example' }, asker, { state: 'recording', answers: [] }));
    const unfinished = s3UnfinishedRecordings({ client: s3, bucket: 'recordings', tenant: 'test' });
    expect(await finishRecordings({ repository, base: 'https://base.example', unfinished, clock: { now: () => new Date(Date.now() + 120_000) } }, 'c')).toEqual({ recordingsSaved: 1 });
    const entry = recordingIn(repository.all().find((each): each is DocumentReference & { id: string; meta: never } => each.id === `recording-${id}`) as DocumentReference);
    if (entry?.state !== 'there' || entry.brokeOffAt === undefined) throw new Error('the entry has no file');
    const file = await fileOf(id);
    expect(file).toMatchObject({ ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'key-1', ContentLength: entry.bytes });
    console.log('killed', { recorded: entry.seconds, kept: kept?.['seconds'], lostSeconds: (killed - Date.parse(entry.brokeOffAt)) / 1000 });
    expect(entry.seconds).toBeGreaterThanOrEqual(Number(kept?.['seconds']));
    const voice = await packetsIn(file.bytes, 'audio');
    expect(voice.length * 0.02).toBeGreaterThanOrEqual(entry.seconds - 0.05);
    const heard = await played(nurse, file.bytes, [440, 1_300, 2_900]);
    console.log('played', heard);
    expect(heard.error).toBeUndefined();
    const [doctorTone = 0, nurseTone = 0, neither = 0] = heard.loud;
    expect(Math.min(doctorTone, nurseTone)).toBeGreaterThan(neither * 20);
    expect(await until('nothing is left beside the file', () => lastWord(id), (said) => said === undefined)).toBeUndefined();
    expect((await s3.send(new ListMultipartUploadsCommand({ Bucket: 'recordings', Prefix: `test/recording-${id}` }))).Uploads ?? []).toEqual([]);

    expect(await ask(doctor, 'askRecording')).toBe('done');
    await inRecording(nurse, 'asking');
    expect(await recording(nurse)).toMatchObject({ agreed: false });
    await ask(nurse, 'answerRecording', { agree: true });
    await Promise.all([inRecording(doctor, 'recording'), inRecording(nurse, 'recording')]);
    expect(idOf(from)).not.toBe(id);
  }, 240_000);

  it('is kept when everybody leaves without stopping it', async () => {
    const from = world.office.told.length;
    await recorded();
    await pause(1_000);
    await world.leaveAll();
    // Not before their seats are given up, 45 seconds after they were last heard.
    const report = await until('the end is told', async () => toldFrom(from).at(-1), (told) => told?.state === 'over', 100_000);
    expect(report?.file?.seconds).toBeGreaterThan(0.5);
  }, 240_000);
});

describe('nothing is recorded', () => {
  it('when one says no, and who it was is not told', async () => {
    const from = world.office.told.length;
    const { doctor, nurse } = await both();
    await ask(doctor, 'askRecording');
    await inRecording(nurse, 'asking');
    await ask(nurse, 'answerRecording', { agree: false });
    expect(await inRecording(doctor, 'off')).toMatchObject({ state: 'off', offered: true, agreed: false, by: null, unanswered: 0, why: 'refused' });
    expect(await until('told', async () => toldFrom(from)[0], (report) => report !== undefined)).toMatchObject({ state: 'refused', answers: [{ choice: 'permit' }, { choice: 'deny' }] });
    await expect(fileOf(idOf(from))).rejects.toMatchObject({ name: 'NoSuchKey' });
  }, 180_000);

  it('where it is switched off, by who may not ask, or without anybody who answers for the patient', async () => {
    const room = world.newRoom();
    const [doctor, nurse] = [await world.enter(room, 'specialist', { devices: false }), await enterOther(room)];
    await Promise.all([inState(doctor, 'in-call', 20_000), inState(nurse, 'in-call', 20_000)]);
    expect(await ask(doctor, 'askRecording')).toBe('ROOM_RECORDING_OFF');
    expect(await ask(nurse, 'askRecording')).toBe('ROOM_RECORDING_OFF');
    const relative = await enterOther(room, 'relative');
    await inState(relative, 'in-call', 20_000);
    expect(await ask(relative, 'askRecording')).toBe('ROOM_MAY_NOT_MANAGE');
    expect(await recording(doctor)).toMatchObject({ state: 'off', offered: false });
    const alone = await world.enter(world.newRoom(), 'specialist', { ...asker, devices: false });
    await inState(alone, 'waiting', 20_000);
    expect(await ask(alone, 'askRecording')).toBe('ROOM_RECORDING_WITHOUT_PATIENT');
  }, 180_000);

  it('when the record does not take it', async () => {
    const { doctor, nurse } = await both();
    world.office.refuse = true;
    await ask(doctor, 'askRecording');
    await inRecording(nurse, 'asking');
    await ask(nurse, 'answerRecording', { agree: true });
    expect(await inRecording(doctor, 'off')).toMatchObject({ why: 'refused' });
  }, 180_000);
});
