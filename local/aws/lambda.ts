import type { Invoke } from '../runner/gateway/gateway.ts';
import { readAll, serve, type Served } from './serve.ts';

/** Lambda's Invoke of a function by name or ARN, answered when it is done: what an operator's tools call. */
export async function startLambda(invoke: Invoke): Promise<Served> {
  return await serve(async (request, response) => {
    const [, name] = /^\/2015-03-31\/functions\/([^/]+)\/invocations$/.exec((request.url ?? '').split('?')[0] ?? '') ?? [];
    const body = await readAll(request);
    if (request.method !== 'POST' || !name) return void response.writeHead(501, { 'content-type': 'application/json' }).end('{"Message":"not emulated"}');
    const done = await invoke(decodeURIComponent(name), JSON.parse(body.toString('utf8') || 'null'));
    if (done.kind === 'result') return void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(done.value ?? null));
    const fault = { errorType: done.kind === 'error' ? done.name : done.kind, errorMessage: done.kind };
    response.writeHead(200, { 'content-type': 'application/json', 'x-amz-function-error': 'Unhandled' }).end(JSON.stringify(fault));
  });
}
