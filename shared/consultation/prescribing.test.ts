import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Bundle, MedicationRequest } from '@medplum/fhirtypes';
import type { Prescribing, Prescription } from '../prescription/contract.ts';
import { act } from './act.ts';
import type { Conclusion, ConsultationView } from './contract.ts';
import { prescribe, prescribingHelp, readPrescription, readPrescriptionDocuments } from './prescribe.ts';
import { requestConsultation } from './request.ts';
import { signConclusion } from './sign.ts';
import { viewConsultation } from './view.ts';
import { aWorld, type World } from './world.test.support.ts';

let world: World;
let id: string;

const amlodipin = { name: 'Amlodipin', strength: '5 mg', form: 'viên nén', quantity: 30, unit: 'viên', dosage: 'Uống 1 viên mỗi sáng', days: 30, instruction: 'Sau ăn' };
const aPrescription = (more: Partial<Prescription> = {}): Prescription => ({ lines: [amlodipin], advice: 'Ăn nhạt', ...more });
const sign = (more: Partial<Conclusion> = {}) => signConclusion(world.context, world.ask('specialist'), id, {
  answers: [{ number: 1, text: 'Không' }], diagnoses: [{ code: 'E78.5', display: 'Tăng lipid máu', main: false }, { code: 'I10', display: 'Tăng huyết áp', main: true }], advice: 'Ăn nhạt', ...more,
});
const write = (more: Partial<Prescribing> = {}, who: 'specialist' | 'specialist4' | 'nurse' | 'patient' = 'specialist') => prescribe(world.context, world.ask(who), id, { ...aPrescription(), ...more });
const valueOf = (result: Awaited<ReturnType<typeof sign>>): ConsultationView => {
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
};
const requests = () => world.repository.all().filter((r): r is MedicationRequest & typeof r => r.resourceType === 'MedicationRequest');

beforeEach(async () => {
  world = aWorld();
  const made = await requestConsultation(world.context, world.ask('nurse'), {
    patientId: 'p-1', symptoms: 'Đau đầu', vitals: {}, questions: ['Thuốc?'], specialty: 'cardiology', facilityId: 'bv-1', priority: 'routine', when: { kind: 'written' }, patientInformed: true,
  });
  id = valueOf(made).id;
  await act(world.context, world.ask('specialist'), id, { action: 'accept' });
});

describe('a prescription with the conclusion', () => {
  it('is a signed document of its own in the same commit, and stands in the record line by line', async () => {
    const audits = world.repository.audits.length;
    const signed = await sign({ prescription: aPrescription() });
    const [shown] = valueOf(signed).prescriptions ?? [];
    expect(shown).toMatchObject({
      code: '019990000001-C', kind: 'C', by: { id: 'dr-1' }, facility: { id: 'bv-1' }, lines: [{ ...amlodipin, until: '2026-12-22' }], advice: 'Ăn nhạt', validUntil: '2026-11-27',
      diagnoses: [{ code: 'I10' }, { code: 'E78.5' }], signature: { valid: true, algorithm: 'ES256', by: [{ id: 'dr-1', role: 'author' }] }, sending: { state: 'waiting' },
    });
    expect(world.repository.audits).toHaveLength(audits + 1);
    expect(requests()).toMatchObject([{
      status: 'active', intent: 'order', subject: { reference: 'Patient/p-1' }, encounter: { reference: `Encounter/${id}` }, requester: { reference: 'Practitioner/dr-1' }, groupIdentifier: { value: shown?.code },
      medicationCodeableConcept: { text: 'Amlodipin 5 mg, viên nén' }, dosageInstruction: [{ text: 'Uống 1 viên mỗi sáng', patientInstruction: 'Sau ăn' }], dispenseRequest: { quantity: { value: 30, unit: 'viên' }, expectedSupplyDuration: { value: 30, code: 'd' } },
    }]);
    expect(world.repository.events.map(({ type }) => type)).toEqual(expect.arrayContaining(['document-released', 'prescription-signed', 'consultation-signed']));
    expect(await viewConsultation(world.context, world.ask('specialist'), id)).toEqual(signed);
    expect(await viewConsultation(world.context, world.ask('patient'), id)).toMatchObject({ value: { prescriptions: [{ code: shown?.code }] } });
  });
  it('becomes one for each kind: a controlled medicine never stands among the others', async () => {
    const { prescriptions = [] } = valueOf(await sign({ prescription: aPrescription({ lines: [amlodipin, { ...amlodipin, name: 'Diazepam', days: 5 }] }) }));
    expect(prescriptions.map(({ code, lines }) => [code.at(-1), lines.map(({ name }) => name)])).toEqual([['C', ['Amlodipin']], ['H', ['Diazepam']]]);
  });
  it('is not signed where others sign the conclusion too: it is one doctor’s', async () => {
    expect(await sign({ prescription: aPrescription(), cosigners: [{ practitionerId: 'dr-2', role: 'chair' }] })).toMatchObject({ error: { code: 'PRESCRIPTION_BY_ONE' } });
  });
  it('leaves nothing behind when it is refused: the conclusion is not signed either', async () => {
    const before = world.repository.all().length;
    expect(await sign({ prescription: aPrescription({ lines: [{ ...amlodipin, days: 60 }] }) })).toMatchObject({ error: { code: 'PRESCRIPTION_TOO_LONG', at: '/prescription/lines/0/days' } });
    expect(world.repository.all()).toHaveLength(before);
  });
  it('needs a facility that has its code in the national system', async () => {
    world.repository.seed({ resourceType: 'Organization', id: 'bv-1', name: 'Bệnh viện Mẫu' });
    expect(await sign({ prescription: aPrescription() })).toMatchObject({ error: { code: 'PRESCRIPTION_FACILITY_NOT_LINKED' } });
  });
  it('takes another code where somebody has the one that was drawn', async () => {
    await sign({ prescription: aPrescription() });
    await world.repository.commit({ writes: [], claims: [{ kind: 'claim', scope: 'prescription-code', key: '019990000002-C', owner: 'Bundle/x' }], audit: { actor: { subject: 's', name: 's', role: 'system' }, action: 'execute', outcome: 'success', event: 'test', entities: [], correlationId: 'c' } });
    expect(valueOf(await write()).prescriptions?.map(({ code }) => code)).toEqual(['019990000001-C', '019990000003-C']);
  });
});

describe('an allergy in the record', () => {
  beforeEach(() => world.repository.seed({
    resourceType: 'AllergyIntolerance', id: 'al-1', patient: { reference: 'Patient/p-1' }, code: { text: 'Penicillin' },
    clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }] },
  }));
  it('is told before a line is written, with what is of the same group', async () => {
    const help = await prescribingHelp(world.context, world.ask('specialist'), id);
    expect(help).toMatchObject({ ok: true, value: { allergies: [{ text: 'Penicillin', names: expect.arrayContaining(['penicilin', 'amoxicilin', 'ampicilin']) }], young: false, linked: true } });
    expect(world.repository.audits.at(-1)).toMatchObject({ event: 'prescribing-read', patient: 'Patient/p-1' });
  });
  it('is told to nobody but the specialist who has the case', async () => {
    expect(await prescribingHelp(world.context, world.ask('nurse'), id)).toMatchObject({ error: { code: 'CONSULTATION_NOT_YOURS' } });
    expect(await prescribingHelp(world.context, world.ask('patient2'), id)).toMatchObject({ error: { code: 'HTTP_NOT_FOUND' } });
  });
  it('asks for a reason, which is signed and stored with the line', async () => {
    const amoxicilin = { ...amlodipin, name: 'Amoxicillin', strength: '500 mg', days: 5 };
    expect(await sign({ prescription: aPrescription({ lines: [amoxicilin] }) })).toMatchObject({ error: { code: 'PRESCRIPTION_ALLERGY', at: '/prescription/lines/0/allergyReason', params: { number: 1 } } });
    const { prescriptions = [] } = valueOf(await sign({ prescription: aPrescription({ lines: [{ ...amoxicilin, allergyReason: 'Đã dùng tháng trước, không phản ứng' }] }) }));
    expect(prescriptions[0]?.lines[0]?.allergy).toEqual({ text: 'Penicillin', reason: 'Đã dùng tháng trước, không phản ứng' });
    expect(requests()[0]?.contained).toMatchObject([{ resourceType: 'DetectedIssue', implicated: [{ reference: 'AllergyIntolerance/al-1' }], mitigation: [{ action: { text: 'Đã dùng tháng trước, không phản ứng' } }] }]);
  });
});

describe('after the conclusion', () => {
  beforeEach(async () => {
    await sign({ prescription: aPrescription() });
    await act(world.context, world.ask('nurse'), id, { action: 'acknowledge' });
  });
  const current = async () => (await viewConsultation(world.context, world.ask('specialist'), id)).ok && valueOf(await viewConsultation(world.context, world.ask('specialist'), id)).prescriptions?.at(-1);

  it('a new prescription takes the place of the old one, which is stopped and stays signed as it was', async () => {
    const old = await current();
    if (!old) throw new Error('prescribed');
    const view = valueOf(await write({ lines: [{ ...amlodipin, strength: '10 mg' }], replaces: old.documentId, reason: 'Tăng liều' }));
    expect(view).toMatchObject({
      state: 'signed',
      prescriptions: [
        { code: old.code, replacedBy: ['019990000002-C'], signature: { valid: true }, lines: [{ strength: '5 mg' }] },
        { code: '019990000002-C', replaces: { documentId: old.documentId, code: old.code, reason: 'Tăng liều' }, signature: { valid: true } },
      ],
    });
    expect(requests()).toMatchObject([{ status: 'stopped' }, { status: 'active', priorPrescription: { reference: `MedicationRequest/${old.documentId}-1` } }]);
    expect(world.stored('DocumentReference', old.documentId)).toMatchObject({ status: 'superseded' });
  });
  it('what was replaced is not replaced again, nor anything of another consultation', async () => {
    const old = await current();
    if (!old) throw new Error('prescribed');
    await write({ replaces: old.documentId, reason: 'Tăng liều' });
    expect(await write({ replaces: old.documentId, reason: 'Nữa' })).toMatchObject({ error: { code: 'PRESCRIPTION_REPLACED' } });
    expect(await write({ replaces: 'doc-elsewhere', reason: 'Nữa' })).toMatchObject({ error: { code: 'PRESCRIPTION_UNKNOWN' } });
  });
  it('an amended conclusion leaves what was prescribed alone', async () => {
    const before = await current();
    valueOf(await signConclusion(world.context, world.ask('specialist'), id, { answers: [{ number: 1, text: 'Khác' }], diagnoses: [{ code: 'I10', display: 'Tăng huyết áp', main: true }], advice: 'Khác' }, 'Bổ sung'));
    expect(await current()).toEqual(before);
  });
  it('is for the specialist of the case alone', async () => {
    expect([await write({}, 'nurse'), await write({}, 'patient'), await write({}, 'specialist4')].map((r) => !r.ok && r.error.code)).toEqual(['CONSULTATION_NOT_YOURS', 'CONSULTATION_NOT_YOURS', 'CONSULTATION_TAKEN']);
  });
  it('a changed letter of a prescription is found, and a replacement does not vouch for what it replaced', async () => {
    const old = await current();
    if (!old) throw new Error('prescribed');
    await write({ replaces: old.documentId, reason: 'Tăng liều' });
    const stored = world.stored('Bundle', old.documentId) as Bundle & { id: string };
    world.repository.seed(JSON.parse(JSON.stringify(stored).replace('Uống 1 viên mỗi sáng', 'Uống 9 viên mỗi sáng')) as Bundle & { id: string });
    expect(valueOf(await viewConsultation(world.context, world.ask('specialist'), id)).prescriptions?.map(({ signature }) => signature.valid)).toEqual([false, false]);
  });
  it('gives the document for checking to whoever may read, and tells nobody else that there is one', async () => {
    const read = await readPrescription(world.context, world.ask('patient'), id);
    expect(read).toMatchObject({ ok: true, value: { prescription: { code: '019990000001-C' }, documents: [{ resourceType: 'Bundle' }] } });
    expect(await readPrescriptionDocuments(world.context, world.ask('nurse'), id)).toMatchObject({ ok: true, value: { documents: [{ type: 'document' }] } });
    for (const ask of [world.ask('patient2'), world.ask('nurse2'), world.ask('specialist3')]) expect([await readPrescription(world.context, ask, id), await readPrescriptionDocuments(world.context, ask, id)]).toMatchObject([{ error: { code: 'HTTP_NOT_FOUND' } }, { error: { code: 'HTTP_NOT_FOUND' } }]);
    expect(await readPrescription(world.context, world.ask('patient'), id, 'doc-elsewhere')).toMatchObject({ error: { code: 'PRESCRIPTION_UNKNOWN' } });
  });
});

it('can not be written before the conclusion is signed', async () => {
  expect(await write()).toMatchObject({ error: { code: 'CONCLUSION_NOT_SIGNED' } });
});

