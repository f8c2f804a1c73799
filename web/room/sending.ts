import type { types } from 'mediasoup-client';
import { pictureOptions, voiceOptions } from './capture.ts';
import type { Line } from './line.ts';

export type OwnSource = 'microphone' | 'camera';
type OwnTracks = { microphone?: MediaStreamTrack; camera?: MediaStreamTrack };
/** What is needed of mediasoup-client's transport. */
export type SendTransport = Pick<types.Transport, 'produce' | 'closed'>;
type SentStream = Pick<types.Producer, 'id' | 'closed' | 'pause' | 'resume' | 'replaceTrack'>;

/**
 * What this person sends. What was muted stays muted over every reconnection: the wish is kept here, the track is
 * silenced before it is sent, and the SFU is told `paused` with the first message about it.
 */
export class Sending {
  readonly tracks: OwnTracks;
  readonly #wanted: Record<OwnSource, boolean>;
  readonly #producers = new Map<OwnSource, SentStream>();
  #audioOnly = false;
  #line: Line | undefined;

  constructor(tracks: OwnTracks, wanted: Readonly<Record<OwnSource, boolean>> = { microphone: true, camera: true }) {
    this.tracks = { ...tracks };
    this.#wanted = { ...wanted };
    this.#silence();
  }

  /** What the person chose, whatever the call makes of it now. */
  wants(source: OwnSource): boolean {
    return this.#wanted[source];
  }

  isOn(source: OwnSource): boolean {
    return this.tracks[source] !== undefined && this.#wanted[source] && !(source === 'camera' && this.#audioOnly);
  }

  /** The voice first, then the picture: on a thin link they would delay each other. */
  async attach(transport: SendTransport, line: Line): Promise<void> {
    this.#line = line;
    this.#producers.clear();
    this.#silence();
    await this.#produce('microphone', transport);
    // Without a picture the call goes on; a broken line is noticed by the line itself.
    await this.#produce('camera', transport).catch(() => undefined);
  }

  async set(source: OwnSource, on: boolean): Promise<void> {
    this.#wanted[source] = on;
    await this.#apply(source);
  }

  async setAudioOnly(on: boolean): Promise<void> {
    this.#audioOnly = on;
    await this.#apply('camera');
  }

  /** Another microphone or camera during the call; the old one is let go. */
  async use(source: OwnSource, track: MediaStreamTrack): Promise<void> {
    this.tracks[source]?.stop();
    this.tracks[source] = track;
    this.#silence();
    await this.#producers.get(source)?.replaceTrack({ track });
    await this.#apply(source);
  }

  stop(): void {
    this.tracks.microphone?.stop();
    this.tracks.camera?.stop();
  }

  async #produce(source: OwnSource, transport: SendTransport): Promise<void> {
    const track = this.tracks[source];
    if (track === undefined || track.readyState === 'ended' || transport.closed) return;
    const options = source === 'microphone' ? voiceOptions : pictureOptions;
    const producer = await transport.produce({ track, stopTracks: false, ...options, appData: { source, paused: !this.isOn(source) } });
    this.#producers.set(source, producer);
    // The wish may have changed while the stream was being set up.
    await this.#apply(source);
  }

  #silence(): void {
    for (const source of ['microphone', 'camera'] as const) {
      const track = this.tracks[source];
      if (track !== undefined) track.enabled = this.isOn(source);
    }
  }

  async #apply(source: OwnSource): Promise<void> {
    const on = this.isOn(source);
    const producer = this.#producers.get(source);
    this.#silence();
    if (producer === undefined || producer.closed) return;
    if (on) producer.resume();
    else producer.pause();
    // Told even if nothing changed here: the SFU's view must be right after a race. A broken line rejoins and says it again.
    await this.#line?.request(on ? 'resumeProducer' : 'pauseProducer', { producerId: producer.id }).catch(() => undefined);
  }
}
