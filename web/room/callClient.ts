import { hasPictures, type CallLimit, type CallStep } from '../../shared/room/steps.ts';
import type { RoomPass } from '../../shared/room/contract.ts';
import type { StreamOffer } from '../../shared/room/signalling.ts';
import { CallMeter, type CallTimes, type Sample } from './callMeter.ts';
import type { CallQuality } from './callQuality.ts';
import { endingOf, freshMemory, reachWithin, type CallMemory, type EndReason } from './callState.ts';
import type { CallOptions, CallView, RoomAction } from './callView.ts';
import { doorTo, openDoor, type Door } from './door.ts';
import { Fitting } from './fitting.ts';
import { Refused, type Line, type Notice } from './line.ts';
import { Pace } from './pace.ts';
import { Passes } from './passes.ts';
import { LineMeasure } from './probe.ts';
import { Receiving, type TileSize } from './receiving.ts';
import { Retry } from './retry.ts';
import { newsAfter, noNews } from './roomNews.ts';
import { Sending, type OwnSource } from './sending.ts';
import { Showing } from './showing.ts';
import { Stay } from './stay.ts';
import { Telling } from './telling.ts';
import { viewOf } from './viewOf.ts';
import { watchPage } from './watchPage.ts';

export { openDoor };

/**
 * One person's call: joins, sends, receives, and comes back by itself after whatever breaks.
 * Knows no screen: `subscribe` tells what to show, the methods are what a person can do.
 */
export class CallClient {
  readonly #options: CallOptions;
  readonly #sending: Sending;
  readonly #receiving = new Receiving(() => this.#changed());
  /** What is shared with all. */
  readonly showing: Showing;
  readonly #telling = new Telling<CallView>(() => this.view);
  #memory: CallMemory;
  #line: Line | undefined;
  #stay: Stay | undefined;
  readonly #pace: Pace;
  readonly #fitting: Fitting;
  #news = noNews;
  #measure = new LineMeasure(Number.POSITIVE_INFINITY);
  #meter: CallMeter | undefined;
  readonly #retry = new Retry(() => void this.#attempt(undefined));
  #turn = 0;
  #door: Promise<Door | undefined> | undefined;
  readonly #passes: Passes;
  /** Offers that came before the answer to the join. */
  #early: StreamOffer[] = [];
  #unwatch: (() => void) | undefined;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#door = options.door;
    this.#passes = new Passes(options.renewPass);
    this.#sending = new Sending(options.tracks, options.wanted);
    this.showing = new Showing(this.#sending, this.#receiving, { line: () => this.#line, onChange: () => this.#changed() });
    this.#pace = new Pace(options.limit ?? 'automatic', {
      onStep: (step) => void this.#takeStep(step),
      probe: () => (this.#line === undefined ? Promise.reject(new Error('no line')) : this.#measure.again(this.#line, this.#pace.step)),
    });
    this.#fitting = new Fitting(this.#sending, this.#receiving, this.#pace);
    this.#memory = { ...freshMemory, step: this.#pace.step };
  }

  get view(): CallView {
    return viewOf({ memory: this.#memory, news: this.#news, sending: this.#sending, receiving: this.#receiving, showing: this.showing, limit: this.#pace.limit, meter: this.#meter });
  }

  subscribe(listener: (view: CallView) => void): () => void {
    return this.#telling.subscribe(listener);
  }

  /** Begins the call; everything after is told to the subscribers. */
  start(): void {
    this.#meter = new CallMeter({ onChange: () => this.#changed(), onSample: (sample) => this.#weigh(sample), onReport: (quality, times, line) => this.#report(quality, times, line) });
    const tryNow = () => {
      this.#stay?.tryNow();
      this.#retry.hurry();
    };
    this.#unwatch = watchPage({ onOnline: tryNow, onHidden: (hidden) => void this.#receiving.setHidden(hidden, this.#line) });
    void this.#sending.setPictures(hasPictures(this.#pace.step));
    void this.#receiving.setMost(this.#pace.limit === 'saver' ? 'small' : 'large', undefined);
    void this.#attempt(this.#options.pass);
  }

  leave(): void {
    this.#line?.request('leave', {}).catch(() => undefined);
    this.#end('left');
  }

  setMicrophone(on: boolean): Promise<void> {
    this.#news = { ...this.#news, mutedBy: undefined };
    return this.#set('microphone', on);
  }

  setCamera(on: boolean): Promise<void> {
    return this.#set('camera', on);
  }

  /** How far the person lets the call use the link; what was chosen for the camera comes back with the pictures. */
  setLimit(limit: CallLimit): void {
    this.#pace.choose(limit);
    void this.#fitting.apply(this.#line);
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

  /** The wanted photo was taken, or will not be. */
  photoAnswered(): void {
    this.#news = { ...this.#news, photoAskedBy: undefined };
    this.#changed();
  }

  /** Anything that people do in a room besides being heard and seen (shared/room/signalling.ts). Rejects with `Refused`. */
  readonly ask: <Type extends RoomAction>(type: Type, fields: Parameters<Line['request']>[1] & object) => Promise<unknown> = (type, fields) =>
    this.#line?.request(type, fields as never) ?? Promise.reject(new Error('not in the room'));

  #set(source: OwnSource, on: boolean): Promise<void> {
    const applied = this.#sending.set(source, on);
    this.#changed();
    return applied;
  }

  async #attempt(pass: RoomPass | undefined): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const usable = pass ?? (await this.#passes.next());
      if (this.#memory.ended !== undefined) return;
      if (usable === undefined) return this.#end('refused');
      await this.#join(usable);
    } catch (error) {
      // A late failure of an older try must not end the newer one.
      if (turn === this.#turn) this.#lost(this.#line, error instanceof Refused ? error.code : '');
    }
  }

  async #join(pass: RoomPass): Promise<void> {
    const door = await doorTo(pass.url, this.#door, reachWithin(this.#memory.attempt));
    const { line, device } = door;
    this.#door = undefined;
    this.#passes.spent();
    if (this.#memory.ended !== undefined) return line.close();
    this.#line = line;
    const isAlive = () => this.#meter?.hasSound ?? false;
    const heard = { onNotice: (notice: Notice) => this.#line === line && this.#note(notice), onClosed: (code: string) => this.#lost(line, code), isAlive };
    line.listen(heard);
    const answer = await line.request('join', { token: pass.token, rtpCapabilities: device.recvRtpCapabilities as never, step: this.#memory.step });
    if (this.#line !== line) return;
    const stay = new Stay({ door, answer, iceServers: pass.iceServers, receiving: this.#receiving }, {
      isAlive,
      onConsumer: (consumer) => void this.#meter?.watchFirst(consumer),
      onLost: () => this.#line === line && this.#remember({ mediaLost: true }),
      onBack: () => this.#line === line && this.#mediaIsBack(),
    });
    this.#stay = stay;
    line.listen({ ...heard, onBroken: () => void stay.resume() });
    this.#news = { ...this.#news, lobbyMode: answer.lobby };
    const wasIn = this.#memory.everJoined;
    this.#remember({ joined: true, everJoined: true, mediaLost: false, attempt: 0, self: answer.peer, people: answer.people });
    this.#measure = new LineMeasure(line.roundTripMs);
    // After a return the ladder knows the link already, and falls soon where it has become worse.
    const measured = wasIn ? undefined : this.#fitting.measured(this.#pace.joined(this.#measure.first(line)), line);
    // What comes from others first: it is what the person waits for, and two paths set up at once hold each other up.
    await stay.takeFirst([...this.#early.splice(0), ...answer.offers]);
    if (this.#line === line) await this.#beginMedia(stay, measured);
  }

  /** On a new path: all that this person sends, and what is shown. */
  async #beginMedia(stay: Stay, measured?: Promise<void>): Promise<void> {
    const { line, path } = stay;
    this.#meter?.joined(path, line);
    this.#fitting.forget();
    if (this.view.self?.speak !== false) await this.#sending.attach(path.send(), line, Promise.all([measured, stay.sendReady()]));
    await this.showing.again(line);
    await this.#fitting.apply(this.#line);
    this.#changed();
  }

  #note(notice: Notice): void {
    this.#news = newsAfter(this.#news, notice);
    switch (notice.type) {
      case 'people':
        return this.#remember({ people: notice.people });
      case 'bandwidth':
        return this.#fitting.heard({ kbps: notice.kbps, limited: notice.limited });
      case 'demand':
        void this.#fitting.asked(notice.camera, notice.thinListener, this.#line);
        return;
      case 'muted':
        void this.#sending.wasMuted();
        return this.#changed();
      case 'speaker':
      case 'pointer':
      case 'photoAsked':
      case 'recording':
      case 'chat':
        return this.#changed();
      case 'offers':
        if (this.#stay === undefined) this.#early.push(...notice.offers);
        else void this.#stay.take(notice.offers);
        return;
      case 'moved':
        this.#stay?.move(notice);
        if (this.#stay) void this.#beginMedia(this.#stay).catch(() => undefined);
        return;
      case 'streamEnded':
      case 'streamPaused':
      case 'layer':
        return this.#receiving.note(notice);
    }
  }

  /** The ladder is told at once: the pictures need not wait for its next look. */
  #mediaIsBack(): void {
    this.#remember({ mediaLost: false });
    this.#weigh({ at: performance.now(), up: undefined, concealedPercent: undefined, lostPercent: undefined });
  }

  #weigh(sample: Sample): void {
    const { joined, mediaLost, everJoined } = this.#memory;
    if (everJoined) this.#fitting.weigh(sample, joined && !mediaLost);
  }

  async #takeStep(step: CallStep): Promise<void> {
    this.#remember({ step });
    // What was heard of the way down while pictures flooded it says nothing of the next climb.
    if (!hasPictures(step)) this.#fitting.forget();
    void this.#sending.setVoiceAlone(!hasPictures(step));
    // All at once: on a line that is flooded, what waits for an answer comes seconds later.
    await Promise.all([this.#sending.setPictures(hasPictures(step)), this.#line?.request('step', { step }).catch(() => undefined), this.#fitting.apply(this.#line)]);
  }

  /** Also the heartbeat: a line that does not answer it is taken for broken. */
  #report(quality: CallQuality, times: CallTimes, line: Line): void {
    line.request('quality', { report: { ...times, ...quality, step: this.#pace.step } }).catch(() => undefined);
  }

  /** The line or the media broke for good: everything of this join is closed, and the next try begins. */
  #lost(line: Line | undefined, code: string): void {
    if (this.#memory.ended !== undefined || line !== this.#line || this.#retry.isWaiting) return;
    this.#hangUp();
    const ending = endingOf(code);
    if (ending !== undefined) return this.#end(ending);
    const attempt = this.#memory.attempt + 1;
    this.#remember({ joined: false, mediaLost: false, attempt });
    this.#retry.after(code, attempt);
  }

  #hangUp(): void {
    const line = this.#line;
    this.#line = undefined;
    this.#early = [];
    this.#stay?.close();
    this.#stay = undefined;
    this.#receiving.clear();
    this.#meter?.lost();
    line?.close();
  }

  #end(reason: EndReason): void {
    if (this.#memory.ended !== undefined) return;
    this.#memory = { ...this.#memory, ended: reason, joined: false };
    this.#retry.stop();
    this.#fitting.stop();
    this.#meter?.stop();
    this.#unwatch?.();
    // The camera's light goes out with the call.
    this.#sending.stop();
    // "leave" is already on its way; closing right after would still send it (RFC 6455 7.1.2).
    this.#hangUp();
    this.#changed();
  }

  #remember(change: Partial<CallMemory>): void {
    if (this.#memory.ended !== undefined) return;
    this.#memory = { ...this.#memory, ...change };
    this.#changed();
  }

  #changed(): void {
    this.#telling.changed();
  }
}
