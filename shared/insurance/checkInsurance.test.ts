import { describe, expect, it } from '@jest/globals';
import type { Coverage, Patient } from '@medplum/fhirtypes';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { identifierSystems } from '../fhir/identifierSystems.ts';
import type { Principal } from '../identity/policy.ts';
import { fixedClock } from '../kernel/clock.ts';
import { countingIds } from '../kernel/ids.ts';
import { valueOf } from '../kernel/result.ts';
import { checkInsurance } from './checkInsurance.ts';
import type { InsuranceCheckRequest } from './contract.ts';
import { confirmWaiting, queueUnconfirmed } from './confirmWaiting.ts';
import { fakeAnswerCache, fakeConfirmationQueue } from './ports.fake.ts';
import { fakeInsurerPortal } from './insurerPortal.fake.ts';
import { lastInsurance } from './lastInsurance.ts';
import type { PortalCard, PortalReply } from './ports.ts';

const base = 'https://lien-tuyen.example';
const systems = identifierSystems(base);
const number = '012058000022';
const nurse: Principal = { subject: 'nurse', name: 'N', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };
const stranger: Principal = { ...nurse, practitioner: 'Practitioner/s', organization: 'Organization/other' };
const self: Principal = { subject: 'p', name: 'P', roles: ['patient'], patient: 'Patient/p' };

const aCard = (more: Partial<PortalCard> = {}): PortalCard => ({ number: 'HT2121234567802', holder: 'Đặng Văn Mẫu', birthDate: '1958-11-02', validFrom: '2026-01-01', validTo: '2026-12-31', registeredFacility: '12101', ...more });
const covered: PortalReply = { kind: 'answered', resultCode: '000', card: aCard() };
const replaced: PortalReply = { kind: 'answered', resultCode: '004', card: aCard({ newCard: { number: 'HT1121234567802' } }) };
const down: PortalReply = { kind: 'unavailable', why: 'timeout' };

function aStation(replies: Record<string, PortalReply> = { [number]: covered }, patient: Partial<Patient> = {}) {
  const clock = fixedClock('2026-06-30T08:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(
    { resourceType: 'Organization', id: 'station', name: 'Trạm', extension: [{ url: `${base}/StructureDefinition/care-level`, valueCode: 'initial' }], identifier: [{ system: systems.facility, value: '12101' }] },
    { resourceType: 'Patient', id: 'p', name: [{ text: 'Đặng Văn Mẫu' }], birthDate: '1958-11-02', identifier: [{ system: systems.citizenId, value: number }], managingOrganization: { reference: 'Organization/station' }, ...patient },
  );
  const portal = fakeInsurerPortal(replies);
  const queue = fakeConfirmationQueue();
  const deps = { repository, portal, cache: fakeAnswerCache(), queue, clock, newId: countingIds('check'), naming: { base, systems } };
  const deliver = async () => {
    for (const event of repository.events.splice(0)) await queueUnconfirmed(queue, event);
  };
  let n = 0;
  return {
    repository, portal, clock, replies, queue, deliver,
    round: () => confirmWaiting(deps, 'c'),
    check: (principal = nurse, key = `key-${++n}`, request: InsuranceCheckRequest = { fresh: true }) => checkInsurance(deps, { principal, correlationId: 'c' }, 'p', request, { key, subject: principal.subject, bodyHash: 'h' }),
    last: (principal = nurse) => lastInsurance(deps, { principal, correlationId: 'c' }, 'p'),
    types: () => repository.all().map((r) => r.resourceType).filter((t) => t.startsWith('Coverage')).toSorted(),
  };
}

describe('checking the insurance', () => {
  it('asks by the citizen number with the name and birth date of the record, for the facility of the caller', async () => {
    const station = aStation(undefined, { name: [{ text: 'Y Ƀlô Ê̆ban' }] });
    await station.check();
    expect(station.portal.asked).toMatchObject([{ facility: '12101', key: number, name: 'Y Blô Êban', birthDate: '1958-11-02' }]);
  });

  it('keeps card, question and answer in one commit, and gives the answer again', async () => {
    const station = aStation();
    const answer = valueOf(await station.check());
    expect(answer).toEqual({
      outcome: 'covered', resultCode: '000', nextSteps: ['continue'], checkedAt: '2026-06-30T08:00:00.000Z', reference: 'CoverageEligibilityResponse/check-1',
      steps: [{ by: 'citizen-id', name: 'as-recorded', birthDate: 'as-recorded', resultCode: '000', weighed: 'accepted' }],
      benefit: { date: '2026-06-30', percent: 100, because: [{ kind: 'category', category: '1.2', pays: 'full' }, { kind: 'remote-care', visitType: '01' }], toConfirm: false },
      card: { number: 'HT2121234567802', holder: 'Đặng Văn Mẫu', validFrom: '2026-01-01', validTo: '2026-12-31', registeredFacility: '12101' },
    });
    expect(station.types()).toEqual(['Coverage', 'CoverageEligibilityRequest', 'CoverageEligibilityResponse']);
    expect(station.repository.audits).toMatchObject([{ event: 'insurance-checked', outcome: 'success', patient: 'Patient/p' }]);
    expect(valueOf(await station.last())).toEqual(answer);
    expect(station.repository.audits.at(-1)).toMatchObject({ event: 'insurance-read', action: 'read' });
  });

  it('follows a replaced card and writes it over the old one, whose version stays', async () => {
    const station = aStation();
    await station.check();
    Object.assign(station.replies, { [number]: replaced, HT1121234567802: { kind: 'answered', resultCode: '000', card: aCard({ number: 'HT1121234567802' }) } });
    const answer = valueOf(await station.check());
    expect(answer).toMatchObject({ outcome: 'covered-by-new-card', nextSteps: ['use-new-card', 'continue'], card: { number: 'HT1121234567802', replaces: 'HT2121234567802' } });
    const versions = await station.repository.history('Coverage/coverage-p');
    expect(versions.map((v) => ('subscriberId' in v ? (v as Coverage).subscriberId : ''))).toEqual(['HT1121234567802', 'HT2121234567802']);
  });

  it('keeps a portal that is down as to be confirmed, with the card known before', async () => {
    const station = aStation({ [number]: down });
    expect(valueOf(await station.check())).toMatchObject({ outcome: 'to-confirm', nextSteps: ['continue-and-confirm-later', 'try-again'] });
    expect(station.types()).toEqual(['CoverageEligibilityRequest', 'CoverageEligibilityResponse']);
    station.replies[number] = covered;
    await station.check();
    station.replies[number] = down;
    station.clock.advance(60_000);
    expect(valueOf(await station.check())).toMatchObject({ outcome: 'to-confirm', card: { number: 'HT2121234567802' } });
    expect(valueOf(await station.last())).toMatchObject({ outcome: 'to-confirm', card: { number: 'HT2121234567802' }, checkedAt: '2026-06-30T08:01:00.000Z' });
  });

  it('keeps a good answer for the day and a bad one for a quarter of an hour, with the age of each', async () => {
    const station = aStation();
    await station.check(nurse, 'first');
    station.clock.advance(3_600_000);
    expect(valueOf(await station.check(nurse, 'second', {}))).toMatchObject({ outcome: 'covered', checkedAt: '2026-06-30T08:00:00.000Z' });
    expect(valueOf(await station.last())).toMatchObject({ checkedAt: '2026-06-30T08:00:00.000Z' });
    expect(station.portal.asked).toHaveLength(1);
    await station.check(nurse, 'third', { fresh: true });
    expect(station.portal.asked).toHaveLength(2);
    station.clock.advance(8 * 3_600_000); // midnight in Vietnam is 17:00 UTC
    await station.check(nurse, 'fourth', {});
    expect(station.portal.asked).toHaveLength(3);
    const unknown = aStation({});
    for (const minutes of [0, 14, 2]) {
      unknown.clock.advance(minutes * 60_000);
      await unknown.check(nurse, `k${minutes}`, {});
    }
    expect(unknown.portal.asked).toHaveLength(2);
  });

  it('takes a typed card number as meant, and says what is wrong with one that is none', async () => {
    const station = aStation({ HT2121234567802: covered });
    expect(valueOf(await station.check(nurse, 'typed', { cardNumber: ' ht2 １２ 1.2345-67802 ' }))).toMatchObject({ outcome: 'covered', steps: [{ by: 'insurance-card', resultCode: '000' }] });
    for (const cardNumber of ['HT9121234567802', '12345', 'HT21212345678021', '01205800002x', '９'.repeat(13)]) {
      expect(await station.check(nurse, `bad-${cardNumber.length}`, { cardNumber })).toMatchObject({ ok: false, error: { code: 'INSURANCE_NUMBER_UNREADABLE', at: '/cardNumber' } });
    }
    expect(station.types()).toHaveLength(3);
  });

  it('a check that the portal did not answer waits, and is confirmed by itself', async () => {
    const station = aStation({ [number]: down });
    expect(valueOf(await station.check())).toMatchObject({ confirmation: { state: 'waiting', since: '2026-06-30T08:00:00.000Z' } });
    await station.deliver();
    expect(await station.round()).toEqual({ confirmed: 0, stillWaiting: 1, settled: 0 });
    expect(station.types()).toHaveLength(2);
    station.replies[number] = covered;
    expect(await station.round()).toEqual({ confirmed: 0, stillWaiting: 0, settled: 0 });
    station.clock.advance(60_000);
    expect(await station.round()).toEqual({ confirmed: 1, stillWaiting: 0, settled: 0 });
    expect(valueOf(await station.last())).toMatchObject({ outcome: 'covered', checkedAt: '2026-06-30T08:01:00.000Z', confirmation: { state: 'confirmed', since: '2026-06-30T08:00:00.000Z' }, benefit: { percent: 100 } });
    expect(station.repository.audits.filter(({ event }) => event === 'insurance-confirmed')).toMatchObject([{ actor: { subject: 'system' }, patient: 'Patient/p' }]);
    expect(station.queue.waiting()).toEqual([]);
  });

  it('what somebody has asked since is not asked again, and nothing is confirmed twice', async () => {
    const station = aStation({ [number]: down });
    await station.check();
    station.clock.advance(1000);
    await station.check();
    await station.deliver();
    station.replies[number] = covered;
    station.clock.advance(1000);
    await station.check();
    expect(await station.round()).toEqual({ confirmed: 0, stillWaiting: 0, settled: 2 });
    expect(station.queue.waiting()).toEqual([]);
  });

  it('a facility that the portal refuses waits too, and holds up nobody; without a login nothing waits', async () => {
    const station = aStation({ [number]: { kind: 'answered', resultCode: '054' } });
    expect(valueOf(await station.check())).toMatchObject({ outcome: 'set-up-fault', confirmation: { state: 'waiting' } });
    const alone = aStation({ [number]: { kind: 'no-login' } });
    expect(valueOf(await alone.check())).not.toHaveProperty('confirmation');
    expect(alone.repository.events).toEqual([]);
  });

  it('asks by the insurance card where there is no citizen number', async () => {
    const station = aStation({}, { identifier: [{ system: systems.insuranceCard, value: 'HT2121234567802' }] });
    await station.check();
    expect(station.portal.asked[0]?.key).toBe('HT2121234567802');
  });

  it('says what is missing in the record, asks nothing and keeps nothing', async () => {
    for (const [change, code] of [[{ identifier: [] }, 'INSURANCE_NO_NUMBER'], [{ birthDate: undefined }, 'INSURANCE_NO_BIRTH_DATE']] as const) {
      const station = aStation({}, change as Partial<Patient>);
      expect(await station.check()).toMatchObject({ ok: false, error: { code } });
      expect(station.portal.asked).toEqual([]);
      expect(station.types()).toEqual([]);
    }
  });

  it('answers a repetition the same without a second record', async () => {
    const station = aStation();
    const first = await station.check(nurse, 'same');
    expect(await station.check(nurse, 'same')).toEqual(first);
    expect(station.types()).toHaveLength(3);
  });

  it('hides a patient of others: the portal is not asked, the attempt is audited', async () => {
    const station = aStation();
    expect(await station.check(stranger)).toMatchObject({ ok: false, error: { code: 'HTTP_NOT_FOUND' } });
    expect(await station.last(stranger)).toMatchObject({ ok: false, error: { code: 'HTTP_NOT_FOUND' } });
    expect(station.portal.asked).toEqual([]);
    expect(station.repository.audits.map(({ outcome }) => outcome)).toEqual(['refused', 'refused']);
  });

  it('lets the patient read the last answer and not ask', async () => {
    const station = aStation();
    expect(await station.last(self)).toMatchObject({ ok: false, error: { code: 'INSURANCE_NOT_CHECKED' } });
    await station.check();
    expect(valueOf(await station.last(self)).outcome).toBe('covered');
    expect(await station.check(self)).toMatchObject({ ok: false, error: { code: 'HTTP_NOT_FOUND' } });
  });
});
