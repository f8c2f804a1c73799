import { useState } from 'preact/hooks';
import type { CardFields, PatientRegistration, PossibleDuplicate } from '../../shared/identity/contract.ts';
import type { Problem } from '../api/problem.ts';
import { common } from '../i18n/common.ts';
import type { Draft } from '../offline/useDraft.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorSummary, type FieldErrors } from '../ui/ErrorSummary.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { RadioCards, TextField } from '../ui/Field.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Alike } from './Alike.tsx';
import { PapersFields } from './PapersFields.tsx';
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
  /** It is one of those who were shown after all. */
  readonly onChoose: (person: PossibleDuplicate) => void;
  /** The record that holds the number: found by it, as at the beginning. */
  readonly onHolder: () => void;
  readonly onBack: () => void;
};

/** Those whom the refusal of a registration shows: who may be the same person, or who holds the number. */
export function shownBy(problem: Problem | undefined): readonly PossibleDuplicate[] {
  if (problem?.code === 'IDENTITY_POSSIBLE_DUPLICATE') return Array.isArray(problem.help) ? (problem.help as readonly PossibleDuplicate[]) : [];
  return problem?.code === 'IDENTITY_ALREADY_REGISTERED' && problem.help ? [problem.help as PossibleDuplicate] : [];
}

export function NewPatient(props: NewPatientProps) {
  const { draft, card, busy, problem, notSameAs, onRegister, onBack } = props;
  const t = deskWords();
  const [attempt, setAttempt] = useState(0);
  const form = draft.value;
  const faults = attempt > 0 ? faultsOf(form, card, new Date()) : {};
  const errors: FieldErrors = Object.fromEntries(Object.entries(faults).map(([field, fault]) => [`new-${field}`, t.errors[fault]]));
  const people = shownBy(problem);
  const submit = (others: readonly string[] = notSameAs) => {
    setAttempt(attempt + 1);
    if (Object.keys(faultsOf(form, card, new Date())).length === 0) onRegister(registrationOf(form, { ...props, notSameAs: others }));
  };
  return (
    <form class="stack-loose measure" noValidate onSubmit={(event) => {
      event.preventDefault();
      submit();
    }}>
      <div class="stack-tight"><h1>{t.newTitle}</h1><p class="soft">{card ? t.newFromCard : t.newTyped}</p></div>
      <ErrorSummary errors={errors} attempt={attempt} />
      {problem ? <ProblemView problem={problem} /> : null}
      {people.length > 0 ? <Shown {...props} people={people} onAnyway={() => submit([...new Set([...notSameAs, ...people.map(({ id }) => id)])])} /> : null}
      {card ? <Panel title={card.name}><CardFacts card={card} /></Panel> : <TypedFields form={form} change={draft.change} errors={errors} />}
      <TextField id="new-phone" label={t.phone} hint={t.phoneHint} optional inputMode="tel" value={form.phone} onInput={(phone) => draft.change({ phone })} error={errors['new-phone']} />
      <div class="row"><Button kind="primary" large type="submit" busy={busy}>{t.create}</Button><Button onClick={onBack}>{common().back}</Button></div>
    </form>
  );
}

/** The way on from a refusal: one of these, or somebody else after all. Nothing of the form is lost. */
function Shown({ problem, people, busy, onChoose, onHolder, onAnyway }: NewPatientProps & { readonly people: readonly PossibleDuplicate[]; readonly onAnyway: () => void }) {
  const t = deskWords();
  const held = problem?.code === 'IDENTITY_ALREADY_REGISTERED';
  return (
    <div class="stack">
      <Alike people={people} title={held ? t.heldTitle : t.duplicatesTitle} text={held ? t.heldText : t.duplicatesText} busy={busy} graded={!held}
        actionOf={(person) => (held ? { text: t.useThis, run: onHolder } : person.here ? { text: t.useThis, run: () => onChoose(person) } : undefined)} />
      <div><Button busy={busy} onClick={onAnyway}>{t.registerAnyway}</Button></div>
    </div>
  );
}

type TypedProps = { readonly form: NewPatientForm; readonly change: (part: Partial<NewPatientForm>) => void; readonly errors: FieldErrors };

function TypedFields({ form, change, errors }: TypedProps) {
  const t = deskWords();
  const c = common();
  return (
    <>
      <RadioCards id="new-papers" label={t.whoTitle} columns={3} value={form.papers} onChange={(papers) => change({ papers })}
        options={(['citizen', 'foreigner', 'child'] as const).map((value) => ({ value, label: t.who[value], hint: t.whoHint[value] }))} />
      <TextField id="new-name" label={t.name} value={form.name} onInput={(name) => change({ name })} error={errors['new-name']} />
      <TextField id="new-birthDate" label={t.birthDate} hint={t.birthHint} look="short" value={form.birthDate} onInput={(birthDate) => change({ birthDate })} error={errors['new-birthDate']} />
      <RadioCards id="new-sex" label={t.sex} columns={3} value={form.sex === '' ? undefined : form.sex} onChange={(sex) => change({ sex })} error={errors['new-sex']}
        options={[{ value: 'female', label: c.female }, { value: 'male', label: c.male }, { value: 'unknown', label: c.unknown }]} />
      <PapersFields form={form} change={change} errors={errors} />
      <TextField id="new-address" label={t.address} optional value={form.address} onInput={(address) => change({ address })} />
    </>
  );
}
