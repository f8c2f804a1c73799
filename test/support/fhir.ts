import { setTimeout as wait } from 'node:timers/promises';
import { accessToken } from './people.ts';
import { target } from './target.ts';

export type FhirAnswer<T> = { readonly status: number; readonly json: T; readonly headers: Headers; readonly text: string };
export type FhirCaller = <T = Record<string, never>>(method: string, path: string, options?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }) => Promise<FhirAnswer<T>>;

/** The FHIR endpoint as one of the story's people, as plain HTTP: headers and statuses are what is tested. */
export async function fhirAs(user: string): Promise<FhirCaller> {
  const authorization = `Bearer ${await accessToken(user)}`;
  return async <T>(method: string, path: string, { body, headers }: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> } = {}) => {
    const response = await fetch(path.startsWith('http') ? path : `${target().baseUrl}/fhir${path}`, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }), ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = /[+/]json(;|$)/.test(response.headers.get('content-type') ?? '') && text ? (JSON.parse(text) as T) : ({} as T);
    return { status: response.status, headers: response.headers, text, json };
  };
}

/** Asks until it holds; throws with the last answer when it does not in time. */
export async function eventually<T>(ask: () => Promise<T>, holds: (value: T) => boolean, milliseconds = 20_000): Promise<T> {
  const end = Date.now() + milliseconds;
  for (;;) {
    const value = await ask();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`it did not come to hold in ${milliseconds} ms: ${JSON.stringify(value)?.slice(0, 2000)}`);
    await wait(200);
  }
}
