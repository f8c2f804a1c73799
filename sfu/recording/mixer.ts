/** 20 ms of one voice track at 48 kHz: what the mix is made and encoded of. */
export const FRAME_SAMPLES = 960;
export const SAMPLES_A_MS = 48;

/** Adds up voices on one time line (samples since the recording began) and gives them out as whole frames, silence where nobody spoke. */
export class Mixer {
  readonly #frames = new Map<number, Int32Array>();
  #next = 0;

  /** What belongs to a frame that was given out already is left out. */
  add(from: number, voice: Int16Array): void {
    for (let n = 0; n < voice.length; n += 1) {
      const sample = from + n;
      const index = Math.floor(sample / FRAME_SAMPLES);
      if (index < this.#next) continue;
      let frame = this.#frames.get(index);
      if (frame === undefined) this.#frames.set(index, (frame = new Int32Array(FRAME_SAMPLES)));
      frame[sample - index * FRAME_SAMPLES] = (frame[sample - index * FRAME_SAMPLES] ?? 0) + (voice[n] ?? 0);
    }
  }

  /** The whole frames before this sample; each once. */
  take(before: number): { readonly index: number; readonly frame: Int16Array }[] {
    const taken: { index: number; frame: Int16Array }[] = [];
    for (; (this.#next + 1) * FRAME_SAMPLES <= before; this.#next += 1) {
      const sum = this.#frames.get(this.#next);
      this.#frames.delete(this.#next);
      taken.push({ index: this.#next, frame: Int16Array.from(sum ?? new Int32Array(FRAME_SAMPLES), limited) });
    }
    return taken;
  }

  /** Forgets what lies after this sample: it was said while nothing may be recorded. */
  cut(): void {
    this.#frames.clear();
  }

  /** Where the next frame begins. */
  get position(): number {
    return this.#next * FRAME_SAMPLES;
  }
}

const limited = (sample: number): number => Math.max(-32_768, Math.min(32_767, sample));
