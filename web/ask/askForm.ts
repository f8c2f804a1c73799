import type { Specialty } from '../../shared/booking/contract.ts';
import type { PatientSummary } from '../../shared/identity/contract.ts';
import type { ConsultationRequest, Priority } from '../../shared/consultation/contract.ts';
import type { VitalTexts } from '../intake/vitals.ts';
import { readVitals } from '../intake/vitals.ts';
import type { Photo } from '../ui/PhotoPicker.tsx';

export type When = 'slot' | 'now' | 'written';

/** Everything asked and typed for one request; kept as a draft until it is sent. */
export type AskForm = {
  readonly vitals: VitalTexts;
  readonly symptoms: string;
  readonly photos: readonly Photo[];
  readonly questions: readonly string[];
  readonly specialty: Specialty | '';
  readonly facilityId: string;
  readonly practitionerId: string;
  readonly priority: Priority;
  readonly when: When;
  readonly slotId: string;
  readonly informed: boolean;
  /** Who it is about, so that a draft can be named without a network. */
  readonly about?: PatientSummary;
};

export const emptyAsk: AskForm = {
  vitals: {}, symptoms: '', photos: [], questions: [''], specialty: '', facilityId: '', practitionerId: '', priority: 'routine', when: 'slot', slotId: '', informed: false,
};

export const mostQuestions = 10;
export const limits = { symptoms: 4000, question: 500 } as const;

export type AskFault = 'symptoms' | 'symptoms-long' | 'question' | 'question-long' | 'specialty' | 'facility' | 'slot' | 'informed';

/** What is missing on the page of questions, by the id of its field. */
export function askFaults(form: AskForm): Readonly<Record<string, AskFault>> {
  const faults: Record<string, AskFault> = {};
  if (form.questions.every((question) => question.trim() === '')) faults['question-1'] = 'question';
  form.questions.forEach((question, index) => {
    if (question.trim().length > limits.question) faults[`question-${String(index + 1)}`] = 'question-long';
  });
  if (form.specialty === '') faults['specialty'] = 'specialty';
  if (form.facilityId === '') faults['facility'] = 'facility';
  if (form.when === 'slot' && form.slotId === '') faults['slot'] = 'slot';
  if (!form.informed) faults['informed'] = 'informed';
  return faults;
}

export function intakeFaults(form: AskForm): Readonly<Record<string, AskFault>> {
  const length = form.symptoms.trim().length;
  if (length === 0) return { symptoms: 'symptoms' };
  return length > limits.symptoms ? { symptoms: 'symptoms-long' } : {};
}

/** Danger signs: an emergency, now. */
export const asEmergency = (form: AskForm): AskForm => ({ ...form, priority: 'stat', when: form.when === 'slot' ? 'now' : form.when, slotId: '' });

/** Moves one question up or down; out of range changes nothing. */
export function moveQuestion(questions: readonly string[], index: number, by: -1 | 1): readonly string[] {
  const other = index + by;
  const [a, b] = [questions[index], questions[other]];
  return a === undefined || b === undefined ? questions : questions.with(index, b).with(other, a);
}

/** The request without its pictures, which are sent before it. Only for a form without faults. */
export function requestOf(patientId: string, form: AskForm): Omit<ConsultationRequest, 'photos'> {
  const { specialty, practitionerId } = form;
  if (specialty === '') throw new Error('a specialty is needed');
  return {
    patientId, symptoms: form.symptoms.trim(), vitals: readVitals(form.vitals).vitals,
    questions: form.questions.map((question) => question.trim()).filter(Boolean),
    specialty, facilityId: form.facilityId, ...(practitionerId ? { practitionerId } : {}), priority: form.priority,
    when: form.when === 'slot' ? { kind: 'slot', slotId: form.slotId } : { kind: form.when }, patientInformed: true,
  };
}
