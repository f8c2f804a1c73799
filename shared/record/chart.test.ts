import { describe, expect, it } from '@jest/globals';
import type { CoverageEligibilityResponse, Resource } from '@medplum/fhirtypes';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import type { Reference } from '../fhir/repository.ts';
import type { Principal } from '../identity/policy.ts';
import { relationsToPatient } from '../identity/relations.ts';
import type { InsuranceAnswer } from '../insurance/contract.ts';
import { fixedClock } from '../kernel/clock.ts';
import { valueOf } from '../kernel/result.ts';
import { recordingDocument, recordingIn, recordingType } from '../room/recordingResources.ts';
import { readChart } from './chart.ts';
import { aPatient, aTask, base, coordinator, measured, nurse, otherNurse, patientHerself, pressure, specialist, stranger } from './fixtures.ts';

const clock = fixedClock('2026-11-22T03:00:00Z');
const insured: InsuranceAnswer = { outcome: 'covered', nextSteps: ['continue'], steps: [], checkedAt: '2026-11-22T02:00:00Z', reference: 'CoverageEligibilityResponse/r1' };

function setting(...resources: (Resource & { readonly id: string })[]) {
  const repository = fakeRepository({ clock });
  repository.seed(aPatient(), ...resources);
  let searches = 0;
  const counting = { ...repository, search: (async (...asked: Parameters<typeof repository.search>) => { searches += 1; return await repository.search(...asked); }) as typeof repository.search };
  const deps = {
    repository: counting, base, clock, insuranceIn: () => insured, recordings: { type: recordingType(base), in: recordingIn },
    relations: async (principal: Principal, patient: Reference) => await relationsToPatient(repository, principal, patient, clock),
  };
  const chartOf = async (principal: Principal, patientId = 'p1') => await readChart(deps, { principal, correlationId: 'c1' }, patientId);
  return { repository, chartOf, searches: () => searches };
}

const response: CoverageEligibilityResponse & { readonly id: string } = { resourceType: 'CoverageEligibilityResponse', id: 'r1', status: 'active', purpose: ['benefits'], patient: { reference: 'Patient/p1' }, created: '2026-11-22T02:00:00Z', request: { reference: 'CoverageEligibilityRequest/q1' }, outcome: 'complete', insurer: { display: 'BHXH' } };

describe('the chart', () => {
  it('is read by the station of the patient, and by the patient', async () => {
    const { chartOf } = setting();
    expect((await chartOf(nurse)).ok).toBe(true);
    expect((await chartOf(patientHerself)).ok).toBe(true);
  });
  it('is not there for a stranger, and the attempt is recorded', async () => {
    const { chartOf, repository } = setting();
    for (const principal of [stranger, otherNurse, specialist]) expect(await chartOf(principal)).toMatchObject({ ok: false, error: { code: 'HTTP_NOT_FOUND' } });
    expect(repository.audits.map(({ event, outcome, patient }) => ({ event, outcome, patient }))).toEqual(Array.from({ length: 3 }, () => ({ event: 'chart-read', outcome: 'refused', patient: 'Patient/p1' })));
  });
  it('is refused by role to a coordinator, who directs requests and reads no chart', async () => {
    expect(await setting(aTask()).chartOf(coordinator)).toMatchObject({ ok: false, error: { code: 'HTTP_FORBIDDEN' } });
  });
  it('answers a patient who does not exist like one who may not be seen', async () => {
    expect(await setting().chartOf(nurse, 'nobody')).toMatchObject({ ok: false, error: { code: 'HTTP_NOT_FOUND' } });
  });
  it('tells until when a prescribed medicine is taken, and that it is taken no more after its last day', async () => {
    const line = (id: string, end: string, status: 'active' | 'stopped' = 'active') => ({
      resourceType: 'MedicationRequest' as const, id, status, intent: 'order' as const, subject: { reference: 'Patient/p1' }, medicationCodeableConcept: { text: id }, dosageInstruction: [{ text: 'Sáng 1', timing: { repeat: { boundsPeriod: { start: '2026-11-01', end } } } }],
    });
    const chart = valueOf(await setting(line('over', '2026-11-21'), line('last-day', '2026-11-22'), line('replaced', '2026-12-01', 'stopped')).chartOf(nurse));
    expect(Object.fromEntries(chart.medications.map(({ id, until, active }) => [id, [until, active]]))).toEqual({ 'last-day': ['2026-11-22', true], over: ['2026-11-21', false], replaced: ['2026-12-01', false] });
  });
  it('of a person with two joined records holds both, whichever is asked for', async () => {
    const older = { ...aPatient(), id: 'p0', active: false, link: [{ other: { reference: 'Patient/p1' }, type: 'replaced-by' as const }] };
    const { chartOf, repository } = setting({ ...aPatient(), link: [{ other: { reference: 'Patient/p0' }, type: 'replaces' }] }, older, aTask(), aTask({ id: 't0', for: { reference: 'Patient/p0' }, authoredOn: '2024-01-01T00:00:00Z' }));
    for (const asked of ['p1', 'p0']) {
      const chart = valueOf(await chartOf(nurse, asked));
      expect(chart.patient).toMatchObject({ id: 'p1', replaces: ['p0'] });
      expect(chart.visits.map(({ consultationId }) => consultationId)).toEqual(['t1', 't0']);
    }
    expect(repository.audits.at(-1)?.entities.toSorted()).toEqual(['Patient/p0', 'Patient/p1']);
  });
  it('is open to the specialist whose case it is, without the insurance', async () => {
    const chart = valueOf(await setting(aTask(), response).chartOf(specialist));
    expect(chart.visits).toHaveLength(1);
    expect(chart.insurance).toBeUndefined();
  });
  it('has the recordings of calls, newest first, for whoever may read documents: with whom by their consultation, and none that was lost', async () => {
    const asker = { claims: { sub: 'Practitioner/dr-1', name: specialist.name, role: 'specialist', room: 'r', jti: 'j', speak: true, consultation: 't1' }, choice: 'permit', at: '2026-11-20T02:00:00Z' } as const;
    const file = { from: asker.at, to: '2026-11-20T02:12:00Z', seconds: 700, bytes: 9_000_000, sha256: 'a'.repeat(64) };
    const entry = (id: string, change: object) => recordingDocument({ id, consultationId: 't1', patientId: 'p1', base }, asker, { state: 'over', answers: [], ...change });
    const another = { ...entry('r9', { file }), id: 'conclusion', type: { coding: [{ system: 'http://loinc.org', code: '11488-4' }] } };
    const { chartOf } = setting(aTask(), entry('r1', { file }), { ...entry('r2', { state: 'recording' }), date: '2026-11-21T02:00:00Z' }, entry('r3', {}), another);
    for (const reader of [patientHerself, nurse, specialist]) {
      const { recordings, visits } = valueOf(await chartOf(reader));
      expect(recordings?.map(({ id, state, consultationId }) => [id, state, consultationId]).toSorted()).toEqual([['recording-r1', 'there', 't1'], ['recording-r2', 'going-on', 't1']]);
      expect(visits.find(({ consultationId }) => consultationId === 't1')).toMatchObject({ specialist: specialist.name });
    }
  });
  it('shows the last insurance check to the station', async () => {
    expect(valueOf(await setting(response).chartOf(nurse)).insurance).toEqual(insured);
  });
  it('is audited before it is answered', async () => {
    const { chartOf, repository } = setting();
    await chartOf(nurse);
    expect(repository.audits).toMatchObject([{ event: 'chart-read', outcome: 'success', patient: 'Patient/p1', actor: { subject: 'nurse' } }]);
  });
  it('draws each measure as a series, oldest first, without what was entered in error', async () => {
    const chart = valueOf(await setting(
      pressure('b2', '2026-05-01T01:00:00Z', 140, 90), pressure('b1', '2025-05-01T01:00:00Z', 150, 95),
      pressure('b3', '2026-06-01T01:00:00Z', 999, 1, { status: 'entered-in-error' }),
      measured('h1', '8867-4', 80, '/min', '2026-05-01T01:00:00Z'),
    ).chartOf(nurse));
    expect(chart.vitals).toEqual([
      { code: 'blood-pressure', unit: 'mm[Hg]', points: [{ at: '2025-05-01T01:00:00Z', value: 150, second: 95 }, { at: '2026-05-01T01:00:00Z', value: 140, second: 90 }] },
      { code: 'heart-rate', unit: '/min', points: [{ at: '2026-05-01T01:00:00Z', value: 80 }] },
    ]);
  });
  it('leaves out of a series what was measured in another unit', async () => {
    expect(valueOf(await setting(measured('t1', '8310-5', 98, '[degF]', '2026-05-01T01:00:00Z')).chartOf(nurse)).vitals).toEqual([]);
  });
  it('puts the dangerous allergy first and the active condition first', async () => {
    const patient = { reference: 'Patient/p1' };
    const chart = valueOf(await setting(
      { resourceType: 'AllergyIntolerance', id: 'a1', patient, code: { text: 'Hải sản' }, reaction: [{ manifestation: [{ text: 'Ngứa' }], severity: 'mild' }] },
      { resourceType: 'AllergyIntolerance', id: 'a2', patient, code: { text: 'Penicillin' }, reaction: [{ manifestation: [{ text: 'Sốc' }], severity: 'severe' }] },
      { resourceType: 'Condition', id: 'c1', subject: patient, clinicalStatus: { coding: [{ code: 'resolved' }] }, code: { text: 'Viêm phế quản' }, recordedDate: '2026-01-01' },
      { resourceType: 'Condition', id: 'c2', subject: patient, clinicalStatus: { coding: [{ code: 'active' }] }, code: { coding: [{ code: 'I10' }], text: 'Tăng huyết áp' }, recordedDate: '2024-01-01' },
    ).chartOf(nurse));
    expect(chart.allergies).toEqual([{ id: 'a2', text: 'Penicillin (Sốc)', severity: 'severe' }, { id: 'a1', text: 'Hải sản (Ngứa)', severity: 'mild' }]);
    expect(chart.conditions.map(({ id, active }) => [id, active])).toEqual([['c2', true], ['c1', false]]);
  });
  it('shows visits with the facility asked, and says which are signed', async () => {
    const signed = aTask({ id: 't2', authoredOn: '2026-11-21T02:00:00Z', businessStatus: { coding: [{ code: 'signed' }] }, status: 'in-progress' });
    const { visits } = valueOf(await setting(aTask(), signed).chartOf(patientHerself));
    expect(visits).toMatchObject([
      { consultationId: 't2', signed: true, facility: 'Bệnh viện Trung ương Mẫu', specialist: specialist.name },
      { consultationId: 't1', signed: false, summary: 'Có cần chuyển tuyến không?' },
    ]);
  });
  it('masks the citizen ID but for its last four digits', async () => {
    expect(valueOf(await setting().chartOf(nurse)).patient).toMatchObject({ citizenId: '********0011', phone: '0900000101' });
  });
  it('costs no more searches for a large record than for an empty one', async () => {
    const empty = setting();
    await empty.chartOf(nurse);
    const large = setting(...Array.from({ length: 600 }, (_, i) => pressure(`b${i}`, new Date(Date.UTC(2024, 0, 1) + i * 86_400_000).toISOString(), 120, 80)));
    const chart = valueOf(await large.chartOf(nurse));
    expect(large.searches()).toBe(empty.searches());
    expect(empty.searches()).toBeLessThanOrEqual(10);
    expect(chart.vitals[0]?.points).toHaveLength(400);
    expect(chart.vitals[0]?.points.at(-1)?.at).toBe(new Date(Date.UTC(2024, 0, 1) + 599 * 86_400_000).toISOString());
  });
});
