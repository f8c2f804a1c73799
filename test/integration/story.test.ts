import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Accesses, Chart } from '../../shared/record/contract.ts';
import type { ConclusionView, ConsultationRows, ConsultationView } from '../../shared/consultation/contract.ts';
import type { InsuranceAnswer } from '../../shared/insurance/contract.ts';
import type { PatientSummary, PersonLookupAnswer } from '../../shared/identity/contract.ts';
import type { RoomInvitationAnswer, RoomPass } from '../../shared/room/contract.ts';
import { cardText, facilities, patients, staff } from '../../local/story.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { accessToken } from '../support/people.ts';
import { act, aConclusion, aRequest, freeSlots } from '../support/story.ts';

let nurse: ApiClient;
let specialist: ApiClient;

beforeAll(async () => {
  nurse = clientFor(await accessToken('nurse'));
  specialist = clientFor(await accessToken('specialist'));
});

describe('the desk', () => {
  it('finds a registered patient by the text of her card', async () => {
    const answer = await nurse.must<PersonLookupAnswer>('personLookup', { body: { kind: 'card', text: cardText(patients.patient), via: 'camera' } });
    expect(answer.match?.id).toBe(patients.patient.id);
    expect(answer.card?.name).toBe(patients.patient.name);
    expect(answer.differences).toEqual([]);
  });

  it('creates a newcomer from her card without typing, and finds her afterwards', async () => {
    const lookup = await nurse.must<PersonLookupAnswer>('personLookup', { body: { kind: 'card', text: cardText(patients.newcomer), via: 'camera' } });
    const { card } = lookup;
    if (!card) throw new Error('card not read');
    if (lookup.match === undefined) {
      const { citizenId, name, birthDate, sex, address } = card;
      const created = await nurse.must<PatientSummary>('patientRegistration', { body: { citizenId, name, birthDate, sex, address, source: 'card-camera' } });
      expect(created.name).toBe(patients.newcomer.name);
    }
    const again = await nurse.must<PersonLookupAnswer>('personLookup', { body: { kind: 'number', citizenId: patients.newcomer.citizenId } });
    expect(again.match?.name).toBe(patients.newcomer.name);
  });

  it('shows whoever has the same folded name and birth date under another number, and merges nobody', async () => {
    const twin = { ...patients.patient, citizenId: '012185000099', name: 'VÀNG THỊ MẪU' };
    const lookup = await nurse.must<PersonLookupAnswer>('personLookup', { body: { kind: 'card', text: cardText(twin), via: 'camera' } });
    expect(lookup.match).toBeUndefined();
    expect(lookup.possibleDuplicates.map((p) => p.id)).toContain(patients.patient.id);
    const { citizenId, name, birthDate, sex } = twin;
    const body = { citizenId, name, birthDate, sex, source: 'card-camera' };
    expect(await nurse.refused('patientRegistration', { body })).toMatchObject({ code: 'IDENTITY_POSSIBLE_DUPLICATE' });
    const created = await nurse.must<PatientSummary>('patientRegistration', { body: { ...body, notSameAs: lookup.possibleDuplicates.map((p) => p.id) } });
    expect(created.id).not.toBe(patients.patient.id);
  });

  it.each([
    ['patient', 'covered'],
    ['patient2', 'covered-by-new-card'],
    ['expired', 'expired'],
    ['nameDiffers', 'name-differs'],
    ['birthDateDiffers', 'birth-date-differs'],
    ['portalDown', 'to-confirm'],
  ] as const)('shows the insurance of %s as %s, stores it, and says what to do next', async (who, outcome) => {
    // The register knows each person's own station; the search by number is how another station meets a patient.
    const params = { patientId: patients[who].id };
    const client = ['patient2', 'birthDateDiffers'].includes(who) ? clientFor(await accessToken('nurse2')) : nurse;
    const answer = await client.must<InsuranceAnswer>('insuranceCheck', { params, body: {} });
    expect(answer.outcome).toBe(outcome);
    expect(answer.nextSteps.length).toBeGreaterThan(0);
    const stored = await client.must<InsuranceAnswer>('insurance', { params });
    expect(stored.outcome).toBe(outcome);
  });
});

describe('from the request to the outcome', () => {
  let id: string;

  it('is booked into a free slot, which is then free no longer', async () => {
    // Not the soonest: its hour may come while the test asks for it.
    const slot = (await freeSlots(nurse)).at(-2);
    if (!slot) throw new Error('no free slot');
    const view = await nurse.must<ConsultationView>('consultationRequest', {
      body: aRequest({ practitionerId: staff.specialist.practitioner, when: { kind: 'slot', slotId: slot.id } }),
    });
    id = view.id;
    expect(view.state).toBe('scheduled');
    expect(view.appointment?.slotId).toBe(slot.id);
    expect((await freeSlots(nurse)).map((s) => s.id)).not.toContain(slot.id);
  });

  it('stands in the specialist\'s list with what is asked', async () => {
    const lists = await Promise.all(
      (['urgent', 'waiting', 'in-progress'] as const).map((list) => specialist.must<ConsultationRows>('consultations', { query: { list } })),
    );
    const row = lists.flatMap((l) => l.rows).find((r) => r.id === id);
    expect(row?.questions[0]).toBe('Có cần chuyển tuyến không?');
    expect(row?.patient.name).toBe(patients.patient.name);
    expect(row?.station.id).toBe(facilities.station.id);
  });

  it('opens the record to her, with vitals over time', async () => {
    const chart = await specialist.must<Chart>('chart', { params: { patientId: patients.patient.id } });
    const pressure = chart.vitals.find((v) => v.code === 'blood-pressure');
    expect(pressure?.points.length).toBeGreaterThan(1);
    expect(pressure?.points.at(-1)).toMatchObject({ value: 148, second: 92 });
  });

  it('brings both into the room, and a relative by link', async () => {
    await act(nurse, id, { action: 'wait' });
    const station = await nurse.must<RoomPass>('roomToken', { params: { id } });
    await act(specialist, id, { action: 'call' });
    const doctor = await specialist.must<RoomPass>('roomToken', { params: { id } });
    expect(doctor.room).toBe(station.room);
    expect(station.room).not.toContain(id);
    expect([station.role, doctor.role]).toEqual(['station', 'specialist']);
    const link = await nurse.must<RoomInvitationAnswer>('roomInvitation', { params: { id }, body: { role: 'relative', name: 'Con gái bà Mẫu' } });
    const secret = new URL(link.url).hash.slice(1);
    const guest = await clientFor().must<RoomPass>('invitationRedemption', { body: { secret } });
    expect(guest).toMatchObject({ room: station.room, role: 'relative', name: 'Con gái bà Mẫu' });
    await act(specialist, id, { action: 'start-call' });
    expect((await act(specialist, id, { action: 'end-call' })).state).toBe('concluding');
  });

  it('is concluded with a signature that verifies, and never changed after', async () => {
    const view = await specialist.must<ConsultationView>('conclusionSigning', { params: { id }, body: aConclusion() });
    expect(view.state).toBe('signed');
    const conclusion = await nurse.must<ConclusionView>('conclusion', { params: { id } });
    expect(conclusion.signature).toMatchObject({ valid: true, algorithm: 'ES256' });
    expect((await specialist.refused('conclusionSigning', { params: { id }, body: aConclusion() })).code).toBe('CONCLUSION_ALREADY_SIGNED');
  });

  it('is amended by an added version, with its reason', async () => {
    await specialist.must('amendment', { params: { id }, body: { ...aConclusion({ advice: 'Đo huyết áp hai lần mỗi ngày.' }), reason: 'Bổ sung cách đo' } });
    const conclusion = await nurse.must<ConclusionView>('conclusion', { params: { id } });
    expect(conclusion.amendments.map((a) => a.reason)).toEqual(['Bổ sung cách đo']);
    expect(conclusion.advice).toBe('Đo huyết áp hai lần mỗi ngày.');
    expect(conclusion.signature.valid).toBe(true);
  });

  it('is acknowledged and reported back by the station', async () => {
    expect((await act(nurse, id, { action: 'acknowledge' })).state).toBe('acknowledged');
    expect((await act(nurse, id, { action: 'report-outcome', outcome: 'improved', text: 'Hết tức ngực.' })).state).toBe('outcome-reported');
  });

  it('is read by the patient, who sees who else has read it', async () => {
    const patient = clientFor(await accessToken('patient'));
    const params = { patientId: patients.patient.id };
    const chart = await patient.must<Chart>('chart', { params });
    expect(chart.visits.some((v) => v.consultationId === id && v.signed)).toBe(true);
    // The audit log is filed from the stream, about a second after the reading.
    let accesses: Accesses['accesses'] = [];
    for (const end = Date.now() + 20_000; Date.now() < end && !accesses.some((a) => a.who.includes('Hoà Mẫu')); ) ({ accesses } = await patient.must<Accesses>('accesses', { params }));
    expect(accesses.map((a) => a.who)).toContainEqual(expect.stringContaining('Hoà Mẫu'));
    const pdf = await patient.call<string>('conclusionPdf', { params: { id } });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const bundle = await patient.must<{ resourceType: string; entry: { resource: { resourceType: string; type?: string } }[] }>('fhir', {
      params: { path: `Patient/${patients.patient.id}/$everything` },
    });
    expect(bundle.entry.some((e) => e.resource.resourceType === 'Bundle' && e.resource.type === 'document')).toBe(true);
  });
});
