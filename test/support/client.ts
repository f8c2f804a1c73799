import { randomUUID } from 'node:crypto';
import { pathOf, routes, type RouteName } from '../../shared/routes.ts';
import type { ProblemBody } from '../../functions/_http/problems/index.ts';
import type { StepUpHelp } from '../../shared/identity/passkeys/contract.ts';
import { signedInAgain } from './people.ts';
import { target } from './target.ts';

export type Sent<T> = { readonly status: number; readonly body: T; readonly headers: Headers };

type Options = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as it is, for bodies that are no JSON. */
  readonly raw?: { readonly bytes: Uint8Array | string; readonly type: string };
  readonly language?: 'vi' | 'en';
  /** For repeating a command; a new one each time otherwise. */
  readonly idempotencyKey?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** An HTTP client as one person of the story, over the API and nothing else. */
export type ApiClient = {
  readonly call: <T = Record<string, never>>(route: RouteName, options?: Options) => Promise<Sent<T>>;
  /** The answer of a call that must succeed; throws with the problem otherwise. */
  readonly must: <T>(route: RouteName, options?: Options) => Promise<T>;
  /** The problem of a call that must be refused; throws with the answer otherwise. */
  readonly refused: (route: RouteName, options?: Options) => Promise<ProblemBody>;
};

export function clientFor(givenToken?: string, baseUrl = target().baseUrl): ApiClient {
  let token = givenToken;
  /** Where a command wants a fresh sign-in, it is made and the very same command sent again, as the web client does. */
  const call = async <T>(name: RouteName, options: Options = {}): Promise<Sent<T>> => {
    const idempotencyKey = options.idempotencyKey ?? randomUUID();
    const first = await once<T>(name, { ...options, idempotencyKey });
    const wants = first.status === 401 ? (first.body as { readonly code?: string; readonly help?: StepUpHelp }) : undefined;
    if (token === undefined || wants?.code !== 'HTTP_STEP_UP_NEEDED' || wants.help?.method !== 'sign-in') return first;
    token = await signedInAgain(token);
    return await once<T>(name, { ...options, idempotencyKey });
  };
  const once = async <T>(name: RouteName, options: Options): Promise<Sent<T>> => {
    const { method } = routes[name];
    const query = new URLSearchParams(options.query).toString();
    const response = await fetch(`${baseUrl}${pathOf(name, options.params)}${query ? `?${query}` : ''}`, {
      method: method === 'ANY' ? 'GET' : method,
      headers: {
        'accept-language': options.language ?? 'vi',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(method === 'GET' ? {} : { 'idempotency-key': options.idempotencyKey ?? randomUUID() }),
        ...(options.raw ? { 'content-type': options.raw.type } : options.body === undefined ? {} : { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(options.raw ? { body: options.raw.bytes as BodyInit } : options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed<T>(text, response) };
  };
  return {
    call,
    must: async <T>(route: RouteName, options?: Options) => {
      const sent = await call<T>(route, options);
      if (sent.status >= 400) throw new Error(`${route}: ${sent.status} ${JSON.stringify(sent.body)}`);
      return sent.body;
    },
    refused: async (route, options) => {
      const sent = await call<ProblemBody>(route, options);
      if (sent.status < 400) throw new Error(`${route}: expected a refusal, got ${sent.status} ${JSON.stringify(sent.body)}`);
      return sent.body;
    },
  };
}

function parsed<T>(text: string, response: Response): T {
  if (!/json/.test(response.headers.get('content-type') ?? '')) return text as T;
  return JSON.parse(text) as T;
}
