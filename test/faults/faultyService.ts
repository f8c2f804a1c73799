import { request as ask, Agent, type IncomingMessage, type ServerResponse } from 'node:http';
import { readAll, serve, type Served } from '../../local/aws/serve.ts';

/** How often a request meets what: 0 to 1. Half of the time-outs come before it is carried out, half after. */
export type Faults = { throttled: number; timedOut: number };

export type FaultCounts = { requests: number; throttled: number; lostBefore: number; lostAfter: number };

export type FaultyService = Served & { readonly counts: FaultCounts };

/** What is no part of the data plane: how the runner stands in for AWS (tables, streams) has no faults. */
const spared = /CreateTable|UpdateTimeToLive|DescribeTable|DynamoDBStreams/;

/** A service of AWS behind a line that throttles and loses requests and answers, as its clients would see it. */
export async function faultyService(endpoint: string, kind: 'dynamo' | 'kms' | 's3', faults: Faults, random: () => number): Promise<FaultyService> {
  const counts: FaultCounts = { requests: 0, throttled: 0, lostBefore: 0, lostAfter: 0 };
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const served = await serve(async (request, response) => {
    const body = await readAll(request);
    if (spared.test(String(request.headers['x-amz-target']))) return await pass(request, body, response);
    if (faults.throttled + faults.timedOut === 0) return await pass(request, body, response);
    counts.requests += 1;
    const chance = random();
    if (chance < faults.throttled) {
      counts.throttled += 1;
      return throttle(kind, response, random);
    }
    if (chance >= faults.throttled + faults.timedOut) return await pass(request, body, response);
    const after = random() < 0.5;
    counts[after ? 'lostAfter' : 'lostBefore'] += 1;
    if (after) await pass(request, body, undefined);
    // Broken off at once, or silence until the client gives up waiting.
    if (random() < 0.5) response.destroy();
  });
  return { ...served, counts, stop: async () => await served.stop().finally(() => agent.destroy()) };

  async function pass(request: IncomingMessage, body: Buffer, response: ServerResponse | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const onward = ask(endpoint + (request.url ?? '/'), { method: request.method, headers: request.headers, agent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('end', () => {
          response?.writeHead(answer.statusCode ?? 502, answer.headers).end(Buffer.concat(chunks));
          resolve();
        });
      });
      onward.on('error', () => {
        response?.destroy();
        resolve();
      });
      onward.end(body);
    });
  }
}

function throttle(kind: 'dynamo' | 'kms' | 's3', response: ServerResponse, random: () => number): void {
  if (kind === 's3') return void response.writeHead(503, { 'content-type': 'application/xml' }).end('<?xml version="1.0"?><Error><Code>SlowDown</Code><Message>SlowDown</Message></Error>');
  const code = kind === 'dynamo' && random() < 0.5 ? 'ProvisionedThroughputExceededException' : 'ThrottlingException';
  response.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify({ __type: `com.amazonaws#${code}`, message: 'slow down' }));
}
