import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { PatientRegistration, PersonLookup, PersonLookupAnswer } from '../../shared/identity/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { useDraft } from '../offline/useDraft.ts';
import { FindPerson } from './FindPerson.tsx';
import { emptyForm } from './newPatient.ts';
import { NewPatient } from './NewPatient.tsx';
import { PersonFound } from './PersonFound.tsx';

type Step =
  | { readonly kind: 'find' }
  | { readonly kind: 'found'; readonly answer: PersonLookupAnswer; readonly via: 'camera' | 'scanner' | 'typed' }
  | { readonly kind: 'new'; readonly answer?: PersonLookupAnswer; readonly via: 'camera' | 'scanner' | 'typed' };

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
  const lookUp = (lookup: PersonLookup) =>
    run(async () => {
      const answer = await command('personLookup', {}, lookup);
      if (!answer.ok) return answer.problem;
      setStep({ kind: 'found', answer: answer.value, via: lookup.kind === 'card' ? lookup.via : 'typed' });
      return undefined;
    });
  const register = (registration: PatientRegistration) =>
    run(async () => {
      const answer = await command('patientRegistration', {}, registration);
      if (!answer.ok) return answer.problem;
      await draft.clear();
      choose(answer.value.id);
      return undefined;
    });
  const choose = (patientId: string) => go(`/station/patients/${encodeURIComponent(patientId)}`);
  const restart = () => {
    setProblem(undefined);
    setStep({ kind: 'find' });
  };

  if (step.kind === 'find') {
    return <FindPerson busy={busy} problem={problem} onLookup={(lookup) => void lookUp(lookup)} onWithoutCard={() => setStep({ kind: 'new', via: 'typed' })} />;
  }
  if (step.kind === 'found') {
    return <PersonFound answer={step.answer} onChoose={choose} onAnother={restart} onNew={() => setStep({ ...step, kind: 'new' })} />;
  }
  return (
    <NewPatient
      draft={draft} card={step.answer?.card} citizenId={step.answer?.citizenId} via={step.via} notSameAs={step.answer?.possibleDuplicates.map(({ id }) => id) ?? []}
      busy={busy} problem={problem} onRegister={(registration) => void register(registration)} onBack={restart}
    />
  );
}
