import { beforeEach, describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { aWorld, type World } from '../../shared/consultation/world.test.support.ts';
import { refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import { routes, type RouteName } from '../../shared/routes.ts';
import { httpFunction } from '../_http/chain.ts';
import { openGate } from '../_http/limits.ts';
import { openStepUp } from '../_http/stepUp.ts';
import { consultationEndpoints } from './handler.ts';

type Who = Parameters<World['ask']>[0];
let world: World;
let handler: ReturnType<typeof httpFunction>;
beforeEach(() => {
  world = aWorld();
  handler = httpFunction({
    endpoints: consultationEndpoints({ care: world.context, keys: () => Promise.resolve({ keys: [], authorities: [], signed: '' }), onPaper: ({ documents }) => Promise.resolve(new TextEncoder().encode(`%PDF ${documents.at(-1)?.id ?? ''}`)), prescriptionPaper: ({ prescription }) => Promise.resolve(new TextEncoder().encode(`%PDF ${prescription.code}`)) }),
    gate: openGate,
    stepUp: openStepUp,
    authenticate: (token) => Promise.resolve(token === 'nobody' ? refuse(refusal('HTTP_TOKEN_INVALID')) : ok(world.ask(token as Who).principal)),
  });
});

let serial = 0;
async function call(who: Who, name: RouteName, { id, body, query, key = `key-${String(++serial).padStart(8, '0')}` }: { id?: string; body?: unknown; query?: Record<string, string[]>; key?: string } = {}) {
  const { method, path } = routes[name];
  const event = {
    httpMethod: method, resource: path, path: path.replace('{id}', id ?? ''), body: body === undefined ? null : JSON.stringify(body), isBase64Encoded: false,
    pathParameters: id ? { id } : null, multiValueQueryStringParameters: query ?? null, requestContext: { identity: { sourceIp: '127.0.0.1' } },
    headers: { authorization: `Bearer ${who}`, 'Idempotency-Key': key },
  } as unknown as APIGatewayProxyEvent;
  const result = await handler(event, {} as Context);
  const type = String(result.headers?.['content-type'] ?? '');
  return { status: result.statusCode, type, body: type.includes('json') ? (JSON.parse(result.body) as Record<string, unknown>) : { text: Buffer.from(result.body, 'base64').toString() } };
}

const aRequest = (more: object = {}) => ({
  patientId: 'p-1', symptoms: 'Đau ngực', vitals: {}, questions: ['Chuyển tuyến?'], specialty: 'cardiology', facilityId: 'bv-1', priority: 'routine', when: { kind: 'now' }, patientInformed: true, ...more,
});
const aConclusion = { answers: [{ number: 1, text: 'Không' }], diagnoses: [{ code: 'I10', display: 'Tăng huyết áp', main: true }], advice: 'Ăn nhạt' };

describe('the consultation function', () => {
  it('goes from the request to the paper', async () => {
    const made = await call('nurse', 'consultationRequest', { body: aRequest() });
    expect(made).toMatchObject({ status: 201, body: { state: 'routed' } });
    const id = String(made.body['id']);
    expect(await call('specialist', 'consultations', { query: { list: ['waiting'] } })).toMatchObject({ status: 200, body: { rows: [{ id, questions: ['Chuyển tuyến?'] }] } });
    expect(await call('specialist', 'consultationAction', { id, body: { action: 'accept' } })).toMatchObject({ status: 200, body: { state: 'accepted' } });
    expect(await call('nurse', 'conclusion', { id })).toMatchObject({ status: 409, body: { code: 'CONCLUSION_NOT_SIGNED' } });
    expect(await call('specialist', 'conclusionSigning', { id, body: aConclusion })).toMatchObject({ status: 200, body: { state: 'signed' } });
    expect(await call('specialist', 'amendment', { id, body: { ...aConclusion, reason: 'bổ sung' } })).toMatchObject({ status: 200 });
    expect(await call('patient', 'conclusion', { id })).toMatchObject({ status: 200, body: { signature: { valid: true }, amendments: [{ reason: 'bổ sung' }] } });
    const paper = await call('patient', 'conclusionPdf', { id });
    expect(paper).toMatchObject({ status: 200, type: 'application/pdf' });
    expect(paper.body['text']).toMatch(/^%PDF/);
  });
  it('does a repeated command once, and refuses its key for another body', async () => {
    const key = 'key-of-one-command';
    const first = await call('nurse', 'consultationRequest', { body: aRequest(), key });
    expect((await call('nurse', 'consultationRequest', { body: aRequest(), key })).body).toEqual(first.body);
    expect(await call('nurse', 'consultationRequest', { body: aRequest({ symptoms: 'khác' }), key })).toMatchObject({ status: 422, body: { code: 'HTTP_IDEMPOTENCY_KEY_REUSED' } });
    expect(world.repository.all().filter((r) => r.resourceType === 'Task')).toHaveLength(1);
  });
  it('says which field is wrong, and which dangerous value', async () => {
    expect(await call('nurse', 'consultationRequest', { body: aRequest({ vitals: { temperature: 368 } }) })).toMatchObject({ status: 422, body: { code: 'HTTP_BODY_INVALID', at: '/vitals/temperature' } });
    expect(await call('nurse', 'consultationRequest', { body: aRequest({ vitals: { systolic: 210 } }) })).toMatchObject({ status: 422, body: { code: 'CONSULTATION_RED_FLAG', help: { flags: [{ vital: 'systolic', value: 210 }] } } });
  });
  it('finds diagnoses by words without accents', async () => {
    expect(await call('specialist', 'diagnosisCodes', { query: { q: ['tang huyet ap'] } })).toMatchObject({ status: 200, body: { codes: expect.arrayContaining([expect.objectContaining({ code: 'I10' })]) } });
  });
});
