import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { PrescribingHelp } from '../../shared/prescription/contract.ts';
import type { Query } from '../api/useQuery.ts';
import { partialDate } from '../i18n/format.ts';
import type { Draft } from '../offline/useDraft.ts';
import { PrescriptionForm } from '../prescribe/PrescriptionForm.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSummary, type FieldErrors } from '../ui/ErrorSummary.tsx';
import { Checkbox, TextArea } from '../ui/Field.tsx';
import { CosignerPicker } from './CosignerPicker.tsx';
import { DiagnosisPicker } from './DiagnosisPicker.tsx';
import type { ConclusionDraft } from './draft.ts';
import { concludeWords } from './words.ts';

type WritingProps = {
  readonly kind: 'conclusion' | 'amendment';
  readonly view: ConsultationView;
  readonly draft: Draft<ConclusionDraft>;
  readonly errors: FieldErrors;
  readonly attempt: number;
  readonly help: Query<PrescribingHelp>;
  readonly onReview: () => void;
};

/** A box under each numbered question, then diagnosis, advice, follow-up. Each letter is kept on this device. */
export function Writing({ kind, view, draft, errors, attempt, help, onReview }: WritingProps) {
  const t = concludeWords();
  const { value, change } = draft;
  return (
    <form class="stack" noValidate onSubmit={(event) => {
      event.preventDefault();
      onReview();
    }}>
      {kind === 'amendment' ? <p class="soft">{t.amendIntro}</p> : null}
      <ErrorSummary errors={errors} attempt={attempt} />
      {kind === 'amendment' ? <TextArea id="reason" label={t.reason} hint={t.reasonHint} rows={2} max={500} value={value.reason} error={errors['reason']} onInput={(reason) => change({ reason })} /> : null}
      {view.questions.map(({ number, text }) => {
        const id = `answer-${String(number)}`;
        return (
          <TextArea key={number} id={id} label={`${String(number)}. ${text}`} rows={3} max={4000} value={value.answers[number] ?? ''} error={errors[id]}
            onInput={(answer) => change({ answers: { ...value.answers, [number]: answer } })} />
        );
      })}
      <DiagnosisPicker id="diagnosis" value={value.diagnoses} error={errors['diagnosis']} onChange={(diagnoses) => change({ diagnoses })} />
      <TextArea id="advice" label={t.advice} hint={t.adviceHint} rows={4} max={8000} value={value.advice} error={errors['advice']} onInput={(advice) => change({ advice })} />
      <TextArea id="follow-up" label={t.followUp} optional rows={2} max={1000} value={value.followUp} error={errors['follow-up']} onInput={(followUp) => change({ followUp })} />
      {kind === 'conclusion' ? <PrescriptionForm value={value.prescription} errors={errors} help={help.value} unchecked={help.problem !== undefined} onChange={(prescription) => change({ prescription })} /> : null}
      <CosignerPicker value={value.cosigners} author={view.specialist?.id} onChange={(cosigners) => change({ cosigners })} />
      {kind === 'conclusion' ? (
        <Checkbox id="read-back" label={t.readBack(view.patient.name, partialDate(view.patient.birthDate ?? ''))} error={errors['read-back']} checked={value.readBack} onChange={(readBack) => change({ readBack })} />
      ) : null}
      <div class="row"><Button type="submit" kind="primary">{t.review}</Button><span class="small soft" role="status">{draft.restored ? t.restored : t.kept}</span></div>
    </form>
  );
}
