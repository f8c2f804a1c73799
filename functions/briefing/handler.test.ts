import { beforeEach, describe, expect, it } from '@jest/globals';
import { aWorld, plan, untilStart, who } from '../../shared/briefing/world.test.support.ts';
import { ok } from '../../shared/kernel/result.ts';
import { callsTo } from '../_http/call.test.support.ts';
import { httpFunction } from '../_http/chain.ts';
import { openGate } from '../_http/limits.ts';
import { openStepUp } from '../_http/stepUp.ts';
import { briefingEndpoints } from './handler.ts';

let world: Awaited<ReturnType<typeof aWorld>>;
let call: ReturnType<typeof callsTo>;
let params: { readonly id: string };
beforeEach(async () => {
  world = await aWorld();
  const endpoints = briefingEndpoints({ context: world.context, onPaper: () => Promise.resolve(new Uint8Array()) });
  call = callsTo(httpFunction({ endpoints, gate: openGate, stepUp: openStepUp, authenticate: (token) => Promise.resolve(ok(who[token as keyof typeof who])) }));
  params = { id: String((await call('briefingPlan', { token: 'host', key: 'key-of-the-plan', body: plan })).body['id']) };
  world.clock.advance(untilStart);
});

describe('the briefing function takes a message', () => {
  const body = { text: ' Ba ca mới. ' };
  const key = 'key-of-the-message';

  it('of who is signed in, once for each key, and shows it to the others', async () => {
    expect(await call('briefingMessage', { params, body, key })).toMatchObject({ status: 401, body: { code: 'HTTP_TOKEN_MISSING' } });
    expect(await call('briefingMessage', { token: 'nurse', params, body })).toMatchObject({ status: 400, body: { code: 'HTTP_IDEMPOTENCY_KEY_MISSING' } });
    const written = await call('briefingMessage', { token: 'nurse', params, body, key });
    expect(written).toMatchObject({ status: 200, body: { by: { id: 'nurse-1', name: 'Lò Thị Mẫu' }, text: 'Ba ca mới.' } });
    expect(await call('briefingMessage', { token: 'nurse', params, body, key })).toMatchObject({ status: 200, body: written.body, headers: { 'idempotent-replayed': 'true' } });
    expect(await call('briefingMessage', { token: 'nurse', params, body: { text: 'khác' }, key })).toMatchObject({ status: 422, body: { code: 'HTTP_IDEMPOTENCY_KEY_REUSED' } });
    expect(await call('briefing', { token: 'doctor', params })).toMatchObject({ status: 200, body: { messages: [written.body], mayWrite: true } });
  });

  it('with something in it, and not more than is told', async () => {
    for (const text of ['', '  ', 'x'.repeat(4001), 7]) expect(await call('briefingMessage', { token: 'nurse', params, body: { text }, key })).toMatchObject({ status: 422, body: { code: 'HTTP_BODY_INVALID', at: '/text' } });
    expect((await call('briefingMessage', { token: 'nurse', params, body: { text: 'x'.repeat(4000) }, key })).status).toBe(200);
  });

  it('of nobody else, and not once the minutes are signed; the answer says why', async () => {
    expect(await call('briefingMessage', { token: 'stranger', params, body, key })).toMatchObject({ status: 404, body: { code: 'HTTP_NOT_FOUND' } });
    expect((await call('briefingMinutes', { token: 'host', params, key: 'key-of-the-minutes', body: { items: [], decisions: 'Xong.' } })).status).toBe(200);
    expect(await call('briefingMessage', { token: 'nurse', params, body, key })).toMatchObject({ status: 409, body: { code: 'BRIEFING_MINUTES_SIGNED', title: 'Biên bản đã ký' } });
  });
});
