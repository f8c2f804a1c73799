import { useState } from 'preact/hooks';
import type { Answer } from '../api/problem.ts';
import type { Problem } from '../api/problem.ts';
import { announce } from '../ui/announce.tsx';
import { privacyWords } from './privacyWords.ts';

/** At a station's desk: whether the patient, who is there, has agreed to what is done; asks for it where not. */
export type AtDesk = { readonly agreed: () => boolean };

/** What a command says of the desk. */
export const deskPart = (desk: AtDesk | undefined): { readonly patientPresent?: true } => (desk ? { patientPresent: true } : {});

/** One change of who may see the record: while it runs, what it was refused with, and that it was kept. `what` names it while it runs. */
export function usePrivacyChange(onChange: () => Promise<void>) {
  const [busy, setBusy] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const run = async (what: string, send: () => Promise<Answer<unknown>>, then: () => void) => {
    setBusy(what);
    const answer = await send();
    setBusy('');
    then();
    setProblem(answer.ok ? undefined : answer.problem);
    if (!answer.ok) return;
    announce(privacyWords().saved);
    await onChange();
  };
  return { busy, problem, run };
}
