import { createDecoder } from 'libopus-wasm';
import type { OpusDecoderHandle } from 'libopus-wasm';
import { SAMPLES_A_MS } from './mixer.ts';
import { after, InOrder, readRtp } from './rtp.ts';
import type { RtpPacket } from './rtp.ts';
import { Vp8Frames } from './vp8.ts';

/** What was lost is sent again within this time (ms). */
const HOLD_MS = 300;
/** A stream whose clock has jumped by so much (ms) was muted, or restarted: it is laid anew by when its packets come. */
const JUMP_MS = 500;

/** Lays a stream's own clock over the time line: by when its first packet came, then by its timestamps. */
class TimeLine {
  readonly #perMs: number;
  #anchor: { readonly at: number; readonly timestamp: number } | undefined;

  constructor(perMs: number) {
    this.#perMs = perMs;
  }

  /** Milliseconds of the time line that a packet belongs to. */
  place(timestamp: number, came: number): number {
    const anchor = (this.#anchor ??= { at: came, timestamp });
    const at = anchor.at + after(timestamp, anchor.timestamp, 32) / this.#perMs;
    if (Math.abs(at - came) <= JUMP_MS) return at;
    this.#anchor = { at: came, timestamp };
    return came;
  }
}

/** One person's voice on its way into the mix. Times are milliseconds of the recording. */
export class VoiceTrack {
  readonly #packets = new InOrder(HOLD_MS);
  readonly #line = new TimeLine(SAMPLES_A_MS);
  readonly #decoder: OpusDecoderHandle;

  static async open(): Promise<VoiceTrack> {
    return new VoiceTrack(await createDecoder({ sampleRate: 48_000, channels: 1 }));
  }

  private constructor(decoder: OpusDecoderHandle) {
    this.#decoder = decoder;
  }

  push(packet: Buffer, at: number): void {
    const read = readRtp(packet);
    if (read !== undefined) this.#packets.push(read, at);
  }

  /** Decoded voice that has waited long enough, with the sample it begins at. */
  take(now: number): { readonly from: number; readonly voice: Int16Array }[] {
    return this.#packets.take(now).flatMap(({ packet, at }) => {
      const voice = this.#decode(packet);
      return voice ? [{ from: Math.round(this.#line.place(packet.timestamp, at) * SAMPLES_A_MS), voice }] : [];
    });
  }

  close(): void {
    this.#decoder.free();
  }

  /** What is not opus is not heard. */
  #decode({ payload }: RtpPacket): Int16Array | undefined {
    try {
      return this.#decoder.decode(payload);
    } catch {
      return undefined;
    }
  }
}

export type Picture = { readonly at: number; readonly data: Buffer; readonly key: boolean };

/** The picture that is recorded now. Times are milliseconds of the recording. */
export class PictureTrack {
  readonly #packets = new InOrder(HOLD_MS);
  readonly #line = new TimeLine(90);
  readonly #frames = new Vp8Frames();

  push(packet: Buffer, at: number): void {
    const read = readRtp(packet);
    if (read !== undefined) this.#packets.push(read, at);
  }

  take(now: number): Picture[] {
    return this.#packets.take(now).flatMap(({ packet, at }) => {
      const frame = this.#frames.push(packet);
      return frame ? [{ at: this.#line.place(frame.timestamp, at), data: frame.data, key: frame.key }] : [];
    });
  }

  /** What comes next can only be drawn from a key frame on. */
  needKey(): void {
    this.#frames.needsKey = true;
  }

  get needsKey(): boolean {
    return this.#frames.needsKey;
  }
}
