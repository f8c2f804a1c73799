import { beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { SignJWT, generateKeyPair } from 'jose';
import type { ConsultationRows, ConsultationView } from '../../shared/consultation/contract.ts';
import type { PersonLookupAnswer } from '../../shared/identity/contract.ts';
import { cardText, patients, staff } from '../../local/story.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { aRequest, freeSlots, aSignedCase } from '../support/story.ts';

let nurse: ApiClient;
let nurse2: ApiClient;
let specialist: ApiClient;

beforeAll(async () => {
  nurse = clientFor(await accessToken('nurse'));
  nurse2 = clientFor(await accessToken('nurse2'));
  specialist = clientFor(await accessToken('specialist'));
});

const stationRequests = async (): Promise<readonly string[]> =>
  (await nurse.must<ConsultationRows>('consultations', { query: { list: 'station' } })).rows.map((r) => r.id);

describe('a card or number that is not one', () => {
  const card = (text: string, via = 'camera') => nurse.refused('personLookup', { body: { kind: 'card', text, via } });
  const number = (citizenId: string) => nurse.refused('personLookup', { body: { kind: 'number', citizenId } });

  it('says that a QR of something else is no ID card', async () => {
    expect(await card('https://example.com/menu')).toMatchObject({ status: 422, code: 'IDENTITY_CARD_NOT_RECOGNISED', at: '/text' });
  });
  it.each(['01218500001', '0121850000111'])('says how many digits %s has', async (digits) => {
    const problem = await number(digits);
    expect(problem).toMatchObject({ status: 422, code: 'IDENTITY_NUMBER_LENGTH', at: '/citizenId' });
    expect(problem.detail).toContain(String(digits.length));
  });
  it('explains a scanner that types through a Vietnamese input method', async () => {
    expect(await card(cardText(patients.patient).replaceAll('|', '\\'), 'scanner')).toMatchObject({ status: 422, code: 'IDENTITY_SCANNER_INPUT_METHOD' });
  });
  it('refuses a birth date in the future, and makes no patient', async () => {
    const future = { citizenId: '012126999999', name: 'Người Chưa Sinh', birthDate: '2126-01-01', sex: 'female', source: 'typed' };
    expect(await nurse.refused('patientRegistration', { body: future })).toMatchObject({ status: 422, code: 'IDENTITY_BIRTH_DATE_IN_FUTURE', at: '/birthDate' });
    const answer = await nurse.must<PersonLookupAnswer>('personLookup', { body: { kind: 'number', citizenId: future.citizenId } });
    expect(answer.match).toBeUndefined();
  });
});

describe('a booking that cannot be', () => {
  it('refuses a slot in the past, with the next free ones, and stores nothing', async () => {
    const before = await stationRequests();
    const past = `slot-${staff.specialist.practitioner}-202001010800`;
    const problem = await nurse.refused('consultationRequest', { body: aRequest({ when: { kind: 'slot', slotId: past } }) });
    expect(['BOOKING_SLOT_IN_PAST', 'BOOKING_SLOT_UNKNOWN']).toContain(problem.code);
    expect(problem.at).toBe('/when/slotId');
    expect(await stationRequests()).toEqual(before);
  });
  it('refuses a booking by a stranger: another station for a patient it never met', async () => {
    const slot = (await freeSlots(nurse)).at(-1);
    const problem = await nurse2.refused('consultationRequest', { body: aRequest({ when: { kind: 'slot', slotId: slot?.id ?? '' } }) });
    expect([403, 404]).toContain(problem.status);
    expect((await freeSlots(nurse)).map(({ id }) => id)).toContain(slot?.id);
  });
  it("does not tell a stranger that another station's request exists", async () => {
    const view = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest() });
    expect(await nurse2.refused('consultation', { params: { id: view.id } })).toMatchObject({ status: 404, code: 'HTTP_NOT_FOUND' });
    expect(await nurse2.refused('consultationAction', { params: { id: view.id }, body: { action: 'cancel', reason: 'không phải của tôi' } })).toMatchObject({ status: 404 });
    expect((await nurse.must<ConsultationView>('consultation', { params: { id: view.id } })).state).toBe(view.state);
  });
});

describe('a body that is not right', () => {
  it('says where broken JSON breaks, without quoting it, and stores nothing', async () => {
    const before = await stationRequests();
    const problem = await nurse.refused('consultationRequest', { raw: { bytes: '{"patientId": "bí mật" ,', type: 'application/json' } });
    expect(problem).toMatchObject({ status: 400, code: 'HTTP_BODY_NOT_JSON' });
    expect(JSON.stringify(problem)).not.toContain('bí mật');
    expect(await stationRequests()).toEqual(before);
  });
  it('names the field at fault by JSON pointer', async () => {
    const problem = await nurse.refused('consultationRequest', { body: { ...aRequest(), vitals: { temperature: 368 } } });
    expect(problem).toMatchObject({ status: 422, code: 'HTTP_BODY_INVALID', at: '/vitals/temperature' });
  });
  it('refuses 7 MB with the limit, in the language asked for', async () => {
    const bytes = new Uint8Array(7 * 1024 * 1024).fill(0x20);
    const problem = await nurse.refused('consultationRequest', { raw: { bytes, type: 'application/json' }, language: 'en' });
    expect(problem).toMatchObject({ status: 413, code: 'HTTP_BODY_TOO_LARGE' });
  });
  it('answers in Vietnamese first and in English when asked', async () => {
    const options = { body: { kind: 'number', citizenId: '1' } };
    expect((await nurse.refused('personLookup', { ...options, language: 'vi' })).title).not.toBe((await nurse.refused('personLookup', { ...options, language: 'en' })).title);
  });
  it('wants an idempotency key, answers a repetition alike, and refuses the key for another body', async () => {
    expect(await nurse.refused('consultationRequest', { body: aRequest(), idempotencyKey: '' })).toMatchObject({ code: 'HTTP_IDEMPOTENCY_KEY_MISSING' });
    const idempotencyKey = randomUUID();
    const first = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest(), idempotencyKey });
    const again = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest(), idempotencyKey });
    expect(again.id).toBe(first.id);
    expect(await nurse.refused('consultationRequest', { body: aRequest({ symptoms: 'khác' }), idempotencyKey })).toMatchObject({ code: 'HTTP_IDEMPOTENCY_KEY_REUSED' });
  });
});

describe('a token that is not right', () => {
  it('is told apart: missing, forged, expired', async () => {
    expect(await clientFor().refused('me')).toMatchObject({ status: 401, code: 'HTTP_TOKEN_MISSING' });
    const { privateKey } = await generateKeyPair('ES256');
    const real = JSON.parse(Buffer.from((await accessToken('nurse')).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>;
    const forged = await new SignJWT(real).setProtectedHeader({ alg: 'ES256', kid: 'stolen' }).sign(privateKey);
    expect(await clientFor(forged).refused('me')).toMatchObject({ status: 401, code: 'HTTP_TOKEN_INVALID' });
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(real)).toString('base64url')}.`;
    expect(await clientFor(unsigned).refused('me')).toMatchObject({ status: 401, code: 'HTTP_TOKEN_INVALID' });
  });
});

describe('a room that is closed', () => {
  it('gives no pass and no invitation', async () => {
    const { id } = await aSignedCase(nurse, specialist);
    expect(await nurse.refused('roomToken', { params: { id } })).toMatchObject({ status: 410, code: 'ROOM_CLOSED' });
    expect(await nurse.refused('roomInvitation', { params: { id }, body: { role: 'relative', name: 'Con' } })).toMatchObject({ code: 'ROOM_CLOSED' });
  });
});
