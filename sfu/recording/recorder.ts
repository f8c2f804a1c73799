import type { types } from 'mediasoup';
import type { RecordingFile, RecordingSpan, StoredRecording } from '../../shared/room/recordingStore.ts';
import type { Producer } from '../leg.ts';
import { Film } from './film.ts';
import { Mixer, SAMPLES_A_MS } from './mixer.ts';
import { PictureTrack, VoiceTrack } from './tracks.ts';

/** A stream, and the way to a router of this process that has it; `follow` is told who receives it there. */
export type Source = { readonly producer: Producer; readonly reach: () => Promise<{ readonly router: types.Router; readonly follow: (consumer: types.Consumer) => void }> };
/** What is to be heard and seen at this moment. */
export type Sources = { readonly voices: readonly Source[]; readonly picture: Source | undefined };

const TURN_MS = 100;
/** The mix runs so far behind, that every voice has come by then (longer than tracks.ts holds a packet). */
const BEHIND_MS = 600;
const KEY_FRAME_PAUSE_MS = 1_000;

/** What a recording takes of a router: what every browser sends (docs/adr/0117). */
const recorded = ({ rtpCapabilities: { codecs = [] } }: types.Router): types.RtpCapabilities => ({ codecs: codecs.filter(({ mimeType }) => /^(audio\/opus|video\/vp8)$/i.test(mimeType)), headerExtensions: [] });

type Tap = { readonly consumer: types.Consumer; readonly track: VoiceTrack | PictureTrack };

/**
 * Takes a room's streams as RTP packets into this process and makes one file of them. While it is paused it receives
 * nothing, and the file has no gap for it.
 */
export class Recorder {
  readonly #sources: () => Sources;
  readonly #film: Film;
  readonly #mixer = new Mixer();
  readonly #transports = new Map<string, Promise<types.DirectTransport>>();
  readonly #voices = new Map<string, Promise<Tap | undefined>>();
  /** Of the voices, those whose packets come. */
  readonly #tracks = new Set<VoiceTrack>();
  #picture: { readonly id: string; readonly tap: Promise<Tap | undefined> } | undefined;
  #pictureTrack: PictureTrack | undefined;
  #keyAskedAt = 0;
  /** When the recording began, moved by every pause; undefined while nothing is recorded. */
  #zero: number | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  static async open(file: RecordingFile, sources: () => Sources): Promise<Recorder> {
    return new Recorder(await Film.open(file), sources);
  }

  private constructor(film: Film, sources: () => Sources) {
    this.#film = film;
    this.#sources = sources;
  }

  get isRunning(): boolean {
    return this.#zero !== undefined;
  }

  get hasFailed(): boolean {
    return this.#film.hasFailed;
  }

  /** Length of what is recorded so far, in seconds. */
  get seconds(): number {
    return this.#mixer.position / SAMPLES_A_MS / 1000;
  }

  run(): void {
    if (this.isRunning) return;
    this.#zero = performance.now() - this.#mixer.position / SAMPLES_A_MS;
    this.#timer = setInterval(() => this.#turn(), TURN_MS);
    this.#follow();
  }

  /** Receives nothing from this moment on. What was said before is still written. */
  pause(): void {
    if (this.#zero === undefined) return;
    const now = this.#now();
    clearInterval(this.#timer);
    this.#zero = undefined;
    this.#write(now + BEHIND_MS * 2, now);
    for (const tap of this.#voices.values()) void tap.then((each) => this.#close(each));
    this.#voices.clear();
    this.#leavePicture();
    this.#mixer.cut();
  }

  /** How far what stands in the file is behind this moment (ms); of a paused one, behind its pause. */
  get behindMs(): number {
    return Math.max(0, (this.isRunning ? this.#now() : this.seconds * 1000) - this.#film.seconds * 1000);
  }

  /** What is written outlives this process when it is done. */
  async keep(span: Omit<RecordingSpan, 'seconds'>): Promise<void> {
    await this.#film.keep(span);
  }

  async finish(span: Omit<RecordingSpan, 'seconds'>): Promise<StoredRecording> {
    this.#leave();
    return await this.#film.finish({ ...span, seconds: this.seconds });
  }

  /** The record knows of the file. */
  async settle(): Promise<void> {
    await this.#film.settle();
  }

  /** As if there had been none. */
  async discard(): Promise<void> {
    this.#leave();
    await this.#film.discard();
  }

  #leave(): void {
    this.pause();
    for (const transport of this.#transports.values()) void transport.then((each) => each.close(), () => undefined);
  }

  #now(): number {
    return performance.now() - (this.#zero ?? performance.now());
  }

  #turn(): void {
    this.#follow();
    const now = this.#now();
    this.#write(now, now - BEHIND_MS);
  }

  /** Takes what has come by `now` and writes the time line up to `until` (ms). */
  #write(now: number, until: number): void {
    for (const track of this.#tracks) for (const { from, voice } of track.take(now)) this.#mixer.add(from, voice);
    const pictures = this.#pictureTrack?.take(now) ?? [];
    for (const { index, frame } of this.#mixer.take(until * SAMPLES_A_MS)) if (this.#film.voice(index, frame)) this.#pictureTrack?.needKey();
    for (const { at, data, key } of pictures) this.#film.picture(at / 1000, data, key);
    if (this.#pictureTrack?.needsKey) this.#askForKey();
  }

  /** Receives what is to be recorded now, and lets go of what is not any more. */
  #follow(): void {
    const { voices, picture } = this.#sources();
    for (const source of voices) if (!this.#voices.has(source.producer.id)) this.#voices.set(source.producer.id, this.#hear(source));
    for (const [id, tap] of this.#voices) {
      if (voices.some(({ producer }) => producer.id === id)) continue;
      this.#voices.delete(id);
      void tap.then((each) => this.#close(each));
    }
    if (picture?.producer.id === this.#picture?.id) return;
    this.#leavePicture();
    if (picture === undefined) return;
    const track = new PictureTrack();
    this.#pictureTrack = track;
    this.#picture = { id: picture.producer.id, tap: this.#tap(picture, track) };
  }

  #leavePicture(): void {
    void this.#picture?.tap.then((each) => this.#close(each));
    this.#picture = undefined;
    this.#pictureTrack = undefined;
  }

  async #hear(source: Source): Promise<Tap | undefined> {
    const track = await VoiceTrack.open();
    const tap = await this.#tap(source, track);
    if (tap) this.#tracks.add(track);
    else track.close();
    return tap;
  }

  async #tap({ producer, reach }: Source, track: VoiceTrack | PictureTrack): Promise<Tap | undefined> {
    try {
      const { router, follow } = await reach();
      const rtpCapabilities = recorded(router);
      if (!router.canConsume({ producerId: producer.id, rtpCapabilities })) throw new Error('a codec that is not recorded');
      const transport = await this.#transportOn(router);
      const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities });
      follow(consumer);
      consumer.on('rtp', (packet) => this.isRunning && track.push(packet, this.#now()));
      return { consumer, track };
    } catch {
      return undefined;
    }
  }

  /** One on each worker that the room spans. */
  #transportOn(router: types.Router): Promise<types.DirectTransport> {
    const present = this.#transports.get(router.id);
    if (present !== undefined) return present;
    const opening = router.createDirectTransport();
    this.#transports.set(router.id, opening);
    return opening;
  }

  #close(tap: Tap | undefined): void {
    if (tap === undefined) return;
    tap.consumer.close();
    if (tap.track instanceof VoiceTrack && this.#tracks.delete(tap.track)) tap.track.close();
  }

  #askForKey(): void {
    const now = performance.now();
    if (now - this.#keyAskedAt < KEY_FRAME_PAUSE_MS) return;
    this.#keyAskedAt = now;
    void this.#picture?.tap.then((each) => each?.consumer.requestKeyFrame()).catch(() => undefined);
  }
}
