import { expect, it } from '@jest/globals';
import { fakeRepository } from '../../shared/fhir/fakeRepository.ts';
import type { AuditFact } from '../../shared/fhir/repository.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { ok } from '../../shared/kernel/result.ts';
import { asCommand, commandOf } from './body.ts';
import type { SignedInRequest } from './request.ts';

const principal: Principal = { subject: '4711', issuer: 'https://one.example', name: 'Lò Thị Mẫu', roles: ['station'] };
const requestOf = (by: Principal, body = '{}') =>
  ({ method: 'POST', path: '/api/consultations', headers: { 'idempotency-key': 'key-12345678' }, body: Buffer.from(body), principal: by }) as unknown as SignedInRequest;
const audit: AuditFact = { actor: { subject: '4711', name: 'Lò Thị Mẫu', role: 'station' }, action: 'create', outcome: 'success', event: 'test', entities: [], correlationId: 'c' };

it('a key belongs to one account: the same subject of another issuer has keys of its own', async () => {
  const repository = fakeRepository({ clock: fixedClock('2026-11-22T00:00:00Z') });
  const send = async (by: Principal, body?: string) =>
    await asCommand(repository, requestOf(by, body), async (command) => {
      await repository.commit({ writes: [], audit, idempotency: { ...command, answer: { of: by.issuer } } });
      return ok({ status: 201, json: { of: by.issuer } });
    });
  const other: Principal = { ...principal, issuer: 'https://other.example' };
  expect(await send(principal)).toMatchObject({ value: { status: 201, json: { of: 'https://one.example' } } });
  expect(await send(other, '{"another":"body"}')).toMatchObject({ value: { status: 201, json: { of: 'https://other.example' } } });
  expect(await send(principal)).toMatchObject({ value: { status: 200, json: { of: 'https://one.example' }, headers: { 'idempotent-replayed': 'true' } } });
  expect(await send(other)).toMatchObject({ error: { code: 'HTTP_IDEMPOTENCY_KEY_REUSED' } });
});

it('no issuer and subject read together like others', () => {
  const subjects = [principal, { ...principal, issuer: 'https://one.example/47', subject: '11' }, { ...principal, issuer: undefined }].map((by) => commandOf(requestOf(by))?.subject);
  expect(new Set(subjects).size).toBe(3);
});
