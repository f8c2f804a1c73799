import { describe, expect, it } from '@jest/globals';
import type { Patient } from '@medplum/fhirtypes';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { identifierSystems } from '../fhir/identifierSystems.ts';
import { fixedClock } from '../kernel/clock.ts';
import { countingIds } from '../kernel/ids.ts';
import { valueOf } from '../kernel/result.ts';
import { fakeKeySigner } from '../signing/keySigner.fake.ts';
import { fakeChallengeStore } from './challengeStore.fake.ts';
import { newCode } from './oneTimeCode.ts';
import { redeemSignInCode, tokenLifeSeconds } from './redeemSignInCode.ts';
import { codesPerHour, requestSignInCode } from './requestSignInCode.ts';
import { fakeSmsGateway } from './smsGateway.fake.ts';

const base = 'https://lien-tuyen.example';
const systems = identifierSystems(base);
const known = '012185000011';
const unknown = '012185000099';

const aPatient = (more: Partial<Patient> = {}): Patient & { id: string } => ({
  resourceType: 'Patient', id: 'p', active: true, name: [{ text: 'Vàng Thị Mẫu' }], birthDate: '1985-03-14',
  identifier: [{ system: systems.citizenId, value: known }], telecom: [{ system: 'phone', value: '0900000101' }], ...more,
});

async function aWorld(patient = aPatient()) {
  const clock = fixedClock('2026-06-30T08:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(patient);
  const failures: string[] = [];
  let answers = 0;
  const deps = {
    repository, clock, sms: fakeSmsGateway(), challenges: fakeChallengeStore(), newId: countingIds('c'), newCode: () => '123456',
    naming: { base, systems }, signer: await fakeKeySigner(), issuer: 'https://api.example', audience: 'urn:api', idleMinutes: 20,
    untilAnswer: () => { answers += 1; return Promise.resolve(); }, onSmsFailure: (id: string) => { failures.push(id); },
  };
  return {
    ...deps, deps, failures, answers: () => answers,
    ask: (number = known) => requestSignInCode(deps, number, 'correlation'),
    redeem: (challengeId: string, code = '123456') => redeemSignInCode(deps, { challengeId, code }, 'correlation'),
  };
}
const codeOf = async (result: Promise<{ ok: true } | { ok: false; error: { code: string } }>) => {
  const answer = await result;
  return answer.ok ? 'signed in' : answer.error.code;
};

describe('signing in by citizen number and one-time code', () => {
  it('sends the code to the phone in the record and takes it once', async () => {
    const world = await aWorld();
    const { challengeId, expiresAt } = valueOf(await world.ask());
    expect(expiresAt).toBe('2026-06-30T08:05:00.000Z');
    expect(world.sms.sent).toEqual([{ to: '0900000101', text: expect.stringContaining('123456') }]);
    expect(world.sms.sent[0]?.text.length).toBeLessThanOrEqual(160);
    expect(await codeOf(world.redeem(challengeId))).toBe('signed in');
    expect(await codeOf(world.redeem(challengeId))).toBe('IDENTITY_CODE_EXPIRED');
  });

  it('gives a token of this patient for half an hour and nothing more', async () => {
    const world = await aWorld();
    const { accessToken, expiresIn } = valueOf(await world.redeem(valueOf(await world.ask()).challengeId));
    const { iat = 0, exp = 0, jti: _jti, ...claims } = decodeJwt(accessToken);
    expect(claims).toEqual({ iss: 'https://api.example', aud: 'urn:api', sub: 'Patient/p', name: 'Vàng Thị Mẫu', roles: ['patient'], patient: 'Patient/p', scope: 'api' });
    expect([expiresIn, exp - iat]).toEqual([tokenLifeSeconds, tokenLifeSeconds]);
    expect(decodeProtectedHeader(accessToken)).toMatchObject({ alg: 'ES256', typ: 'at+jwt' });
  });

  it('answers the same whether the person is known, has a phone, is alive, or the gateway is down', async () => {
    const shape = async (world: Awaited<ReturnType<typeof aWorld>>, number = known) => {
      const answer = await world.ask(number);
      return { answer, waited: world.answers() };
    };
    const usual = await shape(await aWorld());
    expect(await shape(await aWorld(), unknown)).toEqual(usual);
    expect(await shape(await aWorld(aPatient({ telecom: [] })))).toEqual(usual);
    expect(await shape(await aWorld(aPatient({ deceasedDateTime: '2026-01-01' })))).toEqual(usual);
    expect(await shape(await aWorld(aPatient({ active: false })))).toEqual(usual);
    const down = await aWorld();
    down.sms.send = () => Promise.reject(new Error('down'));
    expect(await shape(down)).toEqual(usual);
    expect(down.failures).toHaveLength(1);
  });

  it('sends nothing to anybody for an unknown number, and its code is never right', async () => {
    const world = await aWorld();
    const { challengeId } = valueOf(await world.ask(unknown));
    expect(world.sms.sent).toEqual([]);
    expect(await codeOf(world.redeem(challengeId))).toBe('IDENTITY_CODE_WRONG');
  });

  it('ends after five wrong codes, and says how many tries are left, known or not', async () => {
    for (const number of [known, unknown]) {
      const world = await aWorld();
      const { challengeId } = valueOf(await world.ask(number));
      for (const left of [4, 3, 2, 1]) expect(await world.redeem(challengeId, '000000')).toEqual({ ok: false, error: { code: 'IDENTITY_CODE_WRONG', params: { left }, at: '/code' } });
      expect(await codeOf(world.redeem(challengeId, '000000'))).toBe('IDENTITY_CODE_ATTEMPTS');
      expect(await codeOf(world.redeem(challengeId))).toBe('IDENTITY_CODE_ATTEMPTS');
    }
  });

  it('ends after five minutes', async () => {
    const world = await aWorld();
    const { challengeId } = valueOf(await world.ask());
    world.clock.advance(5 * 60_000);
    expect(await codeOf(world.redeem(challengeId))).toBe('IDENTITY_CODE_EXPIRED');
  });

  it('takes a code with blanks or wide digits, and refuses every other shape without failing', async () => {
    const world = await aWorld();
    expect(await codeOf(world.redeem(valueOf(await world.ask()).challengeId, '１２３ 456'))).toBe('signed in');
    const { challengeId } = valueOf(await world.ask());
    for (const code of ['', '12345', '1234567', 'abcdef']) expect(await codeOf(world.redeem(challengeId, code))).toBe('IDENTITY_CODE_WRONG');
    expect(await codeOf(world.redeem('no-such-challenge'))).toBe('IDENTITY_CODE_EXPIRED');
  });

  it('limits the codes of one number in an hour, known or not', async () => {
    for (const number of [known, unknown]) {
      const world = await aWorld();
      for (let i = 0; i < codesPerHour; i++) expect((await world.ask(number)).ok).toBe(true);
      expect(await codeOf(world.ask(number))).toBe('IDENTITY_CODES_TOO_MANY');
      world.clock.advance(3_600_000);
      expect((await world.ask(number)).ok).toBe(true);
    }
  });

  it('refuses what is no number before anything is counted or stored', async () => {
    const world = await aWorld();
    expect(await codeOf(world.ask('12'))).toBe('IDENTITY_NUMBER_LENGTH');
    expect(world.answers()).toBe(0);
  });

  it('audits the code sent, the sign-in and the refused try', async () => {
    const world = await aWorld();
    const { challengeId } = valueOf(await world.ask());
    await world.redeem(challengeId, '000000');
    await world.redeem(challengeId);
    expect(world.repository.audits.map(({ event, outcome, patient }) => ({ event, outcome, patient }))).toEqual([
      { event: 'sign-in-code-sent', outcome: 'success', patient: 'Patient/p' },
      { event: 'patient-signed-in', outcome: 'refused', patient: 'Patient/p' },
      { event: 'patient-signed-in', outcome: 'success', patient: 'Patient/p' },
    ]);
  });

  it('makes codes of six digits', () => {
    for (let i = 0; i < 1000; i++) expect(newCode()).toMatch(/^\d{6}$/);
  });
});
