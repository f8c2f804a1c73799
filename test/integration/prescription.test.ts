import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MedicationRequest } from '@medplum/fhirtypes';
import type { ConsultationView, SignedDocuments } from '../../shared/consultation/contract.ts';
import type { PatientSummary } from '../../shared/identity/contract.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import type { Medicines, PrescribingHelp } from '../../shared/prescription/contract.ts';
import type { SignedKeyHistory } from '../../shared/signing/contract.ts';
import { statedKeys } from '../../shared/signing/keyStatement.ts';
import { verifyChain } from '../../shared/signing/verifyChain.ts';
import { clientFor, type ApiClient } from '../support/client.ts';
import { eventually, fhirAs, type FhirCaller } from '../support/fhir.ts';
import { accessToken } from '../support/people.ts';
import { act, aConclusion, aPrescription, aRequest } from '../support/story.ts';
import { target } from '../support/target.ts';

let nurse: ApiClient;
let stranger: ApiClient;
let specialist: ApiClient;
let asNurse: FhirCaller;
/** Nobody else's: registered here, allergic to penicillin. */
let patientId: string;
const system = () => target().prescriptionUrl ?? '';
const fault = async (body?: object) => void (await fetch(`${system()}/faults`, body ? { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : { method: 'DELETE' }));

beforeAll(async () => {
  [nurse, stranger, specialist] = (await Promise.all(['nurse', 'nurse2', 'specialist'].map(async (who) => clientFor(await accessToken(who))))) as [ApiClient, ApiClient, ApiClient];
  asNurse = await fhirAs('nurse');
  const made = await nurse.must<PatientSummary>('patientRegistration', { body: { name: 'Nông Thị Kê Đơn Thử', birthDate: '1971-07-17', sex: 'female', address: 'Bản Thử 9, Xã Mường Mẫu', source: 'typed' } });
  patientId = made.id;
  const allergy = await asNurse('POST', '/AllergyIntolerance', { body: { resourceType: 'AllergyIntolerance', patient: { reference: `Patient/${patientId}` }, clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }] }, code: { text: 'Penicillin' } } });
  expect(allergy.status).toBe(201);
});
afterAll(async () => await fault());

async function aCase(): Promise<string> {
  const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest({ patientId, when: { kind: 'written' } }) });
  await act(specialist, id, { action: 'accept' });
  return id;
}
const conclude = async (id: string, prescription = aPrescription()) => await specialist.must<ConsultationView>('conclusionSigning', { params: { id }, body: { ...aConclusion(), prescription } });
const seen = async (id: string) => (await nurse.must<ConsultationView>('consultation', { params: { id } })).prescriptions ?? [];
const documentsOf = async (id: string) => (await nurse.must<SignedDocuments>('prescriptionDocuments', { params: { id } })).documents;

describe('a prescription', () => {
  it('is suggested, held against the allergies of the record, signed, sent, read and printed', async () => {
    const id = await aCase();
    expect((await specialist.must<Medicines>('medicines', { query: { q: 'amoxi' } })).medicines.map(({ name }) => name)).toContain('Amoxicilin');
    expect(await specialist.must<PrescribingHelp>('prescribingHelp', { params: { id } })).toMatchObject({ allergies: [{ text: 'Penicillin' }], linked: true, young: false });
    const line = { name: 'Amoxicillin', strength: '500 mg', quantity: 9, unit: 'viên', dosage: 'Ngày 3 lần, mỗi lần 1 viên', days: 3 };
    const body = (allergyReason?: string) => ({ ...aConclusion(), prescription: aPrescription({ lines: [{ ...line, ...(allergyReason ? { allergyReason } : {}) }] }) });
    expect(await specialist.refused('conclusionSigning', { params: { id }, body: body() })).toMatchObject({ status: 422, code: 'PRESCRIPTION_ALLERGY', at: '/prescription/lines/0/allergyReason' });
    const [signed] = (await specialist.must<ConsultationView>('conclusionSigning', { params: { id }, body: body('Đã dùng lại, không phản ứng') })).prescriptions ?? [];
    expect(signed).toMatchObject({ code: expect.stringMatching(/^01999[0-9a-z]{7}-C$/), signature: { valid: true }, lines: [{ allergy: { text: 'Penicillin', reason: 'Đã dùng lại, không phản ứng' } }] });
    const [sent] = await eventually(async () => await seen(id), (all) => all[0]?.sending.state === 'sent');
    expect(sent?.sending.state).toBe('sent');
    const taken = (await (await fetch(`${system()}/taken`)).json()) as readonly Record<string, unknown>[];
    expect(taken.find((one) => one['ma_don_thuoc'] === signed?.code)).toMatchObject({ gioi_tinh: '3', loai_don_thuoc: 'c', ngay_sinh_benh_nhan: '17/07/1971', thong_tin_don_thuoc: [{ so_luong: '09' }] });
    expect((await nurse.call<string>('prescriptionPdf', { params: { id } })).headers.get('content-type')).toBe('application/pdf');
    const page = await asNurse<{ entry?: readonly { resource: MedicationRequest }[] }>('GET', `/MedicationRequest?patient=${patientId}`);
    expect(page.json.entry?.map(({ resource }) => [resource.status, resource.groupIdentifier?.value])).toContainEqual(['active', signed?.code]);
  });
  it('is genuine by what is published, time-stamped, and not when a letter of it is changed', async () => {
    const id = await aCase();
    await conclude(id);
    const documents = await eventually(async () => await documentsOf(id), (all) => atob(all[0]?.signature?.data ?? '').includes('sigTst'));
    const trust = valueOf(await statedKeys(await clientFor().must<SignedKeyHistory>('keyHistory'))).history;
    expect(await verifyChain(documents, trust)).toMatchObject({ valid: true, checks: [{ signatures: [{ timeStamp: { state: 'good' } }] }] });
    const tampered = JSON.parse(JSON.stringify(documents).replace('Uống 1 viên mỗi sáng', 'Uống 3 viên mỗi sáng')) as typeof documents;
    expect(await verifyChain(tampered, trust)).toMatchObject({ valid: false, checks: [{ fault: 'does-not-match' }] });
  });
  it('that the national system refuses says why, and is put right by one in its place', async () => {
    const id = await aCase();
    await fault({ kind: 'refused', errors: [{ truong: 'dia_chi', ma_loi: 'required', thong_bao: 'Trường địa chỉ là bắt buộc' }], times: 1 });
    await conclude(id);
    const [old] = await eventually(async () => await seen(id), (all) => all[0]?.sending.state === 'refused');
    await fault();
    expect(old?.sending).toMatchObject({ errors: [{ field: 'dia_chi', message: 'Trường địa chỉ là bắt buộc' }] });
    const body = { ...aPrescription(), replaces: old?.documentId, reason: 'Đã bổ sung địa chỉ' };
    expect(await nurse.refused('prescriptionSigning', { params: { id }, body })).toMatchObject({ status: 403 });
    await specialist.must<ConsultationView>('prescriptionSigning', { params: { id }, body });
    expect(await specialist.refused('prescriptionSigning', { params: { id }, body })).toMatchObject({ status: 409, code: 'PRESCRIPTION_REPLACED' });
    const all = await eventually(async () => await seen(id), (now) => now[1]?.sending.state === 'sent');
    expect(all).toMatchObject([{ replacedBy: [all[1]?.code], signature: { valid: true } }, { replaces: { code: old?.code }, signature: { valid: true }, sending: { state: 'sent' } }]);
    expect((await asNurse<MedicationRequest>('GET', `/MedicationRequest/${old?.documentId ?? ''}-1`)).json.status).toBe('stopped');
  });
  it('signed while the national system is away waits, and the doctor is not kept', async () => {
    const id = await aCase();
    await fault({ kind: 'down' });
    const { prescriptions } = await conclude(id);
    expect(prescriptions).toMatchObject([{ signature: { valid: true }, sending: { state: 'waiting' } }]);
    await fault();
  });
  it('is told of to nobody who has no part in the case', async () => {
    const id = await aCase();
    await conclude(id);
    for (const route of ['prescriptionDocuments', 'prescriptionPdf', 'prescribingHelp'] as const) expect([route, (await stranger.refused(route, { params: { id } })).code]).toEqual([route, 'HTTP_NOT_FOUND']);
    expect(await nurse.refused('prescribingHelp', { params: { id } })).toMatchObject({ status: 403 });
  });
});
