import { describe, expect, it } from '@jest/globals';
import { softwareAuthenticator, type Faults } from '../../../test/support/softwareAuthenticator.ts';
import { authenticatorChecks } from '../../gateways/webauthn.ts';
import { fakeRepository } from '../../fhir/fakeRepository.ts';
import { fixedClock } from '../../kernel/clock.ts';
import { valueOf } from '../../kernel/result.ts';
import type { AuditFact } from '../../fhir/repository.ts';
import type { Principal } from '../policy.ts';
import { confirmByPasskey, type ConfirmDeps } from './confirm.ts';
import type { StepUpHelp } from './contract.ts';
import { matterOf, stepUpNeeded, stepUpSeconds } from './demand.ts';
import { beginRegistration, listPasskeys, registerPasskey, removePasskey, resetPasskeys } from './manage.ts';
import { fakeConfirmations, fakePasskeys } from './stores.fake.ts';

const origin = 'https://lien-tuyen.example';
const doctor: Principal = { subject: 's', issuer: 'https://id.example', name: 'Hoà Mẫu', roles: ['specialist'], practitioner: 'Practitioner/s', organization: 'Organization/h' };
const other: Principal = { ...doctor, subject: 't', practitioner: 'Practitioner/t' };
const officer: Principal = { ...doctor, subject: 'a', roles: ['auditor'], practitioner: 'Practitioner/a' };
const patient: Principal = { subject: 'Patient/p', name: 'p', roles: ['patient'], patient: 'Patient/p' };
const as = (principal: Principal) => ({ principal, correlationId: 'c' });
const signing = matterOf({ key: 'key-0001', bodyHash: 'conclusion' });

function aHouse({ required = false } = {}) {
  const clock = fixedClock('2026-11-22T03:00:00Z');
  const audits: AuditFact[] = [];
  let challenges = 0;
  const records = fakeRepository({ clock });
  records.seed({ resourceType: 'Practitioner', id: 's' });
  const party = { id: 'lien-tuyen.example', name: 'Liên Tuyến', origin };
  const deps: ConfirmDeps = {
    passkeys: fakePasskeys(), confirmations: fakeConfirmations(), party, passkeysRequired: required, clock, checks: authenticatorChecks(party),
    newChallenge: () => Buffer.from(`challenge-${String(++challenges)}`.padEnd(32, '.')).toString('base64url'),
    repository: { ...records, recordAccess: async (fact) => void audits.push(fact) },
  };
  const device = softwareAuthenticator(origin);
  const fresh = (who: Principal): Principal => ({ ...who, signedInAt: clock.now() });
  const ask = async (who: Principal, matter = signing) => await stepUpNeeded(deps, who, matter, 'always');
  const wanted = async (who: Principal, matter = signing) => {
    const help = (await ask(who, matter))?.help as StepUpHelp | undefined;
    if (help?.method !== 'passkey') throw new Error('no passkey was asked for');
    return help;
  };
  const register = async (who = doctor, name = 'Máy của tôi', faults: Faults = {}) =>
    await registerPasskey(deps, as(who), { name, credential: device.create(valueOf(await beginRegistration(deps, as(who))), faults) });
  return { deps, clock, audits, device, fresh, ask, wanted, register };
}

describe('a command that has to be confirmed', () => {
  it('is let through after a fresh sign-in where its person has no passkey, and not later', async () => {
    const { ask, fresh, clock } = aHouse();
    const now = fresh(doctor);
    expect(await ask(now)).toBeUndefined();
    clock.advance(stepUpSeconds * 1000);
    expect(await ask(now)).toBeUndefined();
    clock.advance(1000);
    expect(await ask(now)).toMatchObject({ code: 'HTTP_STEP_UP_NEEDED', help: { method: 'sign-in', max_age: stepUpSeconds } });
    expect(await ask(doctor)).toMatchObject({ code: 'HTTP_STEP_UP_NEEDED' });
  });

  it('is never let through without a passkey where the deployment wants one', async () => {
    const { deps, ask, fresh } = aHouse({ required: true });
    expect(await ask(fresh(doctor))).toMatchObject({ code: 'HTTP_PASSKEY_REQUIRED' });
    expect(await stepUpNeeded(deps, fresh(doctor), signing, 'to-register')).toBeUndefined();
  });

  it('wants the passkey once there is one: a fresh sign-in does no more', async () => {
    const { ask, fresh, register } = aHouse();
    await register();
    expect(await ask(fresh(doctor))).toMatchObject({ code: 'HTTP_STEP_UP_NEEDED', help: { method: 'passkey', options: { rpId: 'lien-tuyen.example', userVerification: 'required', allowCredentials: [{ type: 'public-key' }] } } });
  });

  it('is let through once its person’s passkey has signed for it, for five minutes', async () => {
    const { deps, device, ask, wanted, register, clock } = aHouse();
    await register();
    const { id, options } = await wanted(doctor);
    expect(await confirmByPasskey(deps, as(doctor), { id, credential: device.get(options) })).toEqual({ ok: true, value: { until: '2026-11-22T03:05:00.000Z' } });
    expect(await ask(doctor)).toBeUndefined();
    clock.advance(stepUpSeconds * 1000 - 1);
    expect(await ask(doctor)).toBeUndefined();
    clock.advance(1);
    expect(await ask(doctor)).toMatchObject({ code: 'HTTP_STEP_UP_NEEDED' });
  });

  it('is confirmed alone: another content, key or person needs its own', async () => {
    const { deps, device, ask, wanted, register } = aHouse();
    await register();
    const { id, options } = await wanted(doctor);
    await confirmByPasskey(deps, as(doctor), { id, credential: device.get(options) });
    expect(await ask(doctor, matterOf({ key: 'key-0001', bodyHash: 'another conclusion' }))).toMatchObject({ code: 'HTTP_STEP_UP_NEEDED' });
    expect(await ask(doctor, matterOf({ key: 'key-0002', bodyHash: 'conclusion' }))).toMatchObject({ code: 'HTTP_STEP_UP_NEEDED' });
    expect(await ask(other)).toMatchObject({ code: 'HTTP_STEP_UP_NEEDED' });
  });

  it('takes an assertion once; the same one again, for a lost answer, is answered as before', async () => {
    const { deps, device, wanted, register, clock } = aHouse();
    await register();
    const { id, options } = await wanted(doctor);
    const credential = device.get(options);
    const first = await confirmByPasskey(deps, as(doctor), { id, credential });
    clock.advance(60_000);
    expect(await confirmByPasskey(deps, as(doctor), { id, credential })).toEqual(first);
    expect(await confirmByPasskey(deps, as(doctor), { id, credential: device.get(options) })).toMatchObject({ ok: false, error: { code: 'IDENTITY_CONFIRMATION_GONE' } });
    const next = await wanted(doctor, 'next');
    expect(await confirmByPasskey(deps, as(doctor), { id: next.id, credential })).toMatchObject({ ok: false, error: { code: 'IDENTITY_PASSKEY_NOT_ACCEPTED' } });
  });

  it.each<[string, Faults]>([
    ['another origin', { origin: 'https://lien-tuyen.evil.example' }],
    ['another RP ID', { rpId: 'evil.example' }],
    ['another challenge', { challenge: Buffer.from('x'.repeat(32)).toString('base64url') }],
    ['nobody verified', { unverified: true }],
    ['a counter that went back', { counter: 1 }],
    ['a registration’s data', { type: 'webauthn.create' }],
  ])('refuses an assertion with %s, and writes it down', async (_, faults) => {
    const { deps, device, wanted, register, audits } = aHouse();
    await register();
    const before = await wanted(doctor, 'before');
    await confirmByPasskey(deps, as(doctor), { id: before.id, credential: device.get(before.options) });
    const { id, options } = await wanted(doctor);
    expect(await confirmByPasskey(deps, as(doctor), { id, credential: device.get(options, faults) })).toMatchObject({ ok: false, error: { code: 'IDENTITY_PASSKEY_NOT_ACCEPTED' } });
    expect(audits.at(-1)).toMatchObject({ event: 'confirmed-by-passkey', outcome: 'refused', actor: { subject: 's' } });
    expect(await confirmByPasskey(deps, as(doctor), { id, credential: device.get(options) })).toMatchObject({ ok: true });
  });

  it('is not confirmed by somebody else’s passkey, nor after its time', async () => {
    const { deps, device, wanted, register, clock } = aHouse();
    await register();
    await register(other);
    const [mine, theirs] = [await wanted(doctor), await wanted(other)];
    const stranger = device.get({ ...mine.options, allowCredentials: theirs.options.allowCredentials });
    expect(await confirmByPasskey(deps, as(doctor), { id: mine.id, credential: stranger })).toMatchObject({ ok: false, error: { code: 'IDENTITY_PASSKEY_NOT_ACCEPTED' } });
    expect(await confirmByPasskey(deps, as(other), { id: 'nothing-was-asked', credential: stranger })).toMatchObject({ ok: false, error: { code: 'IDENTITY_CONFIRMATION_GONE' } });
    clock.advance(300_000);
    expect(await confirmByPasskey(deps, as(doctor), { id: mine.id, credential: device.get(mine.options) })).toMatchObject({ ok: false, error: { code: 'IDENTITY_CONFIRMATION_GONE' } });
  });
});

describe('a passkey', () => {
  it('is registered with the person’s own name for it, and says nothing of the person to the device', async () => {
    const { deps, register } = aHouse();
    expect(valueOf(await register())).toMatchObject({ name: 'Máy của tôi', createdAt: '2026-11-22T03:00:00.000Z', backedUp: true });
    expect(valueOf(await listPasskeys(deps, as(doctor)))).toMatchObject({ required: false, passkeys: [{ name: 'Máy của tôi' }] });
    const options = valueOf(await beginRegistration(deps, as(doctor)));
    expect(options).toMatchObject({ attestation: 'none', excludeCredentials: [{ type: 'public-key' }], authenticatorSelection: { userVerification: 'required' } });
    expect(options.user.id).not.toContain('Practitioner');
  });

  it.each<[string, Faults]>([['another origin', { origin: 'https://evil.example' }], ['another RP ID', { rpId: 'evil.example' }], ['another challenge', { challenge: 'AAAA' }], ['nobody verified', { unverified: true }], ['an assertion’s data', { type: 'webauthn.get' }]])(
    'is not registered with %s', async (_, faults) => {
      const { register, deps } = aHouse();
      expect(await register(doctor, 'x', faults)).toMatchObject({ ok: false, error: { code: 'IDENTITY_PASSKEY_NOT_ACCEPTED' } });
      expect(await deps.passkeys.list('Practitioner/s')).toEqual([]);
    });

  it('is registered once for a challenge, and the same again is answered as before', async () => {
    const { deps, device } = aHouse();
    const options = valueOf(await beginRegistration(deps, as(doctor)));
    const body = { name: 'Một', credential: device.create(options) };
    const first = await registerPasskey(deps, as(doctor), body);
    expect(await registerPasskey(deps, as(doctor), body)).toEqual(first);
    expect(await registerPasskey(deps, as(doctor), { name: 'Hai', credential: device.create(options) })).toMatchObject({ ok: false, error: { code: 'IDENTITY_CONFIRMATION_GONE' } });
    expect(await registerPasskey(deps, as(other), body)).toMatchObject({ ok: false, error: { code: 'IDENTITY_CONFIRMATION_GONE' } });
  });

  it('is one of ten at the most', async () => {
    const { deps, register } = aHouse();
    for (let i = 0; i < 10; i += 1) expect((await register(doctor, `Khóa ${String(i)}`)).ok).toBe(true);
    expect(await beginRegistration(deps, as(doctor))).toMatchObject({ ok: false, error: { code: 'IDENTITY_PASSKEYS_TOO_MANY' } });
  });

  it('that was removed confirms nothing', async () => {
    const { deps, device, register, wanted } = aHouse();
    const { id } = valueOf(await register());
    await register(doctor, 'Thứ hai');
    const asked = await wanted(doctor);
    expect(await removePasskey(deps, as(other), id)).toMatchObject({ ok: false, error: { code: 'HTTP_NOT_FOUND' } });
    expect(valueOf(await removePasskey(deps, as(doctor), id)).passkeys.map(({ name }) => name)).toEqual(['Thứ hai']);
    const credential = device.get({ ...asked.options, allowCredentials: asked.options.allowCredentials.slice(0, 1) });
    expect(await confirmByPasskey(deps, as(doctor), { id: asked.id, credential })).toMatchObject({ ok: false, error: { code: 'IDENTITY_PASSKEY_NOT_ACCEPTED' } });
  });

  it('is nothing for patients, who are refused and written down', async () => {
    const { deps, ask, audits } = aHouse();
    for (const refused of [await listPasskeys(deps, as(patient)), await beginRegistration(deps, as(patient)), await removePasskey(deps, as(patient), 'x')]) expect(refused).toMatchObject({ ok: false, error: { code: 'HTTP_FORBIDDEN' } });
    expect(audits.every(({ outcome }) => outcome === 'refused')).toBe(true);
    expect(await ask(patient)).toBeUndefined();
  });
});

describe('somebody who lost all passkeys', () => {
  it('begins anew after the office has taken them away; it then takes a fresh sign-in', async () => {
    const { deps, register, ask, fresh, audits } = aHouse();
    await register();
    await register(doctor, 'Thứ hai');
    expect(await resetPasskeys(deps, as(officer), 's', { reason: 'lost' })).toEqual({ ok: true, value: { removed: 2 } });
    expect(audits.at(-1)).toMatchObject({ event: 'passkeys-reset', entities: ['Practitioner/s'], reason: 'lost', outcome: 'success' });
    expect(await ask(doctor)).toMatchObject({ help: { method: 'sign-in' } });
    expect(await ask(fresh(doctor))).toBeUndefined();
    expect(await resetPasskeys(deps, as(officer), 'nobody', { reason: 'lost' })).toMatchObject({ ok: false, error: { code: 'HTTP_NOT_FOUND' } });
  });

  it.each([['oneself', officer, 'a'], ['a colleague', other, 's'], ['a patient', patient, 's']] as const)('is not helped by %s', async (_, who, id) => {
    const { deps, audits } = aHouse();
    expect(await resetPasskeys(deps, as(who), id, { reason: 'lost' })).toMatchObject({ ok: false, error: { code: 'HTTP_FORBIDDEN' } });
    expect(audits.at(-1)).toMatchObject({ event: 'passkeys-reset', outcome: 'refused' });
  });
});
