import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { patients, staff } from '../../local/story.ts';
import type { EmergencyAccess } from '../../shared/consent/contract.ts';
import type { CreationOptions, Passkeys, PasskeyView, StepUpAnswer, StepUpHelp } from '../../shared/identity/passkeys/contract.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { softwareAuthenticator } from '../support/softwareAuthenticator.ts';
import { target } from '../support/target.ts';

/** Somebody whom no other suite lets sign: with a passkey, a fresh sign-in does no more. */
const who = 'coordinator2';
const victim = patients.nameDiffers;
const device = softwareAuthenticator(new URL(target().baseUrl).origin);
const other = softwareAuthenticator(new URL(target().baseUrl).origin);
let she: ApiClient;
let officer: ApiClient;

beforeAll(async () => {
  she = clientFor(await accessToken(who));
  officer = clientFor(await accessToken('auditor'));
  await officer.must('passkeyReset', { params: { id: staff[who].practitioner }, body: { reason: 'lost' } });
});
afterAll(async () => void (await officer.must('passkeyReset', { params: { id: staff[who].practitioner }, body: { reason: 'lost' } })));

type Asked = StepUpHelp & { readonly method: 'passkey' };
/** What a command that needs the passkey is answered with. */
async function asked(route: Parameters<ApiClient['call']>[0], options: Parameters<ApiClient['call']>[1]): Promise<Asked> {
  const { status, body } = await she.call<{ code: string; help: Asked }>(route, options);
  expect([status, body.code, body.help?.method]).toEqual([401, 'HTTP_STEP_UP_NEEDED', 'passkey']);
  return body.help;
}
const confirm = async ({ id, options }: Asked, by = device) => await she.call<StepUpAnswer & { code: string }>('stepUp', { body: { id, credential: by.get(options) } });

describe('a member of staff', () => {
  it('registers a first passkey after a fresh sign-in, and signs in the browser’s way from then on', async () => {
    expect(await she.must<Passkeys>('passkeys')).toEqual({ passkeys: [], required: false });
    const options = await she.must<CreationOptions>('passkeyOptions', { body: {} });
    expect(options).toMatchObject({ rp: { id: new URL(target().baseUrl).hostname }, attestation: 'none', authenticatorSelection: { userVerification: 'required' } });
    const body = { name: 'Máy bàn', credential: device.create(options) };
    expect(await she.must<PasskeyView>('passkeyCreation', { body })).toMatchObject({ name: 'Máy bàn', backedUp: true });
    expect((await she.must<Passkeys>('passkeys')).passkeys).toHaveLength(1);
    expect(await she.refused('passkeyCreation', { body: { name: 'Máy khác', credential: other.create(options) } })).toMatchObject({ status: 422, code: 'IDENTITY_CONFIRMATION_GONE' });
  });

  it('needs the passkey for a second one: the password alone adds none', async () => {
    const again = clientFor(await accessToken(who));
    expect(await again.refused('passkeyOptions', { body: {} })).toMatchObject({ status: 401, code: 'HTTP_STEP_UP_NEEDED', help: { method: 'passkey' } });
    const command = { body: {}, idempotencyKey: randomUUID() };
    expect((await confirm(await asked('passkeyOptions', command))).status).toBe(201);
    const options = await she.must<CreationOptions>('passkeyOptions', command);
    expect(options.excludeCredentials).toHaveLength(1);
    await she.must('passkeyCreation', { body: { name: 'Điện thoại', credential: device.create(options) } });
    expect((await she.must<Passkeys>('passkeys')).passkeys.map(({ name }) => name)).toEqual(['Máy bàn', 'Điện thoại']);
  });

  it('confirms one command: it reaches its use case, and another content or another key does not', async () => {
    const emergency = { params: { patientId: victim.id }, body: { purpose: 'unconscious', reason: 'Bất tỉnh, cần biết dị ứng' }, idempotencyKey: randomUUID() };
    const question = await asked('emergencyAccess', emergency);
    expect((await confirm(question)).status).toBe(201);
    // A coordinator breaks no glass: the confirmed command comes to the policy, which says so.
    expect(await she.refused('emergencyAccess', emergency)).toMatchObject({ status: 403, code: 'HTTP_FORBIDDEN' });
    await asked('emergencyAccess', { ...emergency, body: { ...emergency.body, reason: 'một lý do khác hẳn' } });
    await asked('emergencyAccess', { ...emergency, idempotencyKey: randomUUID() });
    await asked('emergencyAccess', { ...emergency, params: { patientId: patients.patient.id } });
  });

  it('can’t confirm by a signature made elsewhere, for another question, or by another key', async () => {
    const command = { params: { id: 'x' }, body: {}, idempotencyKey: randomUUID() };
    const question = await asked('passkeyRemoval', command);
    const refusedBy = async (credential: unknown) => (await she.refused('stepUp', { body: { id: question.id, credential } })).code;
    expect(await refusedBy(device.get(question.options, { origin: 'https://lien-tuyen.evil.example' }))).toBe('IDENTITY_PASSKEY_NOT_ACCEPTED');
    expect(await refusedBy(device.get(question.options, { challenge: 'AAAA' }))).toBe('IDENTITY_PASSKEY_NOT_ACCEPTED');
    expect(await refusedBy(device.get(question.options, { unverified: true }))).toBe('IDENTITY_PASSKEY_NOT_ACCEPTED');
    expect(await refusedBy({ ...device.get(question.options), id: 'bm9ib2R5', rawId: 'bm9ib2R5' })).toBe('IDENTITY_PASSKEY_NOT_ACCEPTED');
    expect(await refusedBy({ id: 'x' })).toBe('HTTP_BODY_INVALID');
    const stranger = clientFor(await accessToken('viewer'));
    expect(await stranger.refused('stepUp', { body: { id: question.id, credential: device.get(question.options) } })).toMatchObject({ code: 'IDENTITY_CONFIRMATION_GONE' });
    const credential = device.get(question.options);
    const taken = await Promise.all([1, 2, 3].map(() => she.call<StepUpAnswer>('stepUp', { body: { id: question.id, credential } })));
    expect(taken.some(({ status }) => status === 201)).toBe(true);
    // The answer was lost and the same is sent again: it is answered as before.
    expect((await she.call('stepUp', { body: { id: question.id, credential } })).status).toBe(201);
    expect((await confirm(question)).body.code).toBe('IDENTITY_CONFIRMATION_GONE');
  });

  it('removes a passkey with a passkey, and gets a new start from the office alone', async () => {
    const [, second] = (await she.must<Passkeys>('passkeys')).passkeys;
    const command = { params: { id: second?.id ?? '' }, body: {}, idempotencyKey: randomUUID() };
    await confirm(await asked('passkeyRemoval', command));
    expect((await she.must<Passkeys>('passkeyRemoval', command)).passkeys).toHaveLength(1);
    const reset = { params: { id: staff[who].practitioner }, body: { reason: 'lost' } };
    for (const user of ['coordinator', 'viewer', 'nurse2'] as const) expect(await clientFor(await accessToken(user)).refused('passkeyReset', reset)).toMatchObject({ status: 403 });
    expect(await officer.must('passkeyReset', reset)).toEqual({ removed: 1 });
    expect((await she.must<Passkeys>('passkeys')).passkeys).toEqual([]);
  });
});

describe('a patient', () => {
  it('has no passkeys, and is not asked for one', async () => {
    const patient = clientFor(await accessToken('patient'));
    expect((await patient.refused('passkeys')).status).toBe(403);
    expect((await patient.refused('passkeyOptions', { body: {} })).status).toBe(403);
    expect((await patient.refused('emergencyAccess', { params: { patientId: victim.id }, body: { purpose: 'unconscious', reason: 'không có lý do gì' } })).status).toBe(403);
  });
});

describe('breaking glass', () => {
  it('is opened by a nurse who has just signed in and has no passkey', async () => {
    const nurse = clientFor(await accessToken('nurse2'));
    const opened = await nurse.must<EmergencyAccess>('emergencyAccess', { params: { patientId: victim.id }, body: { purpose: 'unconscious', reason: 'Bất tỉnh, cần biết dị ứng' } });
    expect(opened.reviewed).toBe(false);
  });
});
