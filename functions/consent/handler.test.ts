import { describe, expect, it } from '@jest/globals';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { countingIds } from '../../shared/kernel/ids.ts';
import { ok } from '../../shared/kernel/result.ts';
import { consentText } from '../../shared/consent/contract.ts';
import { callsTo } from '../_http/call.test.support.ts';
import { openGate } from '../_http/limits.ts';
import { openStepUp } from '../_http/stepUp.ts';
import { consentFunction } from './handler.ts';

const people: Readonly<Record<string, Principal>> = {
  patient: { subject: 'Patient/p', name: 'Vàng Thị Mẫu', roles: ['patient'], patient: 'Patient/p' },
  nurse: { subject: 'n', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' },
  officer: { subject: 'a', name: 'Bùi Thị Thử', roles: ['auditor'], practitioner: 'Practitioner/a', organization: 'Organization/station' },
  app: { subject: 'Patient/p', name: 'Vàng Thị Mẫu', roles: ['patient'], patient: 'Patient/p', scopes: [] },
};

function aFunction() {
  const clock = fixedClock('2026-11-20T03:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed({ resourceType: 'Organization', id: 'station', name: 'Trạm' }, { resourceType: 'Patient', id: 'p', name: [{ text: 'Vàng Thị Mẫu' }], managingOrganization: { reference: 'Organization/station' } });
  const context = { repository, clock, newId: countingIds('new'), base: 'https://lien-tuyen.example' };
  const handler = consentFunction({ context, repository, gate: openGate, stepUp: openStepUp, authenticate: async (token) => ok(people[token] ?? { subject: token, name: token, roles: [] }) });
  return { call: callsTo(handler), repository };
}
const of = { patientId: 'p' };

describe('the consent function', () => {
  it('takes a decision once for a key, and shows it', async () => {
    const { call, repository } = aFunction();
    const decide = (key: string) => call('consentDecision', { token: 'patient', params: { ...of, purpose: 'research' }, body: { choice: 'permit', textVersion: consentText }, key });
    expect([(await decide('key-00000001')).status, (await decide('key-00000001')).headers['idempotent-replayed']]).toEqual([200, 'true']);
    expect(repository.audits.filter(({ event }) => event === 'consent-given')).toHaveLength(1);
    expect((await call('consents', { token: 'patient', params: of })).body).toMatchObject({ consents: expect.arrayContaining([expect.objectContaining({ purpose: 'research', choice: 'permit' })]) });
  });
  it.each([
    ['a field that is not ours', { choice: 'permit', textVersion: consentText, status: 'active' }],
    ['other words than those shown', { choice: 'permit', textVersion: 'x' }],
    ['no choice', { textVersion: consentText }],
  ])('refuses a decision with %s', async (_, body) => {
    const { call } = aFunction();
    expect((await call('consentDecision', { token: 'patient', params: { ...of, purpose: 'research' }, body, key: 'key-00000001' })).status).toBe(422);
  });
  it('leads from an emergency to the officer’s list and its review', async () => {
    const { call } = aFunction();
    const opened = await call('emergencyAccess', { token: 'nurse', params: of, body: { purpose: 'unconscious', reason: 'Bất tỉnh, cần biết dị ứng' }, key: 'key-00000001' });
    expect(opened).toMatchObject({ status: 201, body: { until: '2026-11-20T07:00:00.000Z' } });
    expect((await call('emergencies', { token: 'officer' })).body).toMatchObject({ emergencies: [{ id: opened.body['id'], reviewed: false }] });
    expect(await call('emergencyReview', { token: 'officer', params: { id: String(opened.body['id']) }, body: { finding: 'justified' }, key: 'key-00000002' })).toMatchObject({ status: 200, body: { reviewed: true } });
  });
  it('leads from a request to its answer', async () => {
    const { call } = aFunction();
    const asked = await call('dataRequest', { token: 'patient', params: of, body: { kind: 'copy', text: 'xin bản sao' }, key: 'key-00000001' });
    expect(asked).toMatchObject({ status: 201, body: { dueAt: '2026-11-24T16:59:59.999Z' } });
    expect(await call('dataRequestAnswer', { token: 'officer', params: { id: String(asked.body['id']) }, body: { outcome: 'done', text: 'Đã gửi' }, key: 'key-00000002' })).toMatchObject({ status: 200 });
    expect((await call('dataRequests', { token: 'patient', params: of })).body).toMatchObject({ requests: [{ answer: { text: 'Đã gửi' } }] });
  });
  it('names and ends a carer', async () => {
    const { call } = aFunction();
    const named = await call('carerGrant', { token: 'patient', params: of, body: { citizenId: '012 185 000 022', name: 'Vàng Thị Thử', kind: 'child' }, key: 'key-00000001' });
    expect(named).toMatchObject({ status: 201, body: { citizenId: '********0022', active: true } });
    expect(await call('carerWithdrawal', { token: 'patient', params: { ...of, id: String(named.body['id']) }, body: {}, key: 'key-00000002' })).toMatchObject({ status: 200, body: { active: false } });
  });
  it('takes no step for another application', async () => {
    expect(await aFunction().call('consents', { token: 'app', params: of })).toMatchObject({ status: 403, body: { code: 'HTTP_SCOPE_INSUFFICIENT' } });
  });
});
