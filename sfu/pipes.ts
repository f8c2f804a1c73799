import type { Consumer, Leg, PipeEnd, Producer } from './leg.ts';

/**
 * A stream on its way from one part of a room to another: it crosses once, however many receive it there, and flows only
 * while one of them lets it.
 */
export class Crossing {
  readonly #outlet: Consumer;
  readonly #behind = new Set<Consumer>();
  #settled: Promise<void> = Promise.resolve();

  constructor(outlet: Consumer) {
    this.#outlet = outlet;
  }

  /** Somebody behind it receives the stream, or will. */
  follow(consumer: Consumer | undefined): void {
    if (consumer === undefined || consumer.closed) return;
    this.#behind.add(consumer);
    const look = () => this.#look();
    consumer.observer.on('pause', look);
    consumer.observer.on('resume', look);
    consumer.on('producerresume', look);
    consumer.observer.on('close', () => {
      this.#behind.delete(consumer);
      this.#look();
    });
    this.#look();
  }

  /** One change after another, each from what is true then. */
  #look(): void {
    const settle = async (): Promise<void> => {
      const flows = [...this.#behind].some(({ paused }) => !paused);
      if (this.#outlet.closed || flows === !this.#outlet.paused) return;
      await (flows ? this.#outlet.resume() : this.#outlet.pause());
    };
    // What fails here fails because the stream or one of the two parts has gone.
    this.#settled = this.#settled.then(settle).catch(() => undefined);
  }
}

type Pipe = Readonly<Record<string, PipeEnd>>;

/** The pipes between the parts of one room: one for each two, opened when the first stream needs it. */
export class Pipes {
  readonly #pipes = new Map<string, Promise<Pipe>>();
  readonly #crossings = new Map<string, Promise<Crossing>>();

  /** Makes a stream of one part receivable on another. */
  async bring(producer: Producer, from: Leg, to: Leg): Promise<Crossing | undefined> {
    if (from === to) return undefined;
    const key = `${producer.id} ${to.id}`;
    const present = this.#crossings.get(key);
    if (present !== undefined) return await present;
    const opening = this.#cross(producer, { from, to, onEnd: () => this.#crossings.delete(key) });
    this.#crossings.set(key, opening);
    opening.catch(() => this.#crossings.delete(key));
    return await opening;
  }

  /** A part has gone: so have its pipes, and what came through them. */
  forget(leg: Leg): void {
    for (const [key, opening] of this.#pipes) {
      if (!key.split(' ').includes(leg.id)) continue;
      this.#pipes.delete(key);
      void opening.then((ends) => Object.values(ends).forEach((end) => end.close()), () => undefined);
    }
  }

  async #cross(producer: Producer, { from, to, onEnd }: { readonly from: Leg; readonly to: Leg; readonly onEnd: () => void }): Promise<Crossing> {
    const ends = await this.#between(from, to);
    const [near, far] = [ends[from.id], ends[to.id]];
    if (near === undefined || far === undefined) throw new Error('a pipe has an end on either side');
    const outlet = await near.send(producer.id);
    const inlet = await far.take({ id: producer.id, kind: producer.kind, rtpParameters: outlet.rtpParameters, paused: outlet.producerPaused }).catch((error: unknown) => {
      outlet.close();
      throw error;
    });
    const close = () => {
      onEnd();
      inlet.close();
      outlet.close();
    };
    outlet.observer.on('close', close);
    inlet.observer.once('close', close);
    outlet.on('producerpause', () => void inlet.pause().catch(() => undefined));
    outlet.on('producerresume', () => void inlet.resume().catch(() => undefined));
    // It may have changed, or ended, while the other side was being set up.
    if (producer.closed || outlet.closed) {
      close();
      throw new Error('the stream has ended');
    }
    if (producer.paused !== inlet.paused) await (producer.paused ? inlet.pause() : inlet.resume());
    return new Crossing(outlet);
  }

  #between(one: Leg, other: Leg): Promise<Pipe> {
    const key = [one.id, other.id].toSorted().join(' ');
    const present = this.#pipes.get(key);
    if (present !== undefined) return present;
    const opening = joined(one, other);
    this.#pipes.set(key, opening);
    opening.catch(() => this.#pipes.delete(key));
    return opening;
  }
}

async function joined(one: Leg, other: Leg): Promise<Pipe> {
  const across = one.isAway || other.isAway;
  const ends: Record<string, PipeEnd> = {};
  try {
    await Promise.all([one, other].map(async (leg) => {
      ends[leg.id] = await leg.openPipe(across);
    }));
    const [near, far] = [ends[one.id], ends[other.id]];
    if (near === undefined || far === undefined) throw new Error('a pipe has two ends');
    await Promise.all([near.connect(far.point), far.connect(near.point)]);
    return ends;
  } catch (error) {
    for (const end of Object.values(ends)) end.close();
    throw error;
  }
}
