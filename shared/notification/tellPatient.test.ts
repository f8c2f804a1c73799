import { describe, expect, it } from '@jest/globals';
import type { Patient, Task } from '@medplum/fhirtypes';
import { fakeRepository } from '../fhir/fakeRepository.ts';
import { fakeSmsGateway } from '../identity/smsGateway.fake.ts';
import { fixedClock } from '../kernel/clock.ts';
import { messageFor } from './messages.ts';
import { tellPatient } from './tellPatient.ts';

const base = 'https://lien-tuyen.example';
const patient: Patient & { id: string } = { resourceType: 'Patient', id: 'p1', telecom: [{ system: 'phone', value: '0900000101' }] };
const task: Task & { id: string } = {
  resourceType: 'Task', id: 't1', status: 'accepted', intent: 'order', for: { reference: 'Patient/p1' }, description: 'Đau ngực, tim mạch',
  requester: { reference: 'Organization/s1', display: 'Trạm Y tế xã Mường Mẫu' },
  extension: [{ url: `${base}/StructureDefinition/appointment`, extension: [{ url: 'period', valuePeriod: { start: '2026-11-24T02:15:00Z', end: '2026-11-24T02:30:00Z' } }] }],
};
const event = (type: string) => ({ id: `e-${type}`, type, data: { consultationId: 't1', patientId: 'p1' } });

function setting(person: Patient & { id: string } = patient) {
  const repository = fakeRepository({ clock: fixedClock('2026-11-22T03:00:00Z') });
  repository.seed(person, task);
  const sms = fakeSmsGateway();
  return { repository, sms, tell: async (type: string) => await tellPatient({ repository, sms, base, baseUrl: 'https://lientuyen.example' }, event(type)) };
}

describe('telling a patient', () => {
  it('says when and where, in Viet Nam time and without marks', async () => {
    const { sms, tell } = setting();
    expect(await tell('consultation-booked')).toBe('told');
    expect(sms.sent).toEqual([{ to: '0900000101', text: 'Lien Tuyen: quy vi co lich kham tu xa luc 09:15 ngay 24/11 tai Tram Y te xa Muong Mau. Den truoc 15 phut, mang the can cuoc.' }]);
  });
  it('says that a conclusion is ready and where, and nothing of what it is about', async () => {
    const { sms, tell } = setting();
    await tell('consultation-signed');
    expect(sms.sent[0]?.text).toContain('lientuyen.example/patient');
    expect(sms.sent[0]?.text).not.toMatch(/tim|dau|ngu/i);
  });
  it('names the lost appointment after a cancellation, where there was one', async () => {
    const { repository, sms, tell } = setting();
    expect(await tell('consultation-cancelled')).toBe('not-needed');
    repository.seed({ ...task, status: 'cancelled', extension: [] });
    expect(await tell('consultation-cancelled')).toBe('told');
    expect(sms.sent[0]?.text).toContain('luc 09:15 ngay 24/11 da huy');
  });
  it('says it once, however often the event comes', async () => {
    const { sms, tell } = setting();
    expect([await tell('consultation-signed'), await tell('consultation-signed')]).toEqual(['told', 'told-before']);
    expect(sms.sent).toHaveLength(1);
  });
  it('records that the patient was told', async () => {
    const { repository, tell } = setting();
    await tell('consultation-signed');
    expect(repository.audits).toMatchObject([{ event: 'patient-told', patient: 'Patient/p1', entities: ['Task/t1'] }]);
  });
  it('is tried again after the gateway failed', async () => {
    const { repository, tell } = setting();
    const broken = { send: async () => await Promise.reject(new Error('down')) };
    await expect(tellPatient({ repository, sms: broken, base, baseUrl: 'https://x.example' }, event('consultation-signed'))).rejects.toThrow('down');
    expect(await tell('consultation-signed')).toBe('told');
  });
  it('leaves people without a phone, people who died, and other events alone', async () => {
    expect(await setting({ ...patient, telecom: [] }).tell('consultation-signed')).toBe('no-phone');
    expect(await setting({ ...patient, deceasedBoolean: true }).tell('consultation-signed')).toBe('not-needed');
    expect(await setting().tell('consultation-message')).toBe('not-needed');
  });
  it('fits one message of 160 characters, whatever the station is called', () => {
    const station = 'Trạm Y tế xã có một cái tên dài đến mức không tin nhắn nào chứa nổi ở vùng cao';
    for (const type of ['consultation-booked', 'consultation-cancelled'] as const) expect(messageFor({ type, start: new Date(), station }).length).toBeLessThanOrEqual(160);
    expect(messageFor({ type: 'consultation-amended', address: 'lientuyen.laichau.gov.vn/patient' }).length).toBeLessThanOrEqual(160);
  });
  it('uses only characters of the basic alphabet', () => {
    expect(messageFor({ type: 'consultation-booked', start: new Date(), station: 'Trạm Y tế xã Đắk Ơ' })).toMatch(/^[\x20-\x7e]+$/);
  });
});
