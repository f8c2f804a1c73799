import { useState } from 'preact/hooks';
import type { PatientSummary } from '../../shared/identity/contract.ts';
import { common } from '../i18n/common.ts';
import type { RedFlag } from '../intake/redFlags.ts';
import { readVitals } from '../intake/vitals.ts';
import { RedFlagNotice, vitalErrors, VitalsFields } from '../intake/VitalsFields.tsx';
import { intakeWords } from '../intake/words.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorSummary, hasErrors, type FieldErrors } from '../ui/ErrorSummary.tsx';
import { TextArea } from '../ui/Field.tsx';
import { PhotoPicker } from '../ui/PhotoPicker.tsx';
import { intakeFaults, limits, type AskForm } from './askForm.ts';
import { PatientLine } from './PatientLine.tsx';
import { askWords } from './words.ts';

type Props = {
  readonly form: AskForm;
  readonly change: (part: Partial<AskForm>) => void;
  readonly patient?: PatientSummary;
  readonly flags: readonly RedFlag[];
  readonly restored: boolean;
  readonly onNext: () => void;
};

function errorsOf(form: AskForm): FieldErrors {
  const t = askWords();
  return { ...vitalErrors(readVitals(form.vitals).faults), ...Object.fromEntries(Object.entries(intakeFaults(form)).map(([id, fault]) => [id, t.faults[fault]])) };
}

export function IntakeView({ form, change, patient, flags, restored, onNext }: Props) {
  const t = intakeWords();
  const a = askWords();
  const [attempt, setAttempt] = useState(0);
  const errors = attempt > 0 ? errorsOf(form) : {};
  const submit = () => {
    setAttempt(attempt + 1);
    if (!hasErrors(errorsOf(form))) onNext();
  };
  return (
    <form class="stack-loose" noValidate onSubmit={(event) => {
      event.preventDefault();
      submit();
    }}>
      <div class="stack-tight">
        <p class="soft small">{a.step('1', '2')}</p><h1>{a.intakeTitle}</h1><PatientLine patient={patient} />
        {restored ? <p class="small soft" role="status">{a.restored}</p> : null}
      </div>
      <ErrorSummary errors={errors} attempt={attempt} />
      <VitalsFields texts={form.vitals} onChange={(vitals) => change({ vitals })} errors={errors} />
      <RedFlagNotice flags={flags} />
      <TextArea id="symptoms" label={t.symptoms} hint={t.symptomsHint} rows={5} max={limits.symptoms} value={form.symptoms} onInput={(symptoms) => change({ symptoms })} error={errors['symptoms']} />
      <section class="stack-tight"><h2>{t.photos}</h2><p class="field__hint">{t.photosHint}</p><PhotoPicker id="photos" photos={form.photos} onChange={(photos) => change({ photos })} /></section>
      <div class="row"><Button kind="primary" large type="submit">{common().next}</Button><span class="small soft">{common().draftKept}</span></div>
    </form>
  );
}
