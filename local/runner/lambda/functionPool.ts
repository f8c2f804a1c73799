import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { FunctionPlan } from '../template/plan.ts';
import type { ContainerData, Reply } from './protocol.ts';

export type Invocation =
  | { readonly kind: 'result'; readonly value: unknown; readonly bytes: number }
  | { readonly kind: 'error'; readonly name: string; readonly message: string }
  | { readonly kind: 'timeout' }
  | { readonly kind: 'stopped' };

export type PoolOptions = {
  readonly region: string;
  /** Endpoints and credentials, as the Lambda service would add its own. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: (text: string) => void;
};

type Pending = { readonly id: string; readonly event: string; readonly deadline: number; readonly settle: (outcome: Invocation) => void };
type Container = { readonly worker: Worker; current: Pending | undefined; ready: boolean };

/** Enough to let many wait on the database at once; more would only take memory from a small machine. */
const largest = Math.max(4, availableParallelism() * 4);

/** One function: containers that each serve one event at a time, started when all others are busy. */
export class FunctionPool {
  readonly #plan: FunctionPlan;
  readonly #options: PoolOptions;
  readonly #containers = new Set<Container>();
  readonly #waiting: Pending[] = [];
  #stopped = false;

  constructor(plan: FunctionPlan, options: PoolOptions) {
    this.#plan = plan;
    this.#options = options;
  }

  /** Settles always; `timeout` after the function's own time-out, counted from the call: nobody waits longer, not for a container either. */
  async invoke(event: unknown): Promise<Invocation> {
    if (this.#stopped) return { kind: 'stopped' };
    return await new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const pending: Pending = {
        id: randomUUID(),
        event: JSON.stringify(event),
        deadline: Date.now() + this.#plan.timeoutMs,
        settle: (outcome) => {
          clearTimeout(timer);
          resolve(outcome);
        },
      };
      timer = setTimeout(() => this.#expire(pending), this.#plan.timeoutMs);
      this.#waiting.push(pending);
      this.#next();
    });
  }

  /** Starts a container before anybody asks. */
  warm(): void {
    if (this.#containers.size === 0 && !this.#stopped) this.#start();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const pending of this.#waiting.splice(0)) pending.settle({ kind: 'stopped' });
    await Promise.all([...this.#containers].map(async (container) => await this.#end(container, { kind: 'stopped' })));
  }

  #next(): void {
    if (this.#waiting.length === 0) return;
    const idle = [...this.#containers].find((c) => c.ready && !c.current);
    if (!idle) {
      const starting = [...this.#containers].filter((c) => !c.ready).length;
      if (this.#containers.size < largest && starting < this.#waiting.length) this.#start();
      return;
    }
    const pending = this.#waiting.shift();
    if (!pending) return;
    idle.current = pending;
    idle.worker.postMessage({ id: pending.id, event: pending.event, deadline: pending.deadline, functionArn: this.#plan.arn });
  }

  #start(): void {
    const { folder, handler, name, memoryMb, environment } = this.#plan;
    const [file = 'index', exportName = 'handler'] = handler.split('.');
    const worker = new Worker(new URL('./container.ts', import.meta.url), {
      workerData: { entry: pathToFileURL(join(folder, `${file}.mjs`)).href, exportName } satisfies ContainerData,
      env: {
        ...environment,
        AWS_REGION: this.#options.region,
        AWS_DEFAULT_REGION: this.#options.region,
        AWS_LAMBDA_FUNCTION_NAME: name,
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
        ...this.#options.environment,
      },
      resourceLimits: { maxOldGenerationSizeMb: memoryMb },
      stdout: true,
      stderr: true,
      execArgv: ['--disable-warning=ExperimentalWarning'],
    });
    const container: Container = { worker, current: undefined, ready: false };
    this.#containers.add(container);
    for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (chunk: Buffer) => this.#options.log(chunk.toString()));
    worker.on('message', (reply: Reply) => this.#receive(container, reply));
    worker.on('error', (error) => {
      this.#options.log(`${name} ${error.stack ?? String(error)}\n`);
      void this.#end(container, { kind: 'error', name: 'Runtime.ExitError', message: String(error) });
    });
  }

  #receive(container: Container, reply: Reply): void {
    if (reply.kind === 'ready') {
      container.ready = true;
    } else if (container.current?.id === reply.id) {
      const { settle } = container.current;
      container.current = undefined;
      if (reply.kind === 'error') this.#options.log(`${this.#plan.name} ${reply.stack}\n`);
      settle(reply.kind === 'error' ? reply : { kind: 'result', value: JSON.parse(reply.result), bytes: Buffer.byteLength(reply.result) });
    }
    this.#next();
  }

  #expire(pending: Pending): void {
    const container = [...this.#containers].find((c) => c.current === pending);
    const place = this.#waiting.indexOf(pending);
    if (place >= 0) this.#waiting.splice(place, 1);
    if (container) void this.#end(container, { kind: 'timeout' });
    else pending.settle({ kind: 'timeout' });
  }

  /** A container that failed to load takes everybody who waits with it: the next would fail alike. */
  async #end(container: Container, outcome: Invocation): Promise<void> {
    if (!this.#containers.delete(container)) return;
    container.current?.settle(outcome);
    if (!container.ready) for (const pending of this.#waiting.splice(0)) pending.settle(outcome);
    await container.worker.terminate();
    if (!this.#stopped) this.#next();
  }
}
