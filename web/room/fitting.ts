import type { PictureSize } from '../../shared/room/kinds.ts';
import { hasPictures } from '../../shared/room/steps.ts';
import type { Sample } from './callMeter.ts';
import { holdOn, noHold, type Hold } from './hold.ts';
import type { Way } from './ladder.ts';
import type { Line } from './line.ts';
import type { Pace } from './pace.ts';
import type { Receiving } from './receiving.ts';
import type { Sending } from './sending.ts';

/** Where only the voice flows, a measurement of the line may hold its packets up by this much. */
const VOICE_ALONE_HOLD_MS = 300;

/** Good links have shorter packets from here on: less delay, at 9 kbit/s more. */
const SHORT_PACKETS_AFTER_MS = 10_000;

/** Fits what is sent and received to the link and to who looks: sizes of pictures, lengths of voice packets, how long voices are held back. */
export class Fitting {
  readonly #sending: Sending;
  readonly #receiving: Receiving;
  readonly #pace: Pace;
  #bandwidth: Way | undefined;
  #demand: PictureSize = 'large';
  #thinListener = false;
  #isMeasured = true;
  #untilShort: ReturnType<typeof setTimeout> | undefined;
  #hold: Hold = noHold;

  constructor(sending: Sending, receiving: Receiving, pace: Pace) {
    [this.#sending, this.#receiving, this.#pace] = [sending, receiving, pace];
  }

  /** A new way, or pictures begun anew: what was heard before is worth nothing. */
  forget(): void {
    this.#bandwidth = undefined;
  }

  /** Until the line is measured only small pictures are asked for: a large one that it can't carry would hold up the very word that says so. */
  async measured(measurement: Promise<void>, line: Line): Promise<void> {
    this.#isMeasured = false;
    void this.#receiving.setMost('small', undefined);
    await measurement;
    this.#isMeasured = true;
    void this.apply(line);
  }

  /** The server's estimate of the way down. */
  heard(bandwidth: Way): void {
    this.#bandwidth = bandwidth;
  }

  /** How large the others look at this person, and whether one of them has a thin link. */
  async asked(camera: PictureSize, thinListener: boolean, line: Line | undefined): Promise<void> {
    this.#demand = camera;
    this.#thinListener = thinListener;
    await this.apply(line);
  }

  /** Twice a second: what the link does, to the ladder. */
  weigh({ at, up, concealedPercent, lostPercent, strained = false }: Sample, connected: boolean): void {
    const hdSent = this.#demand === 'hd';
    this.#pace.observe({ at, connected, up, down: this.#bandwidth, concealedPercent, lostPercent, strained, hdSent, hdWanted: hdSent || this.#receiving.wantsHd, voiceIsYoung: this.#receiving.hasYoungVoice });
    this.#sending.keepDemand();
    if (lostPercent !== undefined) this.#holdVoices(at, lostPercent, concealedPercent ?? 0);
  }

  async apply(line: Line | undefined): Promise<void> {
    const smallOnly = this.#pace.limit === 'saver' || this.#pace.step === 'thumbnail';
    const isHd = this.#pace.step === 'hd';
    const own = smallOnly && this.#demand !== 'none' ? 'small' : this.#demand;
    this.#applyThin();
    // Not where nothing gets through at all: there they would only have to be opened again.
    this.#receiving.setPictures(this.#pace.step !== 'audio');
    await Promise.all([this.#receiving.setMost(smallOnly || !this.#isMeasured ? 'small' : isHd ? 'hd' : 'large', line), this.#sending.setShareThin(smallOnly), this.#sending.setDemand(own, isHd)]);
  }

  stop(): void {
    clearTimeout(this.#untilShort);
  }

  /** Voices are held back as long as it takes to send again what was lost. */
  #holdVoices(at: number, lostPercent: number, concealedPercent: number): void {
    this.#hold = holdOn(this.#hold, { at, lostPercent, concealedPercent });
    this.#receiving.hold(hasPictures(this.#pace.step) ? this.#hold.milliseconds : Math.max(VOICE_ALONE_HOLD_MS, this.#hold.milliseconds));
  }

  /** Long packets at once where they are needed; short ones only after the links have been good for a while. */
  #applyThin(): void {
    const own = this.#pace.step;
    clearTimeout(this.#untilShort);
    if (this.#thinListener || own === 'audio' || own === 'thumbnail') void this.#sending.setThin(true);
    else this.#shortSoon();
  }

  /** Not while packets are lost here or there: the change of streams itself would be heard (measured: 1.4 % of the sound). */
  #shortSoon(): void {
    this.#untilShort = setTimeout(() => {
      if (this.#hold.milliseconds > 0) this.#shortSoon();
      else void this.#sending.setThin(false);
    }, SHORT_PACKETS_AFTER_MS);
  }
}
