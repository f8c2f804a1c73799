import type { Amendment, Conclusion, ConclusionView, ConsultationView } from '../../shared/consultation/contract.ts';
import type { PrescribingHelp } from '../../shared/prescription/contract.ts';
import { noPrescription, prescriptionErrors, prescriptionFrom, type PrescriptionDraft } from '../prescribe/draft.ts';
import { prescribeWords } from '../prescribe/words.ts';
import type { FieldErrors } from '../ui/ErrorSummary.tsx';
import { concludeWords } from './words.ts';

/** What has been written so far; every part may be missing. */
export type ConclusionDraft = {
  readonly answers: Readonly<Record<number, string>>;
  readonly diagnoses: Conclusion['diagnoses'];
  readonly advice: string;
  readonly followUp: string;
  readonly reason: string;
  readonly readBack: boolean;
  readonly cosigners: NonNullable<Conclusion['cosigners']>;
  /** Of a conclusion only: an amendment changes nothing that was prescribed. */
  readonly prescription: PrescriptionDraft;
};

export const emptyDraft: ConclusionDraft = { answers: {}, diagnoses: [], advice: '', followUp: '', reason: '', readBack: false, cosigners: [], prescription: noPrescription };

/** An amendment begins with what was signed last. */
export const draftFrom = (signed: ConclusionView): ConclusionDraft => ({
  ...emptyDraft,
  answers: Object.fromEntries(signed.answers.map(({ number, text }) => [number, text])),
  diagnoses: signed.diagnoses,
  advice: signed.advice,
  followUp: signed.followUp ?? '',
});

type Kind = 'conclusion' | 'amendment';
type Questions = ConsultationView['questions'];

/** What is missing or too long, by the id of the field and in the order of the page. */
export function errorsOf(draft: ConclusionDraft, questions: Questions, kind: Kind, help?: PrescribingHelp): FieldErrors {
  const t = concludeWords().errors;
  const errors: Record<string, string | undefined> = {};
  if (kind === 'amendment' && !draft.reason.trim()) errors['reason'] = t.reason;
  for (const { number } of questions) {
    const text = draft.answers[number]?.trim() ?? '';
    if (!text) errors[`answer-${String(number)}`] = t.answer(String(number));
    if (text.length > 4000) errors[`answer-${String(number)}`] = t.answerLong(String(number));
  }
  if (draft.diagnoses.length === 0) errors['diagnosis'] = t.diagnoses;
  else if (draft.diagnoses.filter(({ main }) => main).length !== 1) errors['diagnosis'] = t.main;
  if (!draft.advice.trim()) errors['advice'] = t.advice;
  if (draft.advice.trim().length > 8000) errors['advice'] = t.adviceLong;
  if (draft.followUp.trim().length > 1000) errors['follow-up'] = t.followUpLong;
  if (kind === 'conclusion') Object.assign(errors, prescriptionErrors(draft.prescription, help));
  if (kind === 'conclusion' && draft.prescription.lines.length > 0 && draft.cosigners.length > 0) errors['rx-add'] = prescribeWords().errors.byOne;
  if (kind === 'conclusion' && !draft.readBack) errors['read-back'] = t.readBack;
  return errors;
}

/** Just what will be signed; for a draft without errors. */
export function conclusionFrom(draft: ConclusionDraft, questions: Questions, help?: PrescribingHelp): Conclusion {
  const prescription = prescriptionFrom(draft.prescription, help);
  const followUp = draft.followUp.trim();
  return {
    answers: questions.map(({ number }) => ({ number, text: (draft.answers[number] ?? '').trim() })),
    diagnoses: draft.diagnoses,
    advice: draft.advice.trim(),
    ...(followUp ? { followUp } : {}),
    ...(draft.cosigners.length > 0 ? { cosigners: [...draft.cosigners] } : {}),
    ...(prescription ? { prescription } : {}),
  };
}

export const amendmentFrom = (draft: ConclusionDraft, questions: Questions): Amendment => ({ ...conclusionFrom({ ...draft, prescription: noPrescription }, questions), reason: draft.reason.trim() });

type Diagnoses = Conclusion['diagnoses'];

/** The first one chosen is the main one; choosing a code twice changes nothing. */
export const withDiagnosis = (list: Diagnoses, code: string, display: string): Diagnoses =>
  list.some((one) => one.code === code) ? list : [...list, { code, display, main: list.length === 0 }];

export const withMain = (list: Diagnoses, code: string): Diagnoses => list.map((one) => ({ ...one, main: one.code === code }));

/** When the main one goes, the next takes its place. */
export function withoutDiagnosis(list: Diagnoses, code: string): Diagnoses {
  const left = list.filter((one) => one.code !== code);
  const first = left[0];
  return first && !left.some(({ main }) => main) ? withMain(left, first.code) : left;
}
