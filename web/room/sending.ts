import type { types } from 'mediasoup-client';
import type { PictureSize, Share } from '../../shared/room/kinds.ts';
import { VOICE_ALONE, fullShare, pictureOptions, shareOptions, thinShare, thinVoiceOptions, voiceOptions } from './capture.ts';
import { focus, layerOf } from './lens.ts';
import type { Demand } from './lens.ts';
import type { Line } from './line.ts';
import { within } from './within.ts';

/** Browsers give the scale back as another number of the same size. */
const SAME_SCALE = 0.05;

export type OwnSource = 'microphone' | 'camera';
type OwnTracks = { microphone?: MediaStreamTrack; camera?: MediaStreamTrack };
/** What is needed of mediasoup-client's transport. */
export type SendTransport = Pick<types.Transport, 'produce' | 'closed'>;
type SentStream = Pick<types.Producer, 'id' | 'closed' | 'paused' | 'pause' | 'resume' | 'replaceTrack' | 'close' | 'rtpSender'>;
type Shared = { readonly share: Share; readonly track: MediaStreamTrack };

/**
 * What this person sends. What was muted stays muted over every reconnection: the wish is kept here, the track is
 * silenced before it is sent, and the SFU is told `paused` with the first message about it.
 */
export class Sending {
  readonly tracks: OwnTracks;
  readonly #wanted: Record<OwnSource, boolean>;
  readonly #producers = new Map<OwnSource | 'share', SentStream>();
  #withPictures = true;
  #shareIsThin = false;
  #thin = true;
  #voiceAlone = false;
  #sentThin = true;
  #changingVoice: Promise<void> = Promise.resolve();
  #line: Line | undefined;
  #transport: SendTransport | undefined;
  #share: Shared | undefined;
  #demand: Demand = { size: 'large', carriesHd: false };
  #focusing: Promise<void> = Promise.resolve();
  /** The camera that was taken up to HD, and how many times the usual lines it gives. */
  #inHd: MediaStreamTrack | undefined;
  #times = 1;

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
    return this.tracks[source] !== undefined && this.#wanted[source] && !(source === 'camera' && !this.#withPictures);
  }

  get sharing(): Shared | undefined {
    return this.#share;
  }

  /** The voice first, then the pictures, once the way out is `ready` for them: on a thin link they would delay each other. */
  async attach(transport: SendTransport, line: Line, ready: Promise<unknown> = Promise.resolve()): Promise<void> {
    this.#line = line;
    this.#transport = transport;
    this.#producers.clear();
    this.#silence();
    const voice = this.#produce('microphone', transport);
    await ready;
    // Begun behind the voice, not after its answer. Without a picture the call goes on; a broken line is noticed by the line itself.
    await Promise.all([voice, this.#produce('camera', transport).catch(() => undefined)]);
    await this.#produceShare(transport).catch(() => undefined);
  }

  async set(source: OwnSource, on: boolean): Promise<void> {
    this.#wanted[source] = on;
    await this.#apply(source);
  }

  /** A manager switched the microphone off at the SFU: so it is here, until the person wants it on. */
  async wasMuted(): Promise<void> {
    await this.set('microphone', false);
  }

  /** Whether the link carries pictures now; the camera comes back as it was chosen. */
  async setPictures(on: boolean): Promise<void> {
    this.#withPictures = on;
    await Promise.all([this.#apply('camera'), this.#applyShare()]);
  }

  /** Another microphone or camera during the call; the old one is let go. */
  async use(source: OwnSource, track: MediaStreamTrack): Promise<void> {
    this.tracks[source]?.stop();
    this.tracks[source] = track;
    this.#silence();
    await this.#producers.get(source)?.replaceTrack({ track });
    await this.#apply(source);
    if (source === 'camera') await this.#anotherCamera();
  }

  /** Shows a screen or a document to all. Rejects when somebody else shares (Refused). */
  async startShare(share: Share, track: MediaStreamTrack): Promise<void> {
    this.#share?.track.stop();
    this.#share = { share, track };
    track.contentHint = 'detail';
    try {
      if (this.#transport !== undefined) await this.#produceShare(this.#transport);
    } catch (error) {
      track.stop();
      this.#share = undefined;
      throw error;
    }
  }

  async stopShare(): Promise<void> {
    this.#share?.track.stop();
    this.#share = undefined;
    const producer = this.#producers.get('share');
    this.#producers.delete('share');
    producer?.close();
    if (producer) await this.#line?.request('closeProducer', { producerId: producer.id }).catch(() => undefined);
  }

  /** On a thin link what is shared moves seldom and stays readable: it must not cost the voice. */
  async setShareThin(thin: boolean): Promise<void> {
    if (thin === this.#shareIsThin) return;
    this.#shareIsThin = thin;
    await this.#applyShare();
  }

  /** Sends of the camera only what somebody looks at: nothing, the small layer, both, or the upper one in HD where the way carries it. */
  setDemand(size: PictureSize, carriesHd = false): Promise<void> {
    this.#demand = { size, carriesHd };
    this.#focusing = this.#focusing.then(() => this.#applyDemand());
    return this.#focusing;
  }

  /** It gives the usual lines, and is taken up like the one before. */
  async #anotherCamera(): Promise<void> {
    if (this.#inHd === undefined) return;
    [this.#inHd, this.#times] = [undefined, 1];
    await this.#renewDemand();
  }

  #renewDemand(): Promise<void> {
    return this.setDemand(this.#demand.size, this.#demand.carriesHd);
  }

  async #applyDemand(): Promise<void> {
    const [demand, { camera }] = [this.#demand, this.tracks];
    const inHd = demand.size === 'hd' && demand.carriesHd;
    if (camera !== undefined && inHd !== (this.#inHd === camera)) {
      this.#times = await focus(camera, inHd);
      this.#inHd = inHd ? camera : undefined;
    }
    await changeEncodings(this.#producers.get('camera'), (encoding, layer) => ({ ...encoding, ...layerOf(demand, this.#times, layer) }));
  }

  /**
   * Looks whether the camera's layers are still those that were asked for: every round of setting up, for a voice or a
   * screen too, sets them back to those of the camera's beginning.
   */
  keepDemand(): void {
    const encodings = this.#producers.get('camera')?.rtpSender?.getParameters().encodings ?? [];
    const isAsked = ({ active, scaleResolutionDownBy = 1 }: RTCRtpEncodingParameters, layer: number) => {
      const asked = layerOf(this.#demand, this.#times, layer);
      return active === asked.active && Math.abs(scaleResolutionDownBy - (asked.scaleResolutionDownBy ?? 1)) < SAME_SCALE;
    };
    if (!encodings.every(isAsked)) void this.#renewDemand();
  }

  /**
   * For a thin link on either side: fewer, longer packets. The new stream takes the old one's place at the SFU. A call
   * begins so, until its link is known to be good. One change after another: two at once would leave a stream behind.
   */
  setThin(thin: boolean): Promise<void> {
    this.#thin = thin;
    this.#changingVoice = this.#changingVoice.then(() => this.#renewVoice());
    return this.#changingVoice;
  }

  /** The link carries the voice and hardly that: it takes less of it from the next packet on. */
  async setVoiceAlone(on: boolean): Promise<void> {
    this.#voiceAlone = on;
    await changeEncodings(this.#producers.get('microphone'), (encoding) => ({ ...encoding, maxBitrate: this.#voiceBitrate }));
  }

  stop(): void {
    this.tracks.microphone?.stop();
    this.tracks.camera?.stop();
    this.#share?.track.stop();
  }

  async #produce(source: OwnSource, transport: SendTransport): Promise<void> {
    const track = this.tracks[source];
    if (track === undefined || track.readyState === 'ended' || transport.closed) return;
    if (source === 'microphone') this.#sentThin = this.#thin;
    const options = source === 'microphone' ? this.#voice : this.#picture;
    const isOn = this.isOn(source);
    const producer = await transport.produce({ track, stopTracks: false, ...options, appData: { source, paused: !isOn } });
    this.#producers.set(source, producer);
    // Begun with a silent track, a stream is paused for the library, but not for the browser: black pictures would fill a thin link.
    if (!this.isOn(source)) producer.pause();
    // The wish may have changed while the stream was being set up.
    if (this.isOn(source) !== isOn) await this.#apply(source);
    if (source === 'microphone' && this.#voiceAlone) await this.setVoiceAlone(true);
  }

  /** No large layer where only the small one is wanted: one that waits for bandwidth has the link filled up to what it needs. */
  get #picture(): typeof pictureOptions {
    return { ...pictureOptions, encodings: pictureOptions.encodings.map((encoding, layer) => ({ ...encoding, active: layer === 0 || this.#demand.size !== 'small' })) };
  }

  get #voice(): typeof voiceOptions {
    return this.#thin ? thinVoiceOptions : voiceOptions;
  }

  get #voiceBitrate(): number {
    return this.#voiceAlone ? VOICE_ALONE : (this.#voice.encodings[0]?.maxBitrate ?? VOICE_ALONE);
  }

  async #renewVoice(): Promise<void> {
    const [older, transport] = [this.#producers.get('microphone'), this.#transport];
    if (older === undefined || older.closed || transport === undefined || this.#sentThin === this.#thin) return;
    await this.#produce('microphone', transport).then(() => older.close(), () => undefined);
  }

  async #produceShare(transport: SendTransport): Promise<void> {
    if (this.#share === undefined || this.#share.track.readyState === 'ended' || transport.closed) return;
    const { share, track } = this.#share;
    this.#producers.set('share', await transport.produce({ track, stopTracks: false, ...shareOptions, appData: { source: share, paused: !this.#withPictures } }));
    await this.#applyShare();
  }

  /** What is shared yields to the voice as the camera does, and comes back with it. */
  async #applyShare(): Promise<void> {
    const producer = this.#producers.get('share');
    if (producer === undefined || producer.closed) return;
    if (this.#withPictures) producer.resume();
    else producer.pause();
    await this.#line?.request(this.#withPictures ? 'resumeProducer' : 'pauseProducer', { producerId: producer.id }).catch(() => undefined);
    await changeEncodings(producer, (encoding) => ({ ...encoding, ...(this.#shareIsThin ? thinShare : fullShare) }));
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
    // Only where it changes: each time costs a round of setting up.
    if (on && producer.paused) producer.resume();
    if (!on && !producer.paused) producer.pause();
    // Told even if nothing changed here: the SFU's view must be right after a race. A broken line rejoins and says it again.
    await this.#line?.request(on ? 'resumeProducer' : 'pauseProducer', { producerId: producer.id }).catch(() => undefined);
  }
}

const changing = new WeakMap<RTCRtpSender, Promise<unknown>>();
/** A browser may not answer while a layer has no frames: the wish is told it once more, and the next waits no longer. */
const CHANGED_WITHIN_MS = 1_000;

/**
 * One change after another: parameters that were read while another change was under way are refused, and a camera that
 * was to be sent again would stay off.
 */
function changeEncodings(stream: SentStream | undefined, change: (encoding: RTCRtpEncodingParameters, layer: number) => RTCRtpEncodingParameters): Promise<void> {
  const sender = stream?.closed === false ? stream.rtpSender : undefined;
  if (sender === undefined) return Promise.resolve();
  const carryOut = async () => {
    const parameters = sender.getParameters();
    parameters.encodings = parameters.encodings.map(change);
    await sender.setParameters(parameters);
  };
  // A sender that was closed meanwhile refuses; the next join begins from the options again.
  const tried = () => within(CHANGED_WITHIN_MS, carryOut());
  const changed = (changing.get(sender) ?? Promise.resolve()).then(tried).catch(tried).catch(() => undefined);
  changing.set(sender, changed);
  return changed;
}
