import type { types } from 'mediasoup';
import type { Loudness } from './voices.ts';

const LEVEL = 'urn:ietf:params:rtp-hdrext:ssrc-audio-level';
/** How often voices are compared (ms). With one packet's length on top a new voice is noticed within 160. */
export const HEAR_EVERY_MS = 100;
/** Quieter is silence (dBov). */
const SILENCE_BELOW = -55;
const FIXED_HEADER = 12;
const ONE_BYTE_FORM = 0xbe_de;

/** How loud a packet is (dBov, -127 to 0), as its sender's browser wrote into it (RFC 6464, in the one-byte form of RFC 8285). */
export function loudnessIn(packet: Buffer, extension: number): number | undefined {
  if (packet.length < FIXED_HEADER || (packet.readUInt8(0) & 0x10) === 0) return undefined;
  const at = FIXED_HEADER + 4 * (packet.readUInt8(0) & 0x0f);
  if (packet.length < at + 4 || packet.readUInt16BE(at) !== ONE_BYTE_FORM) return undefined;
  const end = Math.min(packet.length, at + 4 + 4 * packet.readUInt16BE(at + 2));
  for (let n = at + 4; n + 1 < end; ) {
    const head = packet.readUInt8(n);
    if (head >> 4 === extension) return 0 - (packet.readUInt8(n + 1) & 0x7f);
    n += head === 0 ? 1 : 2 + (head & 0x0f);
  }
  return undefined;
}

/** Hears who is loud in a room, whichever worker they are on: the loudest that each was in a round. */
export class Hearing {
  readonly #loudest = new Map<string, number>();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(onRound: (round: readonly Loudness[]) => void) {
    this.#timer = setInterval(() => {
      const round = [...this.#loudest].flatMap(([who, volume]) => (volume >= SILENCE_BELOW ? [{ who, volume }] : []));
      this.#loudest.clear();
      onRound(round);
    }, HEAR_EVERY_MS);
    this.#timer.unref();
  }

  note(who: string, volume: number): void {
    this.#loudest.set(who, Math.max(volume, this.#loudest.get(who) ?? volume));
  }

  close(): void {
    clearInterval(this.#timer);
  }
}

/**
 * Listens to voices on one worker. The library's own observer needs ten packets for a judgement, which voices in
 * packets of 40 or 60 ms never have in its time (measured: it said nothing at all).
 */
export class Ear {
  readonly #router: types.Router;
  readonly #onLoud: (who: string, volume: number) => void;
  /** Closed with its router, by the room's end or the worker's. */
  #transport: Promise<types.DirectTransport> | undefined;

  constructor(router: types.Router, onLoud: (who: string, volume: number) => void) {
    this.#router = router;
    this.#onLoud = onLoud;
  }

  /** Listens to a voice until it ends. `who`: under which name it is told. */
  async add(who: string, producerId: string): Promise<void> {
    const transport = await (this.#transport ??= this.#router.createDirectTransport());
    const consumer = await transport.consume({ producerId, rtpCapabilities: this.#router.rtpCapabilities });
    const extension = consumer.rtpParameters.headerExtensions?.find(({ uri }) => uri === LEVEL)?.id;
    if (extension === undefined) return consumer.close();
    consumer.on('rtp', (packet) => {
      const volume = loudnessIn(packet, extension);
      if (volume !== undefined) this.#onLoud(who, volume);
    });
  }
}
