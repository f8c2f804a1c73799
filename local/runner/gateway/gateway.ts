import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Invocation } from '../lambda/functionPool.ts';
import type { Plan } from '../template/plan.ts';
import { proxyEvent } from './event.ts';
import { matcherOf } from './match.ts';
import { gatewayRefusal, type RefusalType } from './refusals.ts';
import { wireAnswer, type WireAnswer } from './result.ts';

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html and Lambda's synchronous payload. */
const requestLimit = 10 * 1024 * 1024;
const payloadLimit = 6 * 1024 * 1024;
const integrationTimeoutMs = 29_000;

export type Invoke = (functionArn: string, event: unknown) => Promise<Invocation>;

/** The REST API of the plan as a request listener. */
export function gatewayOf(plan: Plan, invoke: Invoke): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const match = matcherOf(plan.routes);

  return async (request, response) => {
    const requestId = randomUUID();
    const answer = await answerTo(request, requestId);
    if (response.destroyed) return;
    response.writeHead(answer.status, answer.headers.flat());
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  };

  async function answerTo(request: IncomingMessage, requestId: string): Promise<WireAnswer> {
    const refuse = (type: RefusalType) => gatewayRefusal(type, plan.gatewayAnswers, requestId);
    const method = request.method ?? 'GET';
    const target = request.url ?? '/';
    const body = await readBody(request);
    if (!body) return refuse('REQUEST_TOO_LARGE');
    const matched = match(method, target.split('?')[0] ?? '/');
    if (!matched) return refuse('MISSING_AUTHENTICATION_TOKEN');
    const event = proxyEvent(
      { method, target, rawHeaders: request.rawHeaders, body, sourceIp: request.socket.remoteAddress ?? '' },
      { match: matched, stage: plan.stage, binaryMediaTypes: plan.binaryMediaTypes, requestId, now: new Date() },
    );
    // The envelope counts too; only a body near the limit makes measuring worth its time.
    if (body.length > payloadLimit / 2 && Buffer.byteLength(JSON.stringify(event)) > payloadLimit) return refuse('REQUEST_TOO_LARGE');
    const outcome = await withTimeout(invoke(matched.route.functionArn, event));
    if (outcome.kind === 'timeout') return refuse('INTEGRATION_TIMEOUT');
    const result = outcome.kind === 'result' && outcome.bytes <= payloadLimit ? wireAnswer(outcome.value, request.headers.accept, plan.binaryMediaTypes) : undefined;
    return result ?? refuse('DEFAULT_5XX');
  }
}

async function withTimeout(invocation: Promise<Invocation>): Promise<Invocation> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<Invocation>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'timeout' }), integrationTimeoutMs);
  });
  return await Promise.race([invocation, timeout]).finally(() => clearTimeout(timer));
}

/** Undefined when it is too large; the rest is still read, so that the sender hears the answer. */
async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= requestLimit) chunks.push(chunk);
  }
  return size > requestLimit ? undefined : Buffer.concat(chunks, size);
}
