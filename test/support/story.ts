import { randomUUID } from 'node:crypto';
import type { ConsultationRequest, ConsultationView } from '../../shared/consultation/contract.ts';
import type { Prescription } from '../../shared/prescription/contract.ts';
import type { Conclusion } from '../../shared/consultation/contract.ts';
import type { FreeSlot, FreeSlots } from '../../shared/booking/contract.ts';
import { facilities, patients, staff } from '../../local/story.ts';
import type { ApiClient } from './client.ts';

/** An ordinary request of the story's nurse to the story's cardiologist; a test changes what it is about. */
export const aRequest = (change: Partial<ConsultationRequest> = {}): ConsultationRequest => ({
  patientId: patients.patient.id,
  symptoms: 'Tức ngực khi leo dốc hai tuần nay, nghỉ thì đỡ.',
  vitals: { systolic: 148, diastolic: 92, heartRate: 88, temperature: 36.8, oxygenSaturation: 97 },
  photos: [],
  questions: ['Có cần chuyển tuyến không?', 'Chỉnh liều amlodipin thế nào?'],
  specialty: 'cardiology',
  facilityId: facilities.central.id,
  priority: 'urgent',
  when: { kind: 'now' },
  patientInformed: true,
  ...change,
});

export const aConclusion = (change: Partial<Conclusion> = {}): Conclusion => ({
  answers: [
    { number: 1, text: 'Chưa cần chuyển tuyến.' },
    { number: 2, text: 'Tăng amlodipin lên 10 mg mỗi sáng.' },
  ],
  diagnoses: [{ code: 'I10', display: 'Tăng huyết áp nguyên phát', main: true }],
  advice: 'Theo dõi huyết áp tại trạm mỗi tuần, ăn nhạt, tái khám sau 4 tuần.',
  followUp: 'Tái khám sau 4 tuần tại trạm.',
  ...change,
});

/** One medicine that nobody of the story is allergic to. */
export const aPrescription = (change: Partial<Prescription> = {}): Prescription => ({
  lines: [{ name: 'Amlodipin', strength: '10 mg', form: 'viên nén', quantity: 28, unit: 'viên', dosage: 'Uống 1 viên mỗi sáng', days: 28, instruction: 'Uống sau ăn' }],
  advice: 'Không tự bỏ thuốc khi thấy đỡ.',
  ...change,
});

/** Free slots of the story's cardiologist, soonest first. */
export async function freeSlots(nurse: ApiClient, query: Record<string, string> = {}): Promise<readonly FreeSlot[]> {
  const { slots } = await nurse.must<FreeSlots>('freeSlots', { query: { practitioner: staff.specialist.practitioner, limit: '50', ...query } });
  return slots;
}

export const act = (who: ApiClient, id: string, body: unknown, idempotencyKey: string = randomUUID()): Promise<ConsultationView> =>
  who.must<ConsultationView>('consultationAction', { params: { id }, body, idempotencyKey });

/** A request that was waited for, called and ended: its conclusion is signed, its room closed. */
export async function aSignedCase(nurse: ApiClient, specialist: ApiClient): Promise<ConsultationView> {
  const { id } = await nurse.must<ConsultationView>('consultationRequest', { body: aRequest() });
  await act(specialist, id, { action: 'accept' });
  await act(nurse, id, { action: 'wait' });
  for (const action of ['call', 'start-call', 'end-call']) await act(specialist, id, { action });
  return await specialist.must<ConsultationView>('conclusionSigning', { params: { id }, body: aConclusion() });
}
