import { describe, expect, it } from '@jest/globals';
import type { CoverageEligibilityResponse, MessageHeader } from '@medplum/fhirtypes';
import { fakeRepository } from '../../fhir/fakeRepository.ts';
import { identifierSystems } from '../../fhir/identifierSystems.ts';
import { fixedClock } from '../../kernel/clock.ts';
import { fakeClaimGateway, fakeConfirmationQueue } from '../ports.fake.ts';
import type { GatewayReply } from '../ports.ts';
import { queueCheckIn, sendCheckIns } from './sendCheckIns.ts';

const base = 'https://lien-tuyen.example';
const systems = identifierSystems(base);
const benefit = JSON.stringify({ percent: 100, date: '2026-11-22', because: [{ kind: 'category', category: '1.2', pays: 'full' }], toConfirm: false });
const response = (more: Partial<CoverageEligibilityResponse> = {}): CoverageEligibilityResponse & { readonly id: string } => ({
  resourceType: 'CoverageEligibilityResponse', id: 'r1', status: 'active', purpose: ['validation'], patient: { reference: 'Patient/p' }, created: '2026-11-22T01:34:00Z', outcome: 'complete',
  request: { reference: 'CoverageEligibilityRequest/r1' }, insurer: { display: 'BHXH' }, insurance: [{ coverage: { reference: 'Coverage/coverage-p' }, inforce: true }],
  extension: [{ url: `${base}/StructureDefinition/insurance-benefit`, valueString: benefit }], ...more,
});

async function aVisit(answer: CoverageEligibilityResponse & { readonly id: string } = response()) {
  const clock = fixedClock('2026-11-22T01:35:00Z');
  const repository = fakeRepository({ clock });
  repository.seed(
    { resourceType: 'Organization', id: 's', identifier: [{ system: systems.facility, value: '12101' }] },
    { resourceType: 'Patient', id: 'p', name: [{ text: 'Vàng Thị Mẫu' }], gender: 'female', birthDate: '1985', identifier: [{ system: systems.citizenId, value: '012185000011' }] },
    { resourceType: 'Encounter', id: 'e1', status: 'planned', class: { code: 'VR' }, subject: { reference: 'Patient/p' }, period: { start: '2026-11-22T01:35:00Z' } },
    { resourceType: 'Coverage', id: 'coverage-p', status: 'active', subscriberId: 'DT2121234567801', subscriber: { display: 'Vàng Thị Mẫu' }, beneficiary: { reference: 'Patient/p' }, payor: [{ display: 'BHXH' }], period: { start: '2026-01-01', end: '2026-12-31' }, extension: [{ url: `${base}/StructureDefinition/registered-facility`, valueString: '12101' }] },
    answer,
  );
  const outside = { reply: { kind: 'accepted', transactionId: 'GD1', receivedAt: '2026-11-22T01:36:00.000Z' } as GatewayReply };
  const [gateway, outgoing] = [fakeClaimGateway(() => outside.reply), fakeConfirmationQueue()];
  const deps = { repository, gateway, outgoing, clock, naming: { base, systems } };
  for (let twice = 0; twice < 2; twice++) await queueCheckIn(deps, { id: 'ev', type: 'consultation-requested', data: { consultationId: 'e1', patientId: 'p', stationId: 's', facilityId: 'f' } });
  const stored = async () => (await repository.readMany(['MessageHeader/check-in-e1']))[0] as MessageHeader | undefined;
  return { repository, gateway, outgoing, outside, clock, stored, round: () => sendCheckIns(deps, 'c') };
}

describe('telling the insurer that a patient has come', () => {
  it('sends the fields of the visit, times in Vietnam, and keeps the answer with the visit', async () => {
    const visit = await aVisit();
    expect(await visit.round()).toEqual({ sent: 1, refused: 0, unsent: 0 });
    expect(visit.gateway.sent).toMatchObject([{
      MA_LK: 'e1', STT: '1', MA_BN: 'p', HO_TEN: 'Vàng Thị Mẫu', SO_CCCD: '012185000011', NGAY_SINH: '198500000000', GIOI_TINH: '2', MA_THE_BHYT: 'DT2121234567801', MA_DKBD: '12101',
      GT_THE_TU: '20260101', GT_THE_DEN: '20261231', MA_DOITUONG_KCB: '1.2', NGAY_VAO: '202611220835', MA_LOAI_KCB: '14', MA_CSKCB: '12101', NGAY_YL: '202611220835', LY_DO_VNT: '',
    }]);
    expect(await visit.stored()).toMatchObject({ eventCoding: { code: 'check-in' }, focus: [{ reference: 'Encounter/e1' }, { reference: 'Patient/p' }, {}], response: { identifier: 'GD1', code: 'ok' } });
    expect(visit.repository.audits.at(-1)).toMatchObject({ event: 'check-in-sent', patient: 'Patient/p' });
    expect(visit.outgoing.waiting()).toEqual([]);
  });

  it('sends once, however often the event comes', async () => {
    const visit = await aVisit();
    await visit.round();
    await visit.outgoing.add({ id: 'e1', since: '', patient: 'Patient/p', organization: 'Organization/s', attempts: 0, notBefore: '' });
    expect(await visit.round()).toEqual({ sent: 0, refused: 0, unsent: 0 });
    expect(visit.gateway.sent).toHaveLength(1);
  });

  it('is tried again until the gateway answers', async () => {
    const visit = await aVisit();
    visit.outside.reply = { kind: 'unavailable', why: 'network' };
    expect(await visit.round()).toEqual({ sent: 0, refused: 0, unsent: 1 });
    visit.outside.reply = { kind: 'accepted', transactionId: 'GD1' };
    expect(await visit.round()).toEqual({ sent: 0, refused: 0, unsent: 0 });
    visit.clock.advance(60_000);
    expect(await visit.round()).toEqual({ sent: 1, refused: 0, unsent: 0 });
  });

  it('waits for an insurance that is to be confirmed, and is not sent for a visit without', async () => {
    const waiting = await aVisit(response({ outcome: 'error' }));
    expect(await waiting.round()).toMatchObject({ unsent: 1 });
    waiting.clock.advance(60_000);
    waiting.repository.seed(response({ id: 'r2', created: '2026-11-22T01:35:30Z' }));
    expect(await waiting.round()).toMatchObject({ sent: 1 });
    const none = await aVisit(response({ insurance: [] }));
    expect(await none.round()).toEqual({ sent: 0, refused: 0, unsent: 0 });
    expect([none.gateway.sent, none.outgoing.waiting()]).toEqual([[], []]);
  });

  it('keeps what the gateway refuses, and what is not fit to be sent', async () => {
    const refused = await aVisit();
    refused.outside.reply = { kind: 'refused', code: '702', message: 'Sai' };
    expect(await refused.round()).toMatchObject({ refused: 1 });
    expect(await refused.stored()).toMatchObject({ response: { code: 'fatal-error' } });
    const unfit = await aVisit(response({ extension: [] }));
    expect(await unfit.round()).toMatchObject({ refused: 1 });
    expect(unfit.gateway.sent).toEqual([]);
    expect(JSON.stringify(await unfit.stored())).toContain('MA_DOITUONG_KCB: missing');
  });
});
