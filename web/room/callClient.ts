import { Device } from 'mediasoup-client';
import type { types } from 'mediasoup-client';
import type { LobbyMode, PictureSize, Share } from '../../shared/room/kinds.ts';
import type { Place, RoomPerson } from '../../shared/room/signalling.ts';
import { hasPictures } from '../../shared/room/steps.ts';
import type { CallLimit, CallStep } from '../../shared/room/steps.ts';
import type { RoomPass } from '../../shared/room/contract.ts';
import { CallMeter } from './callMeter.ts';
import type { CallTimes, Sample } from './callMeter.ts';
import { holdFor } from './callQuality.ts';
import type { CallQuality } from './callQuality.ts';
import { endingOf, freshMemory, pauseBefore, stateOf } from './callState.ts';
import type { CallMemory, CallState, EndReason } from './callState.ts';
import type { Way } from './ladder.ts';
import { openLine, Refused } from './line.ts';
import type { Line, Notice } from './line.ts';
import { openMediaPath } from './mediaPath.ts';
import type { MediaPath } from './mediaPath.ts';
import { Pace } from './pace.ts';
import { LineMeasure } from './probe.ts';
import { Receiving } from './receiving.ts';
import type { SharedPicture, Tile, TileSize } from './receiving.ts';
import { Sending } from './sending.ts';
import type { OwnSource } from './sending.ts';

export type CallOptions = {
  /** For the first try; without it, or when it is used up, one is asked for. */
  readonly pass?: RoomPass;
  /** A new pass for the next try (each is good for one join). Undefined: no right to the room any more. Throws: no network. */
  readonly renewPass: () => Promise<RoomPass | undefined>;
  readonly tracks: { readonly microphone?: MediaStreamTrack; readonly camera?: MediaStreamTrack };
  readonly limit?: CallLimit;
  /** How microphone and camera begin, when not both on: after a reload they are as they were. */
  readonly wanted?: { readonly microphone: boolean; readonly camera: boolean };
};

export type CallView = {
  readonly state: CallState;
  readonly tiles: readonly Tile[];
  /** Who is in the lobby: they can't be heard yet. Empty for whoever waits there too. */
  readonly lobby: readonly RoomPerson[];
  readonly lobbyMode: LobbyMode;
  /** This person, as the others see them; undefined before the first join. */
  readonly self: RoomPerson | undefined;
  readonly microphone: boolean;
  readonly camera: boolean;
  /** Where the link has the call now, and how far the person lets it go. */
  readonly step: CallStep;
  readonly limit: CallLimit;
  /** What somebody shows to all; not what this person shows. */
  readonly shared: SharedPicture | undefined;
  /** The track that this person shows to all. */
  readonly sharing: MediaStreamTrack | undefined;
  /** Who points where on what is shared, by peer. */
  readonly pointers: ReadonlyMap<string, Place>;
  readonly pinned: string | undefined;
  /** The last message that the room was told of; its text is fetched from the API. */
  readonly lastChat: { readonly peer: string; readonly communication: string } | undefined;
  /** The person's own choice, to begin with after a reload. */
  readonly wanted: { readonly microphone: boolean; readonly camera: boolean };
  /** The manager (peer) who switched this person's microphone off, until the person switches it on again. */
  readonly mutedBy: string | undefined;
  readonly speaker: string | undefined;
  readonly quality: CallQuality | undefined;
  readonly times: CallTimes;
};

/** What the methods of `CallClient` do not say in their own name. */
export type RoomAction = 'raiseHand' | 'point' | 'chat' | 'mutePerson' | 'lowerHand' | 'admit' | 'turnAway' | 'sendOut' | 'lobby';

/** Where only the voice flows, a measurement of the line may hold its packets up by this much. */
const VOICE_ALONE_HOLD_MS = 300;

/** Good links have shorter packets from here on: less delay, at 9 kbit/s more. */
const SHORT_PACKETS_AFTER_MS = 10_000;

/** A request into a dead network may hang for minutes. */
const PASS_WITHIN_MS = 5_000;

function within<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/**
 * One person's call: joins, sends, receives, and comes back by itself after whatever breaks.
 * Knows no screen: `subscribe` tells what to show, the methods are what a person can do.
 */
export class CallClient {
  readonly #options: CallOptions;
  readonly #sending: Sending;
  readonly #receiving = new Receiving(() => this.#changed());
  readonly #listeners = new Set<(view: CallView) => void>();
  #memory: CallMemory;
  #line: Line | undefined;
  #path: MediaPath | undefined;
  readonly #pace: Pace;
  #measure = new LineMeasure(Number.POSITIVE_INFINITY);
  #speaker: string | undefined;
  #bandwidth: Way | undefined;
  #demand: PictureSize = 'large';
  #lobbyMode: LobbyMode = 'automatic';
  #pointers: ReadonlyMap<string, Place> = new Map();
  #lastChat: CallView['lastChat'];
  #mutedBy: string | undefined;
  #meter: CallMeter | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #thinListener = false;
  #untilShort: ReturnType<typeof setTimeout> | undefined;
  #losses = 0;
  #told = false;
  #turn = 0;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#sending = new Sending(options.tracks, options.wanted);
    this.#pace = new Pace(options.limit ?? 'automatic', {
      onStep: (step) => void this.#takeStep(step),
      probe: () => (this.#line === undefined ? Promise.reject(new Error('no line')) : this.#measure.again(this.#line, this.#pace.step === 'audio' ? 'short' : 'long')),
    });
    this.#memory = { ...freshMemory, step: this.#pace.step };
  }

  get view(): CallView {
    const { people, self, step } = this.#memory;
    return {
      state: stateOf(this.#memory),
      tiles: this.#receiving.tiles(people, self),
      lobby: people.filter(({ presence, peer }) => presence === 'lobby' && peer !== self),
      lobbyMode: this.#lobbyMode,
      self: people.find(({ peer }) => peer === self),
      microphone: this.#sending.isOn('microphone'),
      camera: this.#sending.isOn('camera'),
      step,
      limit: this.#pace.limit,
      shared: this.#receiving.shared(people),
      sharing: this.#sending.sharing?.track,
      pointers: this.#pointers,
      pinned: this.#receiving.pinned,
      lastChat: this.#lastChat,
      wanted: { microphone: this.#sending.wants('microphone'), camera: this.#sending.wants('camera') },
      mutedBy: this.#mutedBy,
      speaker: this.#speaker,
      quality: this.#meter?.quality,
      times: this.#meter?.times ?? {},
    };
  }

  subscribe(listener: (view: CallView) => void): () => void {
    this.#listeners.add(listener);
    listener(this.view);
    return () => this.#listeners.delete(listener);
  }

  /** Begins the call; everything after is told to the subscribers. */
  start(): void {
    this.#meter = new CallMeter({ onChange: () => this.#changed(), onSample: (sample) => this.#weigh(sample), onReport: (quality, times, line) => this.#report(quality, times, line) });
    globalThis.addEventListener?.('online', this.#probe);
    globalThis.document?.addEventListener('visibilitychange', this.#onVisibility);
    globalThis.document?.addEventListener('leavepictureinpicture', this.#onVisibility);
    void this.#sending.setPictures(hasPictures(this.#pace.step));
    void this.#receiving.setSmallOnly(this.#pace.limit === 'saver', undefined);
    void this.#attempt(this.#options.pass);
  }

  leave(): void {
    this.#line?.request('leave', {}).catch(() => undefined);
    this.#end('left');
  }

  setMicrophone(on: boolean): Promise<void> {
    this.#mutedBy = undefined;
    return this.#set('microphone', on);
  }

  setCamera(on: boolean): Promise<void> {
    return this.#set('camera', on);
  }

  /** How far the person lets the call use the link; what was chosen for the camera comes back with the pictures. */
  setLimit(limit: CallLimit): void {
    this.#pace.choose(limit);
    void this.#applyDemand();
    this.#changed();
  }

  async useTrack(source: OwnSource, track: MediaStreamTrack): Promise<void> {
    await this.#sending.use(source, track);
    this.#changed();
  }

  /** How large the tile of a person is on the screen; a hidden one costs nothing. */
  async showPeer(peer: string, size: TileSize): Promise<void> {
    await this.#receiving.resize(peer, size, this.#line);
  }

  /** Served before the others when the bandwidth is not enough for all; undefined: nobody. */
  async pin(peer: string | undefined): Promise<void> {
    await this.#receiving.pin(peer, this.#line);
  }

  /** Rejects with `Refused` when somebody else shares already. */
  async startShare(share: Share, track: MediaStreamTrack): Promise<void> {
    track.addEventListener('ended', () => void this.stopShare());
    await this.#sending.startShare(share, track).finally(() => this.#changed());
  }

  async stopShare(): Promise<void> {
    await this.#sending.stopShare();
    this.#changed();
  }

  /** Anything that people do in a room besides being heard and seen (shared/room/signalling.ts). Rejects with `Refused`. */
  readonly ask: <Type extends RoomAction>(type: Type, fields: Parameters<Line['request']>[1] & object) => Promise<unknown> = (type, fields) =>
    this.#line?.request(type, fields as never) ?? Promise.reject(new Error('not in the room'));

  async #set(source: OwnSource, on: boolean): Promise<void> {
    const applied = this.#sending.set(source, on);
    this.#changed();
    await applied;
  }

  async #attempt(pass: RoomPass | undefined): Promise<void> {
    this.#retry = undefined;
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const usable = pass ?? (await within(PASS_WITHIN_MS, this.#options.renewPass()));
      if (this.#memory.ended !== undefined) return;
      if (usable === undefined) return this.#end('refused');
      await this.#join(usable);
    } catch (error) {
      // A late failure of an older try must not end the newer one.
      if (turn === this.#turn) this.#lost(this.#line, error instanceof Refused ? error.code : '');
    }
  }

  async #join(pass: RoomPass): Promise<void> {
    let current: Line | undefined;
    const line = await openLine(pass.url, {
      onNotice: (notice) => this.#line === current && this.#note(notice),
      onClosed: (code) => this.#lost(current, code),
    });
    current = line;
    if (this.#memory.ended !== undefined) return line.close();
    this.#line = line;
    const answer = await line.request('join', { token: pass.token });
    const device = new Device();
    await device.load({ routerRtpCapabilities: answer.rtpCapabilities as types.RtpCapabilities });
    if (this.#line !== line) return;
    const path = openMediaPath({ device, answer, line, iceServers: pass.iceServers }, {
      onLost: () => this.#line === line && this.#remember({ mediaLost: true }),
      onBack: () => this.#line === line && this.#remember({ mediaLost: false }),
    });
    this.#path = path;
    this.#meter?.joined(path, line);
    this.#bandwidth = undefined;
    this.#lobbyMode = answer.lobby;
    this.#remember({ joined: true, everJoined: true, mediaLost: false, attempt: 0, self: answer.peer, people: answer.people });
    this.#measure = new LineMeasure(line.roundTripMs);
    const measured = this.#pace.joined(this.#measure.first(line));
    const ready = line.request('ready', { rtpCapabilities: device.recvRtpCapabilities as never, step: this.#memory.step });
    const mine = answer.people.find(({ peer }) => peer === answer.peer);
    await Promise.all([ready, mine?.speak === false ? undefined : this.#sending.attach(path.send, line, measured)]);
    await this.#applyDemand();
    this.#changed();
  }

  #note(notice: Notice): void {
    switch (notice.type) {
      case 'people':
        this.#lobbyMode = notice.lobby;
        return this.#remember({ people: notice.people });
      case 'speaker':
        this.#speaker = notice.peer ?? undefined;
        return this.#changed();
      case 'bandwidth':
        this.#bandwidth = { kbps: notice.kbps, limited: notice.limited };
        return;
      case 'demand':
        this.#demand = notice.camera;
        void this.#applyDemand(notice.thinListener);
        return;
      case 'muted':
        this.#mutedBy = notice.by;
        void this.#sending.wasMuted();
        return this.#changed();
      case 'pointer':
        this.#pointers = new Map([...this.#pointers].filter(([peer]) => peer !== notice.peer).concat(notice.at ? [[notice.peer, notice.at]] : []));
        return this.#changed();
      case 'chat':
        this.#lastChat = { peer: notice.peer, communication: notice.communication };
        return this.#changed();
      case 'offer':
        return this.#takeOffer(notice);
      case 'streamEnded':
      case 'streamPaused':
      case 'layer':
        return this.#receiving.note(notice);
    }
  }

  #takeOffer(notice: Extract<Notice, { type: 'offer' }>): void {
    const [path, line] = [this.#path, this.#line];
    if (path === undefined || line === undefined) return;
    this.#receiving.take(notice, path.receive, line).then(
      (consumer) => void this.#meter?.watchFirst(consumer),
      () => this.#line === line && line.close(),
    );
  }

  /** Twice a second: what the link does, to the ladder. */
  #weigh({ at, up, concealedPercent, lostPercent }: Sample): void {
    const { joined, mediaLost, everJoined } = this.#memory;
    if (!everJoined) return;
    const hdWanted = this.#demand === 'hd' || this.#receiving.wantsHd;
    this.#pace.observe({ at, connected: joined && !mediaLost, up, down: this.#bandwidth, concealedPercent, hdWanted });
    if (lostPercent !== undefined) this.#holdVoices(lostPercent);
  }

  /** The more is lost, the longer voices are held back, so that what was lost can be sent again in time. */
  #holdVoices(lostPercent: number): void {
    this.#losses = this.#losses * 0.8 + lostPercent * 0.2;
    this.#receiving.hold(hasPictures(this.#pace.step) ? holdFor(this.#losses) : Math.max(VOICE_ALONE_HOLD_MS, holdFor(this.#losses)));
  }

  async #takeStep(step: CallStep): Promise<void> {
    this.#remember({ step });
    await Promise.all([this.#sending.setPictures(hasPictures(step)), this.#line?.request('step', { step }).catch(() => undefined)]);
    await this.#applyDemand();
  }

  async #applyDemand(thinListener = this.#thinListener): Promise<void> {
    this.#thinListener = thinListener;
    const smallOnly = this.#pace.limit === 'saver' || this.#pace.step === 'thumbnail';
    this.#applyThin();
    await Promise.all([this.#receiving.setSmallOnly(smallOnly, this.#line), this.#sending.setDemand(smallOnly && this.#demand !== 'none' ? 'small' : this.#demand)]);
  }

  /** Long packets at once where they are needed; short ones only after the links have been good for a while. */
  #applyThin(): void {
    const own = this.#pace.step;
    clearTimeout(this.#untilShort);
    if (this.#thinListener || own === 'audio' || own === 'thumbnail') void this.#sending.setThin(true);
    else this.#untilShort = setTimeout(() => void this.#sending.setThin(false), SHORT_PACKETS_AFTER_MS);
  }

  /** Also the heartbeat: a line that does not answer it is taken for broken. */
  #report(quality: CallQuality, times: CallTimes, line: Line): void {
    line.request('quality', { report: { ...times, ...quality, step: this.#pace.step } }).catch(() => undefined);
  }

  /** The line or the media broke for good: everything of this join is closed, and the next try begins. */
  #lost(line: Line | undefined, code: string): void {
    if (this.#memory.ended !== undefined || line !== this.#line || this.#retry !== undefined) return;
    this.#hangUp();
    const ending = endingOf(code);
    if (ending !== undefined) return this.#end(ending);
    const attempt = this.#memory.attempt + 1;
    this.#remember({ joined: false, mediaLost: false, attempt });
    this.#retry = setTimeout(() => void this.#attempt(undefined), pauseBefore(attempt, Math.random));
  }

  #hangUp(): void {
    const line = this.#line;
    this.#line = undefined;
    this.#path?.close();
    this.#path = undefined;
    this.#receiving.clear();
    this.#meter?.lost();
    line?.close();
  }

  #end(reason: EndReason): void {
    if (this.#memory.ended !== undefined) return;
    this.#memory = { ...this.#memory, ended: reason, joined: false };
    clearTimeout(this.#retry);
    clearTimeout(this.#untilShort);
    this.#meter?.stop();
    globalThis.removeEventListener?.('online', this.#probe);
    globalThis.document?.removeEventListener('visibilitychange', this.#onVisibility);
    globalThis.document?.removeEventListener('leavepictureinpicture', this.#onVisibility);
    // The camera's light goes out with the call.
    this.#sending.stop();
    // "leave" is already on its way; closing right after would still send it (RFC 6455 7.1.2).
    this.#hangUp();
    this.#changed();
  }

  /** The network says that it is back: try now, not when the pause is over. */
  readonly #probe = (): void => {
    if (this.#retry === undefined) return;
    clearTimeout(this.#retry);
    void this.#attempt(undefined);
  };

  readonly #onVisibility = (): void => {
    // A picture that floats over other pages is looked at although this page is not.
    void this.#receiving.setHidden(document.hidden && document.pictureInPictureElement === null, this.#line);
  };

  #remember(change: Partial<CallMemory>): void {
    if (this.#memory.ended !== undefined) return;
    this.#memory = { ...this.#memory, ...change };
    this.#changed();
  }

  /** Several changes in one turn are one telling. */
  #changed(): void {
    if (this.#told) return;
    this.#told = true;
    queueMicrotask(() => {
      this.#told = false;
      const { view } = this;
      for (const listener of this.#listeners) listener(view);
    });
  }
}
