import { describe, expect, it } from '@jest/globals';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { identifierSystems } from '../../shared/fhir/identifierSystems.ts';
import { fakeInsuredHistory, fakeInsurerPortal } from '../../shared/insurance/insurerPortal.fake.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { countingIds } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { routes, type RouteName } from '../../shared/routes.ts';
import { openGate } from '../_http/limits.ts';
import { fakeAnswerCache } from '../../shared/insurance/ports.fake.ts';
import { insuranceFunction } from './handler.ts';

const base = 'https://lien-tuyen.example';
const systems = identifierSystems(base);

function anApi() {
  const clock = fixedClock('2026-06-30T08:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed({ resourceType: 'Patient', id: 'p', name: [{ text: 'Vàng Thị Mẫu' }], birthDate: '1985-03-14', identifier: [{ system: systems.citizenId, value: '012185000011' }], managingOrganization: { reference: 'Organization/station' } });
  const handler = insuranceFunction({
    repository, clock, cache: fakeAnswerCache(), newId: countingIds('check'), naming: { base, systems },
    portal: fakeInsurerPortal({ '012185000011': { kind: 'answered', resultCode: '000', card: { number: 'DT2121234567801', holder: 'Vàng Thị Mẫu' } } }),
    history: fakeInsuredHistory({ kind: 'answered', resultCode: '000', visits: [{ id: 'HS1', facility: '12101' }] }),
    gate: openGate,
    authenticate: () => Promise.resolve(ok({ subject: 'nurse', name: 'N', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' })),
  });
  return async (name: RouteName, patientId: string, key?: string, body = '') => {
    const { method, path } = routes[name];
    const event = {
      httpMethod: method, resource: path, path: path.replace('{patientId}', patientId), pathParameters: { patientId }, body, isBase64Encoded: false,
      headers: { authorization: 'Bearer x', ...(key ? { 'idempotency-key': key } : {}) }, multiValueQueryStringParameters: null,
    } as unknown as APIGatewayProxyEvent;
    const result = await handler(event, {} as Context);
    return { status: result.statusCode, body: JSON.parse(result.body) as Record<string, unknown> };
  };
}

describe('the insurance function', () => {
  it('checks, answers a repetition the same, and gives the last answer', async () => {
    const call = anApi();
    expect(await call('insurance', 'p')).toMatchObject({ status: 404, body: { code: 'INSURANCE_NOT_CHECKED' } });
    const first = await call('insuranceCheck', 'p', 'key-00001');
    expect(first).toMatchObject({ status: 201, body: { outcome: 'covered', card: { number: 'DT2121234567801' } } });
    expect(await call('insuranceCheck', 'p', 'key-00001')).toEqual({ status: 200, body: first.body });
    expect(await call('insurance', 'p')).toEqual({ status: 200, body: first.body });
    expect(await call('insuranceCheck', 'p')).toMatchObject({ status: 400, body: { code: 'HTTP_IDEMPOTENCY_KEY_MISSING' } });
  });

  it('refuses a body that is none and a card number that is none, and stores nothing', async () => {
    const call = anApi();
    for (const [body, code] of [['{', 'HTTP_BODY_NOT_JSON'], ['[]', 'HTTP_BODY_INVALID'], ['{"cardNumber":7}', 'HTTP_BODY_INVALID'], ['{"other":1}', 'HTTP_BODY_INVALID'], [JSON.stringify({ cardNumber: 'DT2' }), 'INSURANCE_NUMBER_UNREADABLE'], [JSON.stringify({ cardNumber: '9'.repeat(101) }), 'HTTP_BODY_INVALID']] as const)
      expect((await call('insuranceCheck', 'p', 'key-00001', body)).body).toMatchObject({ code });
    expect(await call('insurance', 'p')).toMatchObject({ status: 404 });
  });

  it('tells the visits that the insurer has, once a card was found', async () => {
    const call = anApi();
    expect(await call('insuredVisits', 'p')).toMatchObject({ status: 404, body: { code: 'INSURANCE_NO_CARD' } });
    await call('insuranceCheck', 'p', 'key-00001');
    expect(await call('insuredVisits', 'p')).toMatchObject({ status: 200, body: { outcome: 'told', visits: [{ id: 'HS1', facility: '12101' }] } });
  });

  it('knows no patient that is not one', async () => {
    for (const id of ['q', '../p', 'p?x', ''])
      expect(await anApi()('insuranceCheck', id, 'key-00001')).toMatchObject({ status: 404, body: { code: 'HTTP_NOT_FOUND' } });
  });
});
