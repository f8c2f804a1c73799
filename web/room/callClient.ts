import { Device } from 'mediasoup-client';
import type { types } from 'mediasoup-client';
import type { RoomPass } from '../../shared/room/contract.ts';
import { CallMeter } from './callMeter.ts';
import type { CallTimes } from './callMeter.ts';
import type { CallQuality } from './callQuality.ts';
import { endingOf, freshMemory, pauseBefore, stateOf } from './callState.ts';
import type { CallMemory, CallState, EndReason } from './callState.ts';
import { openLine, Refused } from './line.ts';
import type { Line, Notice } from './line.ts';
import { openMediaPath } from './mediaPath.ts';
import type { MediaPath } from './mediaPath.ts';
import { Receiving } from './receiving.ts';
import type { Tile, TileSize } from './receiving.ts';
import { Sending } from './sending.ts';
import type { OwnSource } from './sending.ts';

export type CallOptions = {
  /** For the first try; without it, or when it is used up, one is asked for. */
  readonly pass?: RoomPass;
  /** A new pass for the next try (each is good for one join). Undefined: no right to the room any more. Throws: no network. */
  readonly renewPass: () => Promise<RoomPass | undefined>;
  readonly tracks: { readonly microphone?: MediaStreamTrack; readonly camera?: MediaStreamTrack };
  readonly audioOnly?: boolean;
  /** How microphone and camera begin, when not both on: after a reload they are as they were. */
  readonly wanted?: { readonly microphone: boolean; readonly camera: boolean };
};

export type CallView = {
  readonly state: CallState;
  readonly tiles: readonly Tile[];
  /** Who is in the lobby: they can't be heard yet. */
  readonly lobby: readonly string[];
  readonly microphone: boolean;
  readonly camera: boolean;
  readonly audioOnly: boolean;
  /** The person's own choice, to begin with after a reload. */
  readonly wanted: { readonly microphone: boolean; readonly camera: boolean };
  readonly speaker: string | undefined;
  readonly quality: CallQuality | undefined;
  readonly times: CallTimes;
};

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
  #speaker: string | undefined;
  #meter: CallMeter | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #told = false;
  #turn = 0;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#sending = new Sending(options.tracks, options.wanted);
    this.#memory = { ...freshMemory, audioOnly: options.audioOnly ?? false };
  }

  get view(): CallView {
    const { people, self, audioOnly } = this.#memory;
    return {
      state: stateOf(this.#memory),
      tiles: this.#receiving.tiles(people, self),
      lobby: people.filter(({ presence, peer }) => presence === 'lobby' && peer !== self).map(({ name }) => name),
      microphone: this.#sending.isOn('microphone'),
      camera: this.#sending.isOn('camera'),
      audioOnly,
      wanted: { microphone: this.#sending.wants('microphone'), camera: this.#sending.wants('camera') },
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
    this.#meter = new CallMeter(() => this.#changed());
    globalThis.addEventListener?.('online', this.#probe);
    globalThis.document?.addEventListener('visibilitychange', this.#onVisibility);
    void this.#sending.setAudioOnly(this.#memory.audioOnly);
    void this.#attempt(this.#options.pass);
  }

  leave(): void {
    this.#line?.request('leave', {}).catch(() => undefined);
    this.#end('left');
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.#set('microphone', on);
  }

  setCamera(on: boolean): Promise<void> {
    return this.#set('camera', on);
  }

  /** No pictures in either direction, by the person's own choice; the camera comes back as it was. */
  async setAudioOnly(on: boolean): Promise<void> {
    this.#remember({ audioOnly: on });
    await Promise.all([this.#sending.setAudioOnly(on), this.#line?.request('audioOnly', { on }).catch(() => undefined)]);
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
    const path = openMediaPath(device, answer, line, {
      onLost: () => this.#line === line && this.#remember({ mediaLost: true }),
      onBack: () => this.#line === line && this.#remember({ mediaLost: false }),
    });
    this.#path = path;
    this.#meter?.joined(path, line);
    this.#remember({ joined: true, everJoined: true, mediaLost: false, attempt: 0, self: answer.peer, people: answer.people });
    const ready = line.request('ready', { rtpCapabilities: device.recvRtpCapabilities as never, audioOnly: this.#memory.audioOnly });
    const mine = answer.people.find(({ peer }) => peer === answer.peer);
    await Promise.all([ready, mine?.speak === false ? undefined : this.#sending.attach(path.send, line)]);
    this.#changed();
  }

  #note(notice: Notice): void {
    if (notice.type === 'people') return this.#remember({ people: notice.people });
    if (notice.type === 'speaker') {
      this.#speaker = notice.peer ?? undefined;
      return this.#changed();
    }
    if (notice.type !== 'offer') return this.#receiving.note(notice);
    const [path, line] = [this.#path, this.#line];
    if (path === undefined || line === undefined) return;
    this.#receiving.take(notice, path.receive, line).then(
      (consumer) => void this.#meter?.watchFirst(consumer),
      () => this.#line === line && line.close(),
    );
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
    this.#meter?.stop();
    globalThis.removeEventListener?.('online', this.#probe);
    globalThis.document?.removeEventListener('visibilitychange', this.#onVisibility);
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
    void this.#receiving.setHidden(document.hidden, this.#line);
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
