import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen, answerJson, type Simulator } from './http.ts';
import { portalFaults } from './portalFaults.ts';

/** What was sent here, oldest first. */
export type Received = { readonly method: string; readonly path: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };

type Document = { readonly resourceType?: string; readonly id?: string; readonly identifier?: { readonly system?: string; readonly value?: string } };

/**
 * Another hospital's server on this machine: FHIR below /fhir (creates Bundles, unless one with the identifier of
 * If-None-Exist is there; gives the metadata), and anything a subscriber's server takes below /hook. GET
 * /received?path=/hook/x tells what came; faults on demand at /faults, like those of the insurer's portal.
 */
export async function startPartnerServer(port: number, host?: string): Promise<Simulator> {
  const received: Received[] = [];
  const documents = new Map<string, Document>();
  const faults = portalFaults();

  function createDocument(request: IncomingMessage, body: string, response: ServerResponse): void {
    const condition = new URLSearchParams(String(request.headers['if-none-exist'] ?? '')).get('identifier');
    const known = condition === null ? undefined : documents.get(condition);
    if (known) return answerJson(response, 200, known);
    const parsed = parse(body);
    if (parsed?.resourceType !== 'Bundle') return answerJson(response, 422, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'invalid' }] });
    const kept = { ...parsed, id: randomUUID() };
    documents.set(`${parsed.identifier?.system ?? ''}|${parsed.identifier?.value ?? ''}`, kept);
    answerJson(response, 201, kept);
  }

  return await listen(port, async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://partner');
    if (url.pathname === '/faults') return await faults.set(request, response);
    if (url.pathname === '/received') return answerJson(response, 200, received.filter(({ path }) => path.startsWith(url.searchParams.get('path') ?? '')));
    if (url.pathname === '/documents') return answerJson(response, 200, [...documents.values()]);
    const body = await textOf(request);
    received.push({ method: request.method ?? '', path: url.pathname, headers: Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)])), body });
    if (await faults.play(response)) return;
    if (url.pathname.startsWith('/hook/')) return void response.writeHead(200).end();
    if (url.pathname === '/fhir/Bundle' && request.method === 'POST') return createDocument(request, body, response);
    if (url.pathname === '/fhir/metadata') return answerJson(response, 200, { resourceType: 'CapabilityStatement', status: 'active', date: '2026-11-22', kind: 'instance', fhirVersion: '4.0.1', format: ['json'] });
    return answerJson(response, 404, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found' }] });
  }, host);
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): Document | undefined {
  try {
    return JSON.parse(text) as Document;
  } catch {
    return undefined;
  }
}
