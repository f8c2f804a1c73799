import { EncodedAudioPacketSource, EncodedPacket, EncodedVideoPacketSource, Output, StreamTarget, WebMOutputFormat } from 'mediabunny';
import { Application, createEncoder } from 'libopus-wasm';
import type { OpusEncoderHandle } from 'libopus-wasm';
import type { RecordingFile, RecordingSpan, StoredRecording } from '../../shared/room/recordingStore.ts';
import { FRAME_SAMPLES } from './mixer.ts';

const RATE = 48_000;
const BITS_PER_SECOND = 32_000;
/** Of ten: hardly worse for speech, for a part of the processor time. */
const COMPLEXITY = 3;

/** A black VP8 key frame of 320 x 180: what stands where no camera is on. Made by a browser's encoder. */
const black = Buffer.from('8A4AnQEqQAG0AAVHCIWFiJmEiB0CAAYWBPcGgWSfa9ubJzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jzh7Jy4A/vFEgA==', 'base64');
/** The picture is black after so long without one (seconds); the writer also waits for pictures, and would keep the voices in memory. */
const BLACK_AFTER = 1;
const VOICE_SECONDS = FRAME_SAMPLES / RATE;

/**
 * One WebM file (opus and VP8) that grows at its end only: the voices mixed into one track, and one picture at a time,
 * so that every browser plays it.
 */
export class Film {
  readonly #file: RecordingFile;
  readonly #output: Output;
  readonly #voices = new EncodedAudioPacketSource('opus');
  readonly #pictures = new EncodedVideoPacketSource('vp8');
  readonly #encoder: OpusEncoderHandle;
  #writing: Promise<unknown>;
  #pictureAt = -1;
  #voicesAt = -1;
  #failed: unknown;
  #isKeeping = false;
  #unwanted = false;

  static async open(file: RecordingFile): Promise<Film> {
    return new Film(file, await createEncoder({ sampleRate: RATE, channels: 1, application: Application.Voip, bitrate: BITS_PER_SECOND, complexity: COMPLEXITY }));
  }

  private constructor(file: RecordingFile, encoder: OpusEncoderHandle) {
    this.#file = file;
    this.#encoder = encoder;
    const bytes = new WritableStream<{ data: Uint8Array }>({ write: ({ data }) => file.write(data) });
    this.#output = new Output({ format: new WebMOutputFormat({ appendOnly: true }), target: new StreamTarget(bytes) });
    this.#output.addAudioTrack(this.#voices);
    this.#output.addVideoTrack(this.#pictures);
    this.#writing = this.#output.start();
    this.#black(0);
  }

  /** True when something could not be stored: nothing more will be. */
  get hasFailed(): boolean {
    return this.#failed !== undefined;
  }

  /** The next 20 ms of everybody's voice; `index` counts them. True when the picture went black with it. */
  voice(index: number, frame: Int16Array): boolean {
    const at = index * VOICE_SECONDS;
    this.#voicesAt = at;
    const data = this.#encoder.encode(frame);
    this.#then(() => this.#voices.add(new EncodedPacket(data, 'key', at, VOICE_SECONDS), { decoderConfig: { codec: 'opus', numberOfChannels: 1, sampleRate: RATE } }));
    const dark = at - this.#pictureAt >= BLACK_AFTER;
    if (dark) this.#black(at);
    return dark;
  }

  /** The next picture, at so many seconds; one that is not after the one before is left out. */
  picture(at: number, data: Uint8Array, key: boolean): void {
    if (at <= this.#pictureAt) return;
    this.#pictureAt = at;
    this.#then(() => this.#pictures.add(new EncodedPacket(data, key ? 'key' : 'delta', at, 0.04), { decoderConfig: { codec: 'vp8', codedWidth: 640, codedHeight: 360 } }));
  }

  /** What of it stands in the file by now: the writer holds a voice back until there is a picture as late. */
  get seconds(): number {
    return Math.max(0, Math.min(this.#voicesAt + VOICE_SECONDS, this.#pictureAt));
  }

  /** What is written so far outlives this process when it is done. A store that takes longer than until the next call is not asked twice. */
  async keep(span: Omit<RecordingSpan, 'seconds'>): Promise<void> {
    if (this.#isKeeping) return;
    this.#isKeeping = true;
    const { seconds } = this;
    this.#then(() => this.#file.keep({ ...span, seconds }).finally(() => (this.#isKeeping = false)));
    await this.#writing;
  }

  async discard(): Promise<void> {
    this.#unwanted = true;
    this.#failed ??= new Error('not wanted');
    await this.finish({ from: '', to: '', seconds: 0 }).catch(() => undefined);
  }

  /** The record knows of the file. */
  async settle(): Promise<void> {
    await this.#file.settle();
  }

  async finish(span: RecordingSpan): Promise<StoredRecording> {
    // A track with nothing in it is no track.
    if (this.#voicesAt < 0) this.voice(0, new Int16Array(FRAME_SAMPLES));
    this.#then(() => this.#output.finalize());
    await this.#writing.finally(() => this.#encoder.free());
    if (this.#failed === undefined) return await this.#file.close(span);
    // Where the store did not take all, what it has stays: others finish it (shared/room/finishRecordings.ts).
    if (this.#unwanted) await this.#file.discard().catch(() => undefined);
    throw new Error('the recording could not be stored', { cause: this.#failed });
  }

  #black(at: number): void {
    this.picture(at, black, true);
  }

  #then(act: () => Promise<unknown>): void {
    this.#writing = this.#writing.then(async () => {
      if (this.#failed === undefined) await act();
    }).catch((error: unknown) => {
      this.#failed ??= error;
    });
  }
}
