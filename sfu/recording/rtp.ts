/** One RTP packet (RFC 3550 5.1) without its header extensions. */
export type RtpPacket = { readonly sequence: number; readonly timestamp: number; readonly marker: boolean; readonly payload: Buffer };

/** Undefined when it is none, or when it carries nothing. */
export function readRtp(packet: Buffer): RtpPacket | undefined {
  const first = packet[0] ?? 0;
  if (packet.length < 12 || first >> 6 !== 2) return undefined;
  let from = 12 + (first & 0x0f) * 4;
  if (first & 0x10) {
    if (packet.length < from + 4) return undefined;
    from += 4 + packet.readUInt16BE(from + 2) * 4;
  }
  const to = packet.length - (first & 0x20 ? (packet.at(-1) ?? 0) : 0);
  if (from >= to) return undefined;
  return { sequence: packet.readUInt16BE(2), timestamp: packet.readUInt32BE(4), marker: ((packet[1] ?? 0) & 0x80) !== 0, payload: packet.subarray(from, to) };
}

/** How far `a` is after `b`, where both wrap around (16 or 32 bits). */
export const after = (a: number, b: number, bits: 16 | 32): number => (bits === 16 ? ((a - b) << 16) >> 16 : (a - b) | 0);

type Held = { readonly packet: RtpPacket; readonly at: number };

/** Puts packets back into their order: each waits `holdMs` for what was lost and is sent again; what comes later than that is left out. */
export class InOrder {
  readonly #holdMs: number;
  #held: Held[] = [];
  #last: number | undefined;

  constructor(holdMs: number) {
    this.#holdMs = holdMs;
  }

  push(packet: RtpPacket, at: number): void {
    if (this.#last !== undefined && after(packet.sequence, this.#last, 16) <= 0) return;
    this.#held.push({ packet, at });
  }

  /** Those that have waited, oldest first, with when they came. */
  take(now: number): Held[] {
    const due = this.#held.filter(({ at }) => now - at >= this.#holdMs).toSorted((a, b) => after(a.packet.sequence, b.packet.sequence, 16));
    const last = due.at(-1)?.packet.sequence;
    if (last === undefined) return [];
    this.#last = last;
    // Not waited as long, and yet before one that has: they belong between.
    const between = this.#held.filter(({ at, packet }) => now - at < this.#holdMs && after(packet.sequence, last, 16) < 0);
    this.#held = this.#held.filter(({ at, packet }) => now - at < this.#holdMs && after(packet.sequence, last, 16) > 0);
    return [...due, ...between].toSorted((a, b) => after(a.packet.sequence, b.packet.sequence, 16));
  }
}
