import { describe, expect, it } from '@jest/globals';
import { fakeConfirmations, fakePasskeys } from '../../shared/identity/passkeys/stores.fake.ts';
import type { StepUpHelp } from '../../shared/identity/passkeys/contract.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { ok } from '../../shared/kernel/result.ts';
import { routes } from '../../shared/routes.ts';
import { callsTo } from './call.test.support.ts';
import { httpFunction, type Endpoint } from './chain.ts';
import { openGate } from './limits.ts';
import { stepUpFor } from './stepUp.ts';

const clock = fixedClock('2026-11-22T03:00:00Z');
const doctor: Principal = { subject: 's', issuer: 'i', name: 's', roles: ['specialist'], practitioner: 'Practitioner/s' };
const endpoints: readonly Endpoint[] = [
  { route: routes.conclusionSigning, handle: async () => await Promise.resolve(ok({ status: 200, json: { signed: true } })) },
  { route: routes.consultations, handle: async () => await Promise.resolve(ok({ status: 200, json: {} })) },
];

async function aFunction(principal: Principal = doctor) {
  const passkeys = fakePasskeys();
  await passkeys.add('Practitioner/s', { id: 'key', publicKey: new Uint8Array([1]), counter: 0, transports: [], backupEligible: false, backedUp: false, name: 'x', createdAt: clock.now() });
  const confirmations = fakeConfirmations();
  const stepUp = stepUpFor({ passkeys, confirmations, clock, party: { id: 'lien-tuyen.example', name: 'x', origin: 'https://lien-tuyen.example' }, passkeysRequired: false, newChallenge: () => 'challenge' });
  const call = callsTo(httpFunction({ endpoints, gate: openGate, stepUp, authenticate: async () => await Promise.resolve(ok(principal)) }));
  return { call, confirmations };
}
const sign = { token: 't', params: { id: 'x' }, key: 'key-00000001', body: { a: 1 } };

describe('an endpoint whose route asks for a passkey', () => {
  it('answers a command that nobody confirmed as RFC 9470 says, with what the browser needs', async () => {
    const { call } = await aFunction();
    const refused = await call('conclusionSigning', sign);
    expect(refused).toMatchObject({ status: 401, body: { code: 'HTTP_STEP_UP_NEEDED', help: { method: 'passkey', options: { challenge: 'challenge', rpId: 'lien-tuyen.example' } } } });
    expect(refused.headers['www-authenticate']).toBe('Bearer error="insufficient_user_authentication", error_description="confirm the command", acr_values="phr", max_age="300"');
  });

  it('takes the very same command once it was confirmed, and no other', async () => {
    const { call, confirmations } = await aFunction();
    const { id } = (await call('conclusionSigning', sign)).body['help'] as StepUpHelp & { method: 'passkey' };
    await confirmations.make('Practitioner/s', id, 'challenge', { passkey: 'key', assertion: 'a' }, { now: clock.now(), until: new Date(clock.now().getTime() + 1000) });
    expect(await call('conclusionSigning', sign)).toMatchObject({ status: 200, body: { signed: true } });
    for (const changed of [{ ...sign, body: { a: 2 } }, { ...sign, key: 'key-00000002' }]) expect((await call('conclusionSigning', changed)).status).toBe(401);
  });

  it('wants the Idempotency-Key before anything', async () => {
    const { call } = await aFunction();
    expect(await call('conclusionSigning', { ...sign, key: undefined })).toMatchObject({ status: 400, body: { code: 'HTTP_IDEMPOTENCY_KEY_MISSING' } });
  });

  it('leaves every other endpoint alone', async () => {
    expect((await (await aFunction()).call('consultations', { token: 't' })).status).toBe(200);
  });

  it('can’t be served by a function that has no way to ask', () => {
    expect(() => httpFunction({ endpoints, gate: openGate, authenticate: async () => await Promise.resolve(ok(doctor)) })).toThrow('asks for a passkey');
  });

  it('is every one that signs or breaks glass', () => {
    expect(Object.entries(routes).filter(([, route]) => 'stepUp' in route).map(([name]) => name)).toEqual(expect.arrayContaining(['conclusionSigning', 'amendment', 'emergencyAccess', 'passkeyOptions', 'passkeyRemoval', 'passkeyReset']));
  });
});
