import { useState } from 'preact/hooks';
import type { CardFields, PatientRegistration } from '../../shared/identity/contract.ts';
import type { Problem } from '../api/problem.ts';
import { common } from '../i18n/common.ts';
import type { Draft } from '../offline/useDraft.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorSummary, type FieldErrors } from '../ui/ErrorSummary.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { RadioCards, TextField } from '../ui/Field.tsx';
import { Panel } from '../ui/Panel.tsx';
import { CardFacts } from './PersonFound.tsx';
import { faultsOf, registrationOf, type NewPatientForm } from './newPatient.ts';
import { deskWords } from './words.ts';

export type NewPatientProps = {
  readonly draft: Pick<Draft<NewPatientForm>, 'value' | 'change'>;
  readonly card?: CardFields;
  readonly citizenId?: string;
  readonly via: 'camera' | 'scanner' | 'typed';
  readonly notSameAs: readonly string[];
  readonly busy: boolean;
  readonly problem?: Problem;
  readonly onRegister: (registration: PatientRegistration) => void;
  readonly onBack: () => void;
};

export function NewPatient(props: NewPatientProps) {
  const { draft, card, busy, problem, onRegister, onBack } = props;
  const t = deskWords();
  const [attempt, setAttempt] = useState(0);
  const form = draft.value;
  const faults = attempt > 0 ? faultsOf(form, card, new Date()) : {};
  const errors: FieldErrors = Object.fromEntries(Object.entries(faults).map(([field, fault]) => [`new-${field}`, t.errors[fault]]));
  const submit = () => {
    setAttempt(attempt + 1);
    if (Object.keys(faultsOf(form, card, new Date())).length === 0) onRegister(registrationOf(form, props));
  };
  return (
    <form class="stack-loose measure" noValidate onSubmit={(event) => {
      event.preventDefault();
      submit();
    }}>
      <div class="stack-tight"><h1>{t.newTitle}</h1><p class="soft">{card ? t.newFromCard : t.newTyped}</p></div>
      <ErrorSummary errors={errors} attempt={attempt} />
      {problem ? <ProblemView problem={problem} /> : null}
      {card ? <Panel title={card.name}><CardFacts card={card} /></Panel> : <TypedFields form={form} change={draft.change} errors={errors} />}
      <TextField id="new-phone" label={t.phone} hint={t.phoneHint} optional inputMode="tel" value={form.phone} onInput={(phone) => draft.change({ phone })} error={errors['new-phone']} />
      <div class="row"><Button kind="primary" large type="submit" busy={busy}>{t.create}</Button><Button onClick={onBack}>{common().back}</Button></div>
    </form>
  );
}

type TypedProps = { readonly form: NewPatientForm; readonly change: (part: Partial<NewPatientForm>) => void; readonly errors: FieldErrors };

function TypedFields({ form, change, errors }: TypedProps) {
  const t = deskWords();
  const c = common();
  return (
    <>
      <TextField id="new-name" label={t.name} value={form.name} onInput={(name) => change({ name })} error={errors['new-name']} />
      <TextField id="new-birthDate" label={t.birthDate} hint={t.birthHint} look="short" value={form.birthDate} onInput={(birthDate) => change({ birthDate })} error={errors['new-birthDate']} />
      <RadioCards id="new-sex" label={t.sex} columns={3} value={form.sex === '' ? undefined : form.sex} onChange={(sex) => change({ sex })} error={errors['new-sex']}
        options={[{ value: 'female', label: c.female }, { value: 'male', label: c.male }, { value: 'unknown', label: c.unknown }]} />
      <TextField id="new-address" label={t.address} optional value={form.address} onInput={(address) => change({ address })} />
    </>
  );
}
