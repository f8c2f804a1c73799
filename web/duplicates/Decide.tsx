import { useState } from 'preact/hooks';
import type { DuplicateDecision, DuplicateView } from '../../shared/identity/contract.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorSummary, type FieldErrors } from '../ui/ErrorSummary.tsx';
import { RadioCards } from '../ui/Field.tsx';
import { Panel } from '../ui/Panel.tsx';
import { birthText } from '../desk/personWords.ts';
import { duplicateWords } from './words.ts';

type Props = { readonly view: DuplicateView; readonly busy: boolean; readonly onDecide: (decision: DuplicateDecision) => void };
type Choice = 'same' | 'different' | 'later';

/** One person, two people, or later; a joining can be taken back. Nothing is chosen beforehand. */
export function Decide({ view, busy, onDecide }: Props) {
  const t = duplicateWords();
  const [choice, choose] = useState<Choice | undefined>(undefined);
  const [keep, setKeep] = useState<string | undefined>(undefined);
  const [attempt, setAttempt] = useState(0);
  if (view.may.includes('separate')) {
    return <Panel title={t.separate}><p>{t.separateText}</p><div><Button kind="danger" busy={busy} onClick={() => onDecide({ decision: 'separate' })}>{t.separate}</Button></div></Panel>;
  }
  const errors: FieldErrors = attempt === 0 ? {} : choice === undefined ? { 'pair-decision': t.choose } : choice === 'same' && keep === undefined ? { 'pair-keep': t.chooseKeep } : {};
  const submit = () => {
    setAttempt(attempt + 1);
    if (choice === 'same' && keep !== undefined) onDecide({ decision: 'same', keep });
    else if (choice === 'different' || choice === 'later') onDecide({ decision: choice });
  };
  const [a, b] = view.people;
  const record = (which: string, person: typeof a) => ({ value: person.id, label: t.keep(which, person.name), hint: [birthText(person.birthDate), person.citizenId].filter(Boolean).join(' · ') });
  const hints = { same: t.sameHint, different: t.differentHint, later: t.laterHint };
  const options = (['same', 'different', 'later'] as const).filter((value) => view.may.includes(value)).map((value) => ({ value, label: t[value], hint: hints[value] }));
  return (
    <form class="stack" noValidate onSubmit={(event) => {
      event.preventDefault();
      submit();
    }}>
      <ErrorSummary errors={errors} attempt={attempt} />
      <RadioCards id="pair-decision" label={t.decideTitle} value={choice} onChange={choose} options={options} error={errors['pair-decision']} />
      {choice === 'same' ? <RadioCards id="pair-keep" label={t.keepTitle} columns={2} value={keep} onChange={setKeep} options={[record(t.first, a), record(t.second, b)]} error={errors['pair-keep']} /> : null}
      <div><Button kind="primary" large type="submit" busy={busy}>{t.confirm}</Button></div>
    </form>
  );
}
