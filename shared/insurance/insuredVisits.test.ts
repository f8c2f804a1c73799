import { describe, expect, it } from '@jest/globals';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { identifierSystems } from '../fhir/identifierSystems.ts';
import type { Principal } from '../identity/policy.ts';
import { fixedClock } from '../kernel/clock.ts';
import { valueOf } from '../kernel/result.ts';
import { fakeInsuredHistory } from './insurerPortal.fake.ts';
import { insuredVisits } from './insuredVisits.ts';
import { fakeAnswerCache } from './ports.fake.ts';
import type { HistoryReply } from './ports.ts';

const base = 'https://lien-tuyen.example';
const systems = identifierSystems(base);
const nurse: Principal = { subject: 'nurse', name: 'N', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };
const visits = [{ id: 'old', facility: '12001', from: '2025-11-25T00:00:00Z', diagnosis: 'Viêm phổi' }, { id: 'new', facility: '12101', from: '2026-03-01T01:15:00Z' }];
const told: HistoryReply = { kind: 'answered', resultCode: '000', visits };

function aStation({ card = true, replies = [told] as readonly HistoryReply[] } = {}) {
  const clock = fixedClock('2026-06-30T08:00:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(
    { resourceType: 'Organization', id: 'station', name: 'Trạm Y tế xã Mẫu', identifier: [{ system: systems.facility, value: '12101' }] },
    { resourceType: 'Patient', id: 'p', name: [{ text: 'Đặng Văn Mẫu' }], birthDate: '1958-11-02', managingOrganization: { reference: 'Organization/station' } },
  );
  if (card) repository.seed({ resourceType: 'Coverage', id: 'coverage-p', status: 'active', subscriberId: 'HT2121234567802', subscriber: { display: 'DANG VAN MAU' }, beneficiary: { reference: 'Patient/p' }, payor: [{ display: 'BHXH' }] });
  const history = fakeInsuredHistory(...replies);
  const deps = { repository, history, cache: fakeAnswerCache(), clock, naming: { base, systems } };
  return { history, clock, repository, ask: (principal = nurse) => insuredVisits(deps, { principal, correlationId: 'c' }, 'p') };
}

describe('earlier visits as the insurer tells them', () => {
  it('come newest first, with the name of a facility that we know, asked by the card and the name on it', async () => {
    const station = aStation();
    expect(valueOf(await station.ask())).toEqual({ outcome: 'told', resultCode: '000', askedAt: '2026-06-30T08:00:00.000Z', visits: [{ ...visits[1], facilityName: 'Trạm Y tế xã Mẫu' }, visits[0]] });
    expect(station.history.asked).toEqual([{ facility: '12101', key: 'HT2121234567802', name: 'DANG VAN MAU', birthDate: '1958-11-02' }]);
  });

  it('are asked for once a day, and every reading is audited', async () => {
    const station = aStation();
    await station.ask();
    station.clock.advance(3_600_000);
    expect(valueOf(await station.ask()).askedAt).toBe('2026-06-30T08:00:00.000Z');
    station.clock.advance(12 * 3_600_000);
    expect(valueOf(await station.ask()).askedAt).toBe('2026-06-30T21:00:00.000Z');
    expect(station.history.asked).toHaveLength(2);
    expect(station.repository.audits).toMatchObject(Array.from({ length: 3 }, () => ({ event: 'insured-visits-read', action: 'read', outcome: 'success', patient: 'Patient/p' })));
  });

  it('are asked for by the year where the register has no day', async () => {
    const station = aStation({ replies: [{ kind: 'answered', resultCode: '070', visits: [] }, told] });
    expect(valueOf(await station.ask()).outcome).toBe('told');
    expect(station.history.asked.map(({ birthDate }) => birthDate)).toEqual(['1958-11-02', '1958']);
  });

  it.each([
    [{ kind: 'unavailable', why: 'timeout' }, 'no-answer'], [{ kind: 'unavailable', why: 'paused' }, 'no-answer'], [{ kind: 'answered', resultCode: '500', visits: [] }, 'no-answer'],
    [{ kind: 'no-login' }, 'refused'], [{ kind: 'answered', resultCode: '054', visits: [] }, 'refused'],
  ] as const)('that are not told (%j) are said so and asked for again', async (reply, outcome) => {
    const station = aStation({ replies: [reply, told] });
    expect(valueOf(await station.ask())).toMatchObject({ outcome, visits: [] });
    expect(valueOf(await station.ask()).outcome).toBe('told');
  });

  it('are never asked for without this person’s own card, nor by who has no right to', async () => {
    const without = aStation({ card: false });
    expect(await without.ask()).toMatchObject({ ok: false, error: { code: 'INSURANCE_NO_CARD' } });
    const station = aStation();
    for (const principal of [{ ...nurse, organization: 'Organization/other' } as const, { ...nurse, roles: ['specialist'] } as const, { subject: 'v', name: 'V', roles: ['viewer'] } as const])
      expect(await station.ask(principal)).toMatchObject({ ok: false, error: { code: 'HTTP_NOT_FOUND' } });
    expect(station.repository.audits).toMatchObject(Array.from({ length: 3 }, () => ({ event: 'insured-visits-read', outcome: 'refused' })));
    expect([without.history.asked, station.history.asked]).toEqual([[], []]);
  });

  it('are as many as anybody reads, and the number left out is told', async () => {
    const many = Array.from({ length: 45 }, (_, i) => ({ id: `v${i}`, facility: 'x' }));
    const answer = valueOf(await aStation({ replies: [{ kind: 'answered', resultCode: '000', visits: many }] }).ask());
    expect([answer.visits.length, answer.more]).toEqual([30, 15]);
  });
});
