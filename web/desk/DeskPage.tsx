import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { KnownField, PatientRegistration, PersonLookup, PersonLookupAnswer, PossibleDuplicate } from '../../shared/identity/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { useDraft } from '../offline/useDraft.ts';
import './desk.css';
import { FindPerson } from './FindPerson.tsx';
import { emptyForm } from './newPatient.ts';
import { NewPatient } from './NewPatient.tsx';
import { PersonFound } from './PersonFound.tsx';
import { differencesTo, takenFrom } from './takeFromCard.ts';

type Via = 'camera' | 'scanner' | 'typed';
type Step =
  | { readonly kind: 'find' }
  | { readonly kind: 'found'; readonly answer: PersonLookupAnswer; readonly via: Via; readonly reported?: string }
  | { readonly kind: 'new'; readonly answer?: PersonLookupAnswer; readonly via: Via; readonly same?: PossibleDuplicate };

/** From card to patient. What was read stays in this page's memory only; nothing of it goes into the address. */
export function DeskPage() {
  const [, go] = useLocation();
  const [step, setStep] = useState<Step>({ kind: 'find' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const draft = useDraft('new-patient', emptyForm);

  const run = async (work: () => Promise<Problem | undefined>) => {
    setBusy(true);
    setProblem(undefined);
    setProblem(await work());
    setBusy(false);
  };
  const move = (next: Step) => {
    setProblem(undefined);
    setStep(next);
  };
  const open = (patientId: string) => go(`/station/patients/${encodeURIComponent(patientId)}`);
  const lookUp = (lookup: PersonLookup) =>
    run(async () => {
      const answer = await command('personLookup', {}, lookup);
      if (!answer.ok) return answer.problem;
      setStep({ kind: 'found', answer: answer.value, via: lookup.kind === 'card' ? lookup.via : 'typed' });
      return undefined;
    });
  const register = (registration: PatientRegistration, same?: PossibleDuplicate) =>
    run(async () => {
      const answer = await command('patientRegistration', {}, registration);
      if (!answer.ok) return answer.problem;
      await draft.clear();
      // Best effort: the person has a record now, and the report can be made again from either one.
      if (same) await command('duplicateReport', {}, { patients: [answer.value.id, same.id] });
      open(answer.value.id);
      return undefined;
    });
  const choose = (patientId: string, take: ReadonlySet<KnownField>, { answer, via }: Extract<Step, { kind: 'found' }>) =>
    run(async () => {
      const { card } = answer;
      const updated = card && take.size > 0 ? await command('identityUpdate', { patientId }, takenFrom(card, take, via === 'camera' ? 'camera' : 'scanner')) : undefined;
      if (updated && !updated.ok) return updated.problem;
      open(patientId);
      return undefined;
    });
  const report = (person: PossibleDuplicate, found: Extract<Step, { kind: 'found' }>) =>
    run(async () => {
      const answer = await command('duplicateReport', {}, { patients: [found.answer.match?.id ?? '', person.id] });
      if (!answer.ok) return answer.problem;
      setStep({ ...found, reported: answer.value.id });
      return undefined;
    });

  if (step.kind === 'find') {
    return <FindPerson busy={busy} problem={problem} onLookup={(lookup) => void lookUp(lookup)} onWithoutCard={() => move({ kind: 'new', via: 'typed' })} />;
  }
  if (step.kind === 'found') {
    return (
      <PersonFound
        key={step.answer.match?.id ?? ''} answer={step.answer} busy={busy} problem={problem} reported={step.reported}
        onChoose={(patientId, take) => void choose(patientId, take, step)} onAnother={() => move({ kind: 'find' })} onReport={(person) => void report(person, step)}
        onCompare={(person) => move({ ...step, answer: asMatch(step.answer, person) })} onNew={(same) => move({ ...step, kind: 'new', ...(same ? { same } : {}) })}
      />
    );
  }
  return (
    <NewPatient
      draft={draft} card={step.answer?.card} citizenId={step.answer?.citizenId} via={step.via} notSameAs={step.answer?.possibleDuplicates.map(({ id }) => id) ?? []}
      busy={busy} problem={problem} onRegister={(registration) => void register(registration, step.same)} onChoose={(person) => open(person.id)}
      onHolder={() => void lookUp({ kind: 'number', citizenId: step.answer?.citizenId ?? draft.value.citizenId })}
      onBack={() => move(step.answer ? { ...step, kind: 'found', answer: step.answer } : { kind: 'find' })}
    />
  );
}

/** One of those who may be the person, taken for them: compared with the card like one found by number. */
const asMatch = (answer: PersonLookupAnswer, person: PossibleDuplicate): PersonLookupAnswer => ({
  ...answer, match: person, known: [], possibleDuplicates: [], differences: answer.card ? differencesTo(answer.card, person) : [],
});
