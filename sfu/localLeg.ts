import type { types } from 'mediasoup';
import { watchFlood } from './flood.ts';
import { Ear } from './hearing.ts';
import type { Consumer, Leg, LegEvents, PipedStream, PipeEnd, PipePoint, SeatWatch, Transports } from './leg.ts';
import { mediaCodecs, openTransport, watchBandwidth } from './media.ts';
import { tryTheWay } from './trial.ts';
import type { MediaHost, PipeSettings, WorkerPool } from './workers.ts';

const LOOPBACK = '127.0.0.1';

type Parts = { readonly pool: WorkerPool; readonly host: MediaHost; readonly router: types.Router; readonly ear: Ear; readonly onLost: () => void };

/** A part of a room on a worker of this host. */
export class LocalLeg implements Leg {
  readonly isAway = false;
  people = 0;
  readonly #parts: Parts;
  #over = false;

  /** Undefined: every worker of the host has a part of this room already. */
  static async open(pool: WorkerPool, besides: readonly LocalLeg[], { onLoud, onLost }: LegEvents): Promise<LocalLeg | undefined> {
    const host = await pool.acquire(besides.map((leg) => leg.host));
    if (host === undefined) return undefined;
    try {
      const router = await host.worker.createRouter({ mediaCodecs });
      return new LocalLeg({ pool, host, router, ear: new Ear(router, onLoud), onLost });
    } catch (error) {
      pool.release(host);
      throw error;
    }
  }

  private constructor(parts: Parts) {
    this.#parts = parts;
    parts.router.once('workerclose', () => {
      if (this.#over) return;
      this.#over = true;
      parts.pool.release(parts.host);
      // The pool hears of the dead worker right after its routers: then it has another.
      setImmediate(parts.onLost);
    });
  }

  get id(): string {
    return this.#parts.router.id;
  }

  get isOver(): boolean {
    return this.#over;
  }

  get host(): MediaHost {
    return this.#parts.host;
  }

  get router(): types.Router {
    return this.#parts.router;
  }

  async seat({ seesPictures, onFlood, onBandwidth, withinMs, onUnused }: SeatWatch): Promise<Transports> {
    const open = (direction: 'send' | 'receive') => openTransport(this.router, this.host.webRtcServer, direction);
    const [send, receive] = await Promise.all([open('send'), open('receive')]);
    watchFlood(receive, { isNeeded: seesPictures, onFlood });
    watchBandwidth(receive, onBandwidth);
    tryTheWay(receive);
    watchUnused([send, receive], withinMs, onUnused);
    return { send, receive };
  }

  canConsume(asked: { readonly producerId: string; readonly rtpCapabilities: types.RtpCapabilities }): boolean {
    return this.router.canConsume(asked);
  }

  async listen(who: string, producerId: string): Promise<void> {
    await this.#parts.ear.add(who, producerId);
  }

  async openPipe(across: boolean): Promise<PipeEnd> {
    return await LocalPipeEnd.open(this.router, across ? this.#parts.pool.pipes : undefined);
  }

  close(): void {
    if (this.#over) return;
    this.#over = true;
    this.router.close();
    this.#parts.pool.release(this.host);
  }
}

/** Between hosts packets are encrypted, and sent again when they are lost. */
class LocalPipeEnd implements PipeEnd {
  readonly #transport: types.PipeTransport;

  static async open(router: types.Router, across: PipeSettings | undefined): Promise<LocalPipeEnd> {
    const listenInfo = { protocol: 'udp' as const, ip: across?.address ?? LOOPBACK, ...(across ? { portRange: { min: across.firstPort, max: across.lastPort } } : {}) };
    return new LocalPipeEnd(await router.createPipeTransport({ listenInfo, enableSctp: false, enableRtx: across !== undefined, enableSrtp: across !== undefined }));
  }

  private constructor(transport: types.PipeTransport) {
    this.#transport = transport;
  }

  get point(): PipePoint {
    const { tuple, srtpParameters } = this.#transport;
    return { ip: tuple.localAddress, port: tuple.localPort, ...(srtpParameters ? { srtpParameters } : {}) };
  }

  async connect({ ip, port, srtpParameters }: PipePoint): Promise<void> {
    await this.#transport.connect({ ip, port, ...(srtpParameters ? { srtpParameters } : {}) });
  }

  async send(producerId: string): Promise<Consumer> {
    const outlet = await this.#transport.consume({ producerId });
    await outlet.pause();
    return outlet;
  }

  async take(stream: PipedStream): Promise<types.Producer> {
    return await this.#transport.produce(stream);
  }

  close(): void {
    this.#transport.close();
  }
}

function watchUnused(ways: readonly types.WebRtcTransport[], withinMs: number, onUnused: () => void): void {
  const timer = setTimeout(() => {
    if (!ways.some(({ dtlsState }) => dtlsState === 'connected')) onUnused();
  }, withinMs);
  timer.unref();
  for (const way of ways) way.observer.once('close', () => clearTimeout(timer));
}
