import { expect, it } from '@jest/globals';
import { ProvisionedThroughputExceededException } from '@aws-sdk/client-dynamodb';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { setting, settingOn } from '../fhir/handler.test.support.ts';
import { consentFunction } from '../consent/handler.ts';
import { callsTo } from './call.test.support.ts';
import { openGate } from './limits.ts';
import { openStepUp } from './stepUp.ts';
import { ok } from '../../shared/kernel/result.ts';

/** As the SDK throws it when its tries are used up. */
const gaveUp = async () => await Promise.reject(new ProvisionedThroughputExceededException({ message: 'slow', $metadata: {} }));

it('a database that could not be reached is a 503 that says when to come again, in problem+json', async () => {
  const clock = fixedClock('2026-11-22T00:00:00Z');
  const repository = { ...fakeRepository({ clock }), read: gaveUp, readMany: gaveUp, repeated: gaveUp };
  const call = callsTo(consentFunction({ repository, context: { repository, clock, newId: () => 'n', base: 'https://lien-tuyen.example' }, authenticate: async () => ok({ subject: 'p', name: 'n', roles: ['patient'], patient: 'Patient/p1' }), gate: openGate, stepUp: openStepUp } as unknown as Parameters<typeof consentFunction>[0]));
  for (const answer of [await call('consents', { token: 't', params: { patientId: 'p1' } }), await call('consentDecision', { token: 't', params: { patientId: 'p1', purpose: 'treatment' }, body: {}, key: 'key-12345' })]) {
    expect(answer).toMatchObject({ status: 503, headers: { 'retry-after': '2', 'content-type': 'application/problem+json; charset=utf-8' }, body: { code: 'HTTP_UNAVAILABLE' } });
    expect(JSON.stringify(answer.body)).not.toContain('slow');
  }
});

it('over FHIR it is an OperationOutcome with issue type transient', async () => {
  const { repository } = setting();
  const { call } = settingOn({ ...repository, read: gaveUp, commit: gaveUp });
  const answer = await call('GET', '/Patient/p1');
  expect([answer.status, answer.headers['retry-after'], answer.json]).toMatchObject([503, '2', { resourceType: 'OperationOutcome', issue: [{ code: 'transient', details: { coding: [{ code: 'HTTP_UNAVAILABLE' }] } }] }]);
});

it('contention is one too: somebody else was faster ten times', async () => {
  const { repository } = setting();
  const { call } = settingOn({ ...repository, commit: async () => ({ ok: false, error: { kind: 'contention' } }) });
  const answer = await call('POST', '/Patient', { body: { resourceType: 'Patient' } });
  expect([answer.status, answer.headers['retry-after'], answer.json.issue?.[0]?.code]).toEqual([503, '2', 'lock-error']);
});
