import type { Line } from './line.ts';

/** Small enough that 40 kbit/s carries two of them within the voice's buffer. */
const FILLER_BYTES = 700;
/** JSON around it, WebSocket, TLS, TCP and IP: about this much more on the wire. */
const ENVELOPE_BYTES = 130;
/** A browser's clock and event loop are no finer than this. */
const FINEST_MS = 4;

const filler = 'x'.repeat(FILLER_BYTES);

/** The bandwidth that two messages sent together show by coming back apart (packet pair), in kbit/s. */
export const bandwidthOf = (apartMs: number): number => Math.round(((FILLER_BYTES + ENVELOPE_BYTES) * 8) / Math.max(FINEST_MS, apartMs));

/**
 * What the line to the SFU carries at its narrowest place, either way, without any media: two messages go out back to
 * back and are echoed at once. Used where only the voice flows, because the estimators of media see nothing then.
 */
export async function measureLine(line: Line): Promise<number> {
  const back = async () => {
    await line.request('probe', { filler });
    return performance.now();
  };
  const [first, second] = await Promise.all([back(), back()]);
  return bandwidthOf(Math.abs(second - first));
}
