import { useState } from 'preact/hooks';
import type { Directory } from '../../shared/booking/contract.ts';
import type { Priority } from '../../shared/consultation/contract.ts';
import type { PatientSummary } from '../../shared/identity/contract.ts';
import type { Problem } from '../api/problem.ts';
import { common } from '../i18n/common.ts';
import { consultationWords } from '../i18n/consultation.ts';
import type { RedFlag } from '../intake/redFlags.ts';
import { RedFlagNotice } from '../intake/VitalsFields.tsx';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { ErrorSummary, hasErrors, type FieldErrors } from '../ui/ErrorSummary.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Checkbox, RadioCards } from '../ui/Field.tsx';
import { Addressee } from './Addressee.tsx';
import { askFaults, type AskForm } from './askForm.ts';
import { PatientLine } from './PatientLine.tsx';
import { Questions } from './Questions.tsx';
import { WhenChoice } from './WhenChoice.tsx';
import { askWords } from './words.ts';

export type AskViewProps = {
  readonly form: AskForm;
  readonly change: (part: Partial<AskForm>) => void;
  readonly directory: Directory;
  readonly patientId: string;
  readonly patient?: PatientSummary;
  readonly flags: readonly RedFlag[];
  readonly state: { readonly busy: boolean; readonly problem?: Problem; readonly kept?: boolean };
  readonly onSend: () => void;
};

function errorsOf(form: AskForm): FieldErrors {
  return Object.fromEntries(Object.entries(askFaults(form)).map(([id, fault]) => [id, askWords().faults[fault]]));
}

export function AskView({ form, change, directory, patientId, patient, flags, state, onSend }: AskViewProps) {
  const t = askWords();
  const [attempt, setAttempt] = useState(0);
  const errors = attempt > 0 ? errorsOf(form) : {};
  const emergency = flags.length > 0;
  const submit = () => {
    setAttempt(attempt + 1);
    if (!hasErrors(errorsOf(form))) onSend();
  };
  const levels: readonly Priority[] = emergency ? ['stat'] : ['routine', 'urgent', 'stat'];
  return (
    <form class="stack-loose" noValidate onSubmit={(event) => {
      event.preventDefault();
      submit();
    }}>
      <div class="stack-tight"><p class="soft small">{t.step('2', '2')}</p><h1>{t.title}</h1><PatientLine patient={patient} /></div>
      <ErrorSummary errors={errors} attempt={attempt} />
      {state.problem ? <ProblemView problem={state.problem}>{state.kept ? <><p><b>{t.kept}</b></p><div><ButtonLink href="/station">{t.toToday}</ButtonLink></div></> : null}</ProblemView> : null}
      <RedFlagNotice flags={flags} />
      <Questions questions={form.questions} onChange={(questions) => change({ questions })} errors={errors} />
      <Addressee directory={directory} form={form} change={change} errors={errors} />
      <RadioCards id="priority" label={t.priority} columns={3} value={form.priority} onChange={(priority) => change({ priority })}
        options={levels.map((level) => ({ value: level, label: consultationWords().priorities[level], hint: t.priorityHints[level] }))} />
      <WhenChoice form={form} change={change} errors={errors} emergency={emergency} />
      <Checkbox id="informed" label={t.informed} hint={t.informedHint} checked={form.informed} onChange={(informed) => change({ informed })} error={errors['informed']} />
      <div class="row">
        <Button kind="primary" large type="submit" busy={state.busy}>{state.kept ? common().sendAgain : t.send}</Button>
        <ButtonLink href={`/station/patients/${encodeURIComponent(patientId)}/intake`}>{common().back}</ButtonLink>
        <span class="small soft">{common().draftKept}</span>
      </div>
    </form>
  );
}
