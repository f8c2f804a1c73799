import { mkdirSync, writeFileSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import { target } from '../target.ts';

export type Answer = { readonly status: number; readonly text: string; readonly code: string };
export type Sending = { readonly token?: string | undefined; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> };

/** One request of the attacker. Bodies are JSON unless they are a text; `headers` replace. */
export async function send(method: string, path: string, { token, body, headers = {} }: Sending = {}): Promise<Answer> {
  const fhir = path.startsWith('/fhir');
  const all = { 'content-type': fhir ? 'application/fhir+json' : 'application/json', 'idempotency-key': crypto.randomUUID(), ...(token ? { authorization: `Bearer ${token}` } : {}), ...headers };
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const url = `${target().baseUrl}${path}`;
  if (text !== undefined && (method === 'GET' || method === 'HEAD')) return await sendRaw(method, url, all, text);
  const answer = await fetch(url, { method, headers: all, ...(text === undefined ? {} : { body: text }) });
  return read(answer.status, await answer.text());
}

/** A GET with a body, which fetch does not send. */
async function sendRaw(method: string, url: string, headers: Readonly<Record<string, string>>, body: string): Promise<Answer> {
  return await new Promise((resolve, reject) => {
    const outgoing = httpRequest(url, { method, headers: { ...headers, 'content-length': Buffer.byteLength(body) } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve(read(answer.statusCode ?? 0, Buffer.concat(parts).toString())));
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

const read = (status: number, text: string): Answer => ({ status, text, code: /"code":"([A-Z]+_[A-Z_]+)"/.exec(text)?.[1] ?? '' });

/** What was tried, of which kind, and what came out of it that should not have. */
export function tally(secrets: readonly string[]) {
  const kinds = new Map<string, { requests: number; ways: Set<string> }>();
  const leaks: string[] = [];
  return {
    leaks,
    /** Counts a request. A secret in the answer is a leak unless the attacker wrote it into the request, and so is any 5xx. */
    count: (kind: string, way: string, { status, text }: Answer, said = ''): void => {
      const known = kinds.get(kind) ?? { requests: 0, ways: new Set<string>() };
      kinds.set(kind, { requests: known.requests + 1, ways: known.ways.add(way) });
      for (const secret of secrets) if (text.includes(secret) && !said.includes(secret)) leaks.push(`${kind}: ${way}: tells ${secret}`);
      if (status >= 500) leaks.push(`${kind}: ${way}: ${status}`);
    },
    leak: (kind: string, way: string, what: string) => void leaks.push(`${kind}: ${way}: ${what}`),
    /** One line of figures; the whole list goes into artifacts/attack.json. */
    report: (): string => {
      const rows = [...kinds].map(([kind, { requests, ways }]) => ({ kind, requests, ways: [...ways].toSorted() }));
      mkdirSync('artifacts', { recursive: true });
      writeFileSync('artifacts/attack.json', JSON.stringify({ requests: rows.reduce((sum, row) => sum + row.requests, 0), leaks, kinds: rows }, null, 1));
      return `attacker run: ${rows.reduce((sum, row) => sum + row.requests, 0)} requests (${rows.map(({ kind, requests, ways }) => `${kind} ${requests} in ${ways.length} ways`).join(', ')}), ${leaks.length} leaks`;
    },
  };
}
