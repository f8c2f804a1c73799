import { after } from './rtp.ts';
import type { RtpPacket } from './rtp.ts';

export type Vp8Frame = { readonly data: Buffer; readonly key: boolean; readonly timestamp: number };

type Part = { readonly starts: boolean; readonly data: Buffer };

/** The payload without its descriptor (RFC 7741 4.2). */
export function vp8Part(payload: Buffer): Part | undefined {
  const first = payload[0] ?? 0;
  let at = 1;
  if (first & 0x80) {
    const extended = payload[at++] ?? 0;
    if (extended & 0x80) at += (payload[at] ?? 0) & 0x80 ? 2 : 1;
    if (extended & 0x40) at += 1;
    if (extended & 0x30) at += 1;
  }
  if (at >= payload.length) return undefined;
  return { starts: (first & 0x10) !== 0 && (first & 0x07) === 0, data: payload.subarray(at) };
}

/** The first bit of a frame is zero for a key frame (RFC 6386 9.1). */
const isKey = (frame: Buffer): boolean => ((frame[0] ?? 1) & 1) === 0;

/**
 * Makes frames of packets that come in order. After a gap every frame is left out until a key frame, because a decoder
 * could not draw it; `needsKey` says so.
 */
export class Vp8Frames {
  #parts: Buffer[] = [];
  #timestamp: number | undefined;
  #last: number | undefined;
  #whole = false;
  needsKey = true;

  push({ sequence, timestamp, marker, payload }: RtpPacket): Vp8Frame | undefined {
    const gap = this.#last !== undefined && after(sequence, this.#last, 16) !== 1;
    this.#last = sequence;
    const part = vp8Part(payload);
    if (gap) {
      this.needsKey = true;
      this.#whole = false;
    }
    if (part === undefined) return undefined;
    if (part.starts) {
      this.#parts = [];
      this.#timestamp = timestamp;
      this.#whole = true;
    } else if (timestamp !== this.#timestamp) this.#whole = false;
    if (!this.#whole) return undefined;
    this.#parts.push(part.data);
    return marker ? this.#complete(timestamp) : undefined;
  }

  #complete(timestamp: number): Vp8Frame | undefined {
    const data = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#whole = false;
    const key = isKey(data);
    if (this.needsKey && !key) return undefined;
    this.needsKey = false;
    return { data, key, timestamp };
  }
}
