import { writeFileSync } from 'node:fs';
import type { BrowserContext, Page } from 'playwright-core';

/** One line of what a page saw: when (wall clock, shared by all pages of this machine) and what. */
type Entry = readonly [at: number, what: string];
type Traced = { callTrace?: Entry[] };
/** What messages and reports carry, as far as it is written down. */
type Fields = Record<string, string | number | boolean | undefined>;

/** Runs in the page before all else: sockets, connections, and twice a second what flows. */
function watchCall(): void {
  const trace: Entry[] = ((globalThis as Traced).callTrace = []);
  const note = (what: string) => trace.push([Date.now(), what]);
  let sockets = 0;
  globalThis.WebSocket = class extends WebSocket {
    constructor(url: string | URL) {
      super(url);
      const name = `socket ${(sockets += 1)}`;
      note(`${name} new`);
      for (const event of ['open', 'error'] as const) this.addEventListener(event, () => note(`${name} ${event}`));
      this.addEventListener('close', ({ code, reason }) => note(`${name} close ${code} ${reason}`));
      this.addEventListener('message', ({ data }) => {
        const { type, id, code, kind, kbps, limited, spatialLayer, camera } = JSON.parse(String(data)) as Fields;
        note(`${name} < ${[type, id, code, kind, kbps, limited, spatialLayer, camera].filter((each) => each !== undefined).join(' ')}`);
      });
      const send = this.send.bind(this);
      this.send = (data: string) => {
        const { type, id, direction, size, step } = JSON.parse(data) as Fields;
        note(`${name} > ${[type, id, direction, size, step].filter((each) => each !== undefined).join(' ')}`);
        send(data);
      };
    }
  };
  const connections: RTCPeerConnection[] = [];
  globalThis.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      const name = `peer ${connections.push(this)}`;
      for (const event of ['connectionstatechange', 'iceconnectionstatechange', 'signalingstatechange'] as const) {
        this.addEventListener(event, () => note(`${name} ${event === 'connectionstatechange' ? this.connectionState : event === 'iceconnectionstatechange' ? `ice ${this.iceConnectionState}` : `signalling ${this.signalingState}`}`));
      }
    }
  };
  const look = async () => {
    const page = (globalThis as { callPage?: { view: () => { state: { kind: string }; step: string } | undefined } }).callPage?.view();
    const words = [page ? `${page.state.kind}/${page.step}` : '-'];
    for (const connection of connections) {
      if (connection.connectionState === 'closed') continue;
      for (const entry of (await connection.getStats()).values() as Iterable<Fields>) {
        const get = (...names: string[]) => names.map((name) => `${name} ${entry[name] ?? '-'}`).join(', ');
        if (entry['type'] === 'candidate-pair' && entry['nominated'] === true) words.push(`pair {${get('availableOutgoingBitrate', 'currentRoundTripTime', 'bytesSent', 'bytesReceived')}}`);
        if (entry['type'] === 'outbound-rtp') words.push(`out ${entry['kind']} ${entry['rid'] ?? ''} {${get('active', 'targetBitrate', 'bytesSent', 'packetsSent', 'frameHeight', 'framesEncoded', 'qualityLimitationReason', 'nackCount', 'retransmittedPacketsSent', 'keyFramesEncoded', 'pliCount')}}`);
        if (entry['type'] === 'inbound-rtp') words.push(`in ${entry['kind']} {${get('bytesReceived', 'packetsReceived', 'packetsLost', 'packetsDiscarded', 'frameHeight', 'framesDecoded', 'keyFramesDecoded', 'concealedSamples', 'silentConcealedSamples', 'totalSamplesReceived', 'jitterBufferTargetDelay', 'jitterBufferEmittedCount', 'retransmittedPacketsReceived', 'fecPacketsReceived', 'nackCount')}}`);
      }
    }
    note(words.join(' | '));
  };
  setInterval(() => void look().catch(() => undefined), 500);
}

export const traceCalls = async (context: BrowserContext): Promise<void> => void (await context.addInitScript(watchCall));

/** Writes down what a page has seen. */
export async function keepTrace(page: Page, path: string): Promise<void> {
  const entries = await page.evaluate(() => (globalThis as Traced).callTrace ?? []).catch(() => []);
  writeFileSync(path, entries.map(([at, what]) => `${at} ${what}`).join('\n'));
}
