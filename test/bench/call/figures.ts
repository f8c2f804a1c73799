import type { Page } from 'playwright-core';

/** What one browser received in a measuring window. */
export type Figures = {
  readonly framesPerSecond: number;
  /** The longest time without a new picture (ms, to 100 ms). */
  readonly longestStillMs: number;
  readonly concealedPercent: number;
  readonly soundSeconds: number;
  readonly frameHeight: number;
  readonly kbps: number;
  readonly packetsSentPerSecond: number;
};

type Watched = { receivedConnections?: RTCPeerConnection[] };

/** Watches what arrives in this page for some seconds, ten times a second. */
export function watch(page: Page, seconds: number): Promise<Figures> {
  return page.evaluate(async (duration) => {
    const sum = async () => {
      const total = { frames: 0, samples: 0, concealed: 0, height: 0, bytes: 0, sent: 0 };
      for (const connection of (globalThis as unknown as Watched).receivedConnections ?? []) {
        if (connection.connectionState === 'closed') continue;
        for (const entry of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
          const number = (name: string) => Number(entry[name] ?? 0);
          if (entry['type'] === 'outbound-rtp' && entry['kind'] === 'audio') total.sent += number('packetsSent');
          if (entry['type'] !== 'inbound-rtp') continue;
          total.frames += number('framesDecoded');
          total.samples += number('totalSamplesReceived');
          total.concealed += number('concealedSamples') - number('silentConcealedSamples');
          total.height = Math.max(total.height, number('frameHeight'));
          total.bytes += number('bytesReceived') + number('headerBytesReceived');
        }
      }
      return total;
    };
    const begin = await sum();
    const from = performance.now();
    let [frames, movedAt, longest] = [begin.frames, from, 0];
    while (performance.now() - from < duration * 1000) {
      await new Promise((resolve) => setTimeout(resolve, 100));
      const now = await sum();
      if (now.frames > frames) [frames, movedAt] = [now.frames, performance.now()];
      longest = Math.max(longest, performance.now() - movedAt);
    }
    const end = await sum();
    const passed = (performance.now() - from) / 1000;
    const samples = end.samples - begin.samples;
    return {
      framesPerSecond: Math.round(((end.frames - begin.frames) / passed) * 10) / 10,
      longestStillMs: Math.round(longest),
      concealedPercent: samples <= 0 ? 100 : Math.round((1000 * Math.max(0, end.concealed - begin.concealed)) / samples) / 10,
      soundSeconds: Math.round(samples / 4_800) / 10,
      frameHeight: end.height,
      kbps: Math.round(((end.bytes - begin.bytes) * 8) / passed / 1000),
      packetsSentPerSecond: Math.round((end.sent - begin.sent) / passed),
    };
  }, seconds);
}

/** The worse side of a call: what each of two people received. */
export const worse = (a: Figures, b: Figures): Figures => ({
  framesPerSecond: Math.min(a.framesPerSecond, b.framesPerSecond),
  longestStillMs: Math.max(a.longestStillMs, b.longestStillMs),
  concealedPercent: Math.max(a.concealedPercent, b.concealedPercent),
  soundSeconds: Math.min(a.soundSeconds, b.soundSeconds),
  frameHeight: Math.min(a.frameHeight, b.frameHeight),
  kbps: Math.min(a.kbps, b.kbps),
  packetsSentPerSecond: Math.max(a.packetsSentPerSecond, b.packetsSentPerSecond),
});
