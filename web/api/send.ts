import { clientProblem, problemOf, type Answer } from './problem.ts';

export type Outgoing = {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Blob;
  readonly accept?: 'json' | 'blob' | 'location';
};

export type SendOptions = {
  readonly fetch?: typeof fetch;
  readonly sleep?: (milliseconds: number) => Promise<void>;
  /** 0 to 1; for tests. */
  readonly random?: () => number;
  /** Tries in all; commands are safe to repeat because their key stays the same. */
  readonly tries?: number;
  readonly signal?: AbortSignal;
};

const wait = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));

/** A 400 kbit/s link carries 50 kB/s at best; half of it is counted on, over 20 s for the answer itself. */
export function timeoutFor(body?: string | Blob): number {
  const bytes = typeof body === 'string' ? body.length : (body?.size ?? 0);
  return 20_000 + (bytes / 25_000) * 1000;
}

/** Worth another try: no answer came, or the server says that it is busy or being replaced. */
const passing = (status: number, code: string): boolean =>
  code === 'CLIENT_OFFLINE' || code === 'CLIENT_TIMEOUT' || status === 429 || status === 502 || status === 503 || status === 504;

/** Sends, and again with growing pauses when the link or the server fails for a moment. Never throws. */
export async function send<T>(outgoing: Outgoing, options: SendOptions = {}): Promise<Answer<T>> {
  const { tries = 3, sleep = wait, random = Math.random } = options;
  let answer = await once<T>(outgoing, options);
  for (let n = 1; n < tries && !answer.ok && passing(answer.problem.status, answer.problem.code); n++) {
    if (options.signal?.aborted) return answer;
    // Half of it by chance: clients that failed together don't come back together.
    await sleep(400 * 3 ** (n - 1) * (0.75 + random() / 2));
    answer = await once<T>(outgoing, options);
  }
  return answer;
}

async function once<T>(outgoing: Outgoing, options: SendOptions): Promise<Answer<T>> {
  const { fetch: go = fetch } = options;
  const late = AbortSignal.timeout(timeoutFor(outgoing.body));
  try {
    const response = await go(outgoing.path, {
      method: outgoing.method,
      headers: outgoing.headers,
      ...(outgoing.body === undefined ? {} : { body: outgoing.body }),
      signal: options.signal ? AbortSignal.any([late, options.signal]) : late,
      credentials: 'omit',
    });
    return await read<T>(response, outgoing.accept ?? 'json');
  } catch {
    return { ok: false, problem: clientProblem(late.aborted ? 'CLIENT_TIMEOUT' : 'CLIENT_OFFLINE') };
  }
}

async function read<T>(response: Response, accept: 'json' | 'blob' | 'location'): Promise<Answer<T>> {
  const correlationId = response.headers.get('x-correlation-id') ?? undefined;
  if (!response.ok) return { ok: false, problem: problemOf(response.status, await jsonOf(response), correlationId) };
  if (accept === 'blob') return { ok: true, value: (await response.blob()) as T };
  if (accept === 'location') return { ok: true, value: (response.headers.get('location') ?? '') as T };
  const value = await jsonOf(response);
  if (value === undefined && response.status !== 202 && response.status !== 204) {
    return { ok: false, problem: { ...clientProblem('CLIENT_UNREADABLE', response.status), correlationId } };
  }
  return { ok: true, value: value as T };
}

async function jsonOf(response: Response): Promise<unknown> {
  const body = await response.text(); // a broken link throws here and is treated as such by the caller
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
