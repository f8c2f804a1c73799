import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { Conclusion } from './contract.ts';
import type { ConsultationErrorCode } from './errors.ts';

type Refused = Result<never, Refusal<ConsultationErrorCode>>;

/** Whether this conclusion may be signed for these questions: all answered, none invented, one main diagnosis. Pure. */
export function checkConclusion(questions: readonly string[], { answers, diagnoses }: Conclusion): Result<true, Refusal<ConsultationErrorCode>> {
  const unanswered = questions.findIndex((_, index) => !answers.some(({ number }) => number === index + 1));
  if (unanswered >= 0) return refused('CONCLUSION_QUESTION_UNANSWERED', `/answers/${unanswered}`, { number: unanswered + 1 });
  const invented = answers.findIndex(({ number }, index) => number > questions.length || answers.findIndex((a) => a.number === number) !== index);
  if (invented >= 0) return refused('CONCLUSION_ANSWER_UNKNOWN', `/answers/${invented}/number`, { number: answers[invented]?.number ?? 0 });
  const count = diagnoses.filter(({ main }) => main).length;
  if (count !== 1) return refused('CONCLUSION_MAIN_DIAGNOSIS', '/diagnoses', { count });
  const repeated = diagnoses.findIndex(({ code }, index) => diagnoses.findIndex((d) => d.code === code) !== index);
  if (repeated >= 0) return refused('CONCLUSION_DIAGNOSIS_REPEATED', `/diagnoses/${repeated}/code`, { code: diagnoses[repeated]?.code ?? '' });
  return ok(true);
}

const refused = (code: ConsultationErrorCode, at: string, params: Record<string, string | number>): Refused => refuse(refusal(code, { at, params }));
