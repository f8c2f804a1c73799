import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { relationsToPatient } from '../../shared/identity/relations.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { ok } from '../../shared/kernel/result.ts';
import { aPatient, base, patientHerself, stranger } from '../../shared/record/fixtures.ts';
import { routes, type Route } from '../../shared/routes.ts';
import { httpFunction } from '../_http/chain.ts';
import { openGate } from '../_http/limits.ts';
import { recordingIn, recordingType } from '../../shared/room/recordingResources.ts';
import { recordEndpoints } from './handler.ts';

const clock = fixedClock('2026-11-22T03:00:00Z');

async function get(route: Route, { principal = patientHerself, query = {}, language = 'vi' }: { principal?: typeof patientHerself; query?: Record<string, string[]>; language?: string } = {}) {
  const repository = fakeRepository({ clock });
  repository.seed(aPatient());
  const deps = { repository, base, clock, insuranceIn: () => { throw new Error('nobody asked the insurer'); }, recordings: { type: recordingType(base), in: recordingIn }, relations: async (p: typeof principal, patient: Parameters<typeof relationsToPatient>[2]) => await relationsToPatient(repository, p, patient, clock) };
  const handler = httpFunction({ endpoints: recordEndpoints(deps), gate: openGate, authenticate: async () => await Promise.resolve(ok(principal)) });
  const event = {
    httpMethod: 'GET', resource: route.path, path: route.path, headers: { authorization: 'Bearer x', 'accept-language': language },
    multiValueQueryStringParameters: query, pathParameters: { patientId: 'p1' }, body: null, isBase64Encoded: false, requestContext: {},
  } as unknown as APIGatewayProxyEvent;
  const answer = await handler(event, {} as Context);
  return { status: answer.statusCode, json: JSON.parse(answer.body) as unknown };
}

describe('the record over HTTP', () => {
  it('gives the patient her chart', async () => {
    expect(await get(routes.chart)).toMatchObject({ status: 200, json: { patient: { id: 'p1', name: 'Vàng Thị Mẫu' }, vitals: [], visits: [] } });
  });
  it('hides it from a stranger as if there were none', async () => {
    expect(await get(routes.chart, { principal: stranger })).toMatchObject({ status: 404, json: { code: 'HTTP_NOT_FOUND' } });
  });
  it('tells who has read it in the language asked for', async () => {
    expect(await get(routes.accesses, { language: 'en' })).toMatchObject({ status: 200, json: { accesses: [] } });
  });
  it('refuses a page size that is none', async () => {
    expect(await get(routes.accesses, { query: { limit: ['0'] } })).toMatchObject({ status: 400, json: { code: 'HTTP_QUERY_INVALID' } });
  });
});
