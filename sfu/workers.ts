import * as mediasoup from 'mediasoup';
import type { types } from 'mediasoup';
import { log } from './log.ts';

/** A worker (one process, one core) with its one port. */
export type MediaHost = { readonly worker: types.Worker; readonly webRtcServer: types.WebRtcServer; readonly index: number };

export type WorkerPoolOptions = {
  readonly workers: number;
  readonly firstPort: number;
  readonly listenAddress: string;
  readonly announcedAddress: string;
  readonly workerBin: string | undefined;
  /** More of one room go to another worker; kept so low that a worker stays near half a core (measured). */
  readonly peopleAWorker: number;
  readonly pipes: PipeSettings;
};

/** Where pipes to other hosts end: this host's address among them, and ports that only they reach (UDP). */
export type PipeSettings = { readonly address: string; readonly firstPort: number; readonly lastPort: number };

/** Keeps the asked number of workers alive. A dead one is replaced at once on the same port; its rooms have ended. */
export class WorkerPool {
  readonly #options: WorkerPoolOptions;
  readonly #hosts = new Map<number, Promise<MediaHost>>();
  readonly #load = new Map<number, number>();
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  async start(): Promise<void> {
    for (let index = 0; index < this.#options.workers; index += 1) this.#hosts.set(index, this.#launch(index));
    await Promise.all(this.#hosts.values());
  }

  get peopleAWorker(): number {
    return this.#options.peopleAWorker;
  }

  get pipes(): PipeSettings {
    return this.#options.pipes;
  }

  /** The worker with the fewest rooms, none of those that the room already has; undefined: it has all. The caller gives it back with `release`. */
  async acquire(besides: readonly MediaHost[] = []): Promise<MediaHost | undefined> {
    const taken = besides.map(({ index }) => index);
    const [index] = [...this.#hosts.keys()].filter((each) => !taken.includes(each)).toSorted((a, b) => (this.#load.get(a) ?? 0) - (this.#load.get(b) ?? 0));
    const host = index === undefined ? undefined : this.#hosts.get(index);
    if (index === undefined || host === undefined) return undefined;
    this.#load.set(index, (this.#load.get(index) ?? 0) + 1);
    return host;
  }

  release(host: MediaHost): void {
    this.#load.set(host.index, Math.max(0, (this.#load.get(host.index) ?? 0) - 1));
  }

  async pids(): Promise<readonly number[]> {
    return (await Promise.all(this.#hosts.values())).map(({ worker }) => worker.pid);
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const settled of await Promise.allSettled(this.#hosts.values())) if (settled.status === 'fulfilled') settled.value.worker.close();
  }

  async #launch(index: number): Promise<MediaHost> {
    const { firstPort, listenAddress, announcedAddress, workerBin } = this.#options;
    const worker = await deafToSignals(() => mediasoup.createWorker({ logLevel: 'warn', ...(workerBin === undefined ? {} : { workerBin }) }));
    const listen = (protocol: 'udp' | 'tcp') => ({ protocol, ip: listenAddress, announcedAddress, port: firstPort + index });
    try {
      const webRtcServer = await worker.createWebRtcServer({ listenInfos: [listen('udp'), listen('tcp')] });
      worker.once('died', () => this.#replace(index, worker.pid));
      log.info('SFU_WORKER_STARTED', { worker: index, pid: worker.pid });
      return { worker, webRtcServer, index };
    } catch (error) {
      worker.close();
      throw error;
    }
  }

  #replace(index: number, pid: number): void {
    log.error('SFU_WORKER_DIED', { worker: index, pid });
    if (this.#closed) return;
    this.#load.set(index, 0);
    this.#hosts.set(index, this.#launchUntilItStands(index));
  }

  /** The dead worker's port may stay taken for a moment. */
  async #launchUntilItStands(index: number): Promise<MediaHost> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#launch(index);
      } catch (error) {
        log.error('SFU_WORKER_NOT_STARTED', { worker: index, attempt });
        if (attempt >= 20 || this.#closed) throw error;
        await new Promise((resolve) => setTimeout(resolve, Math.min(2_000, attempt * 100)));
      }
    }
  }
}

const signals = ['SIGINT', 'SIGTERM'] as const;

/** mediasoup ends its workers at once when the process is told to stop; here calls go on until their host has drained (main.ts). */
async function deafToSignals(create: () => Promise<types.Worker>): Promise<types.Worker> {
  const before = new Map(signals.map((signal) => [signal, new Set(process.listeners(signal))]));
  const worker = await create();
  for (const signal of signals) for (const listener of process.listeners(signal)) if (!before.get(signal)?.has(listener)) process.removeListener(signal, listener);
  return worker;
}
