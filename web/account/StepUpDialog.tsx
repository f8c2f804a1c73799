import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { StepUpHelp } from '../../shared/identity/passkeys/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { startSignIn } from '../auth/oidc.ts';
import type { Asked } from '../auth/stepUp.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Icon } from '../ui/Icon.tsx';
import { usePasskey } from './ceremony.ts';
import { accountWords } from './words.ts';

/** Over the page, which keeps everything typed: the command goes on when the person has confirmed it. */
export function StepUpDialog({ asked }: { readonly asked: Asked }) {
  const t = accountWords();
  const { help, answer } = asked;
  return (
    <Dialog open title={help.method === 'passkey' ? t.confirmTitle : t.signInTitle} onClose={() => answer(false)}>
      {help.method === 'passkey' ? <ByPasskey help={help} answer={answer} /> : <BySignIn answer={answer} />}
    </Dialog>
  );
}

type State = 'waiting' | { readonly said: string } | { readonly problem: Problem };

function ByPasskey({ help, answer }: { readonly help: StepUpHelp & { readonly method: 'passkey' }; readonly answer: Asked['answer'] }) {
  const [state, setState] = useState<State>('waiting');
  const ask = async () => {
    setState('waiting');
    const used = await usePasskey(help.options);
    if (!used.ok) return setState({ said: accountWords().faults[used.fault] });
    const taken = await command('stepUp', {}, { id: help.id, credential: used.credential });
    // Its time may have passed, or the answer was lost: the command itself is refused with a new question then.
    if (taken.ok || taken.problem.code === 'IDENTITY_CONFIRMATION_GONE') return answer(true);
    return setState({ problem: taken.problem });
  };
  useEffect(() => void ask(), [help.id]);
  return <PasskeyStep state={state} onAgain={() => void ask()} onCancel={() => answer(false)} />;
}

export function PasskeyStep({ state, onAgain, onCancel }: { readonly state: State; readonly onAgain: () => void; readonly onCancel: () => void }) {
  const t = accountWords();
  return (
    <>
      <p>{t.confirmText}</p>
      {state === 'waiting' ? null : 'problem' in state ? <ProblemView problem={state.problem} /> : <p role="alert" class="field__error"><Icon name="alert" size={16} /><span>{state.said}</span></p>}
      <p class="small soft">{t.kept}</p>
      <div class="row"><Button kind="primary" busy={state === 'waiting'} busyText={t.waiting} onClick={onAgain}>{t.again}</Button><Button onClick={onCancel}>{t.notNow}</Button></div>
    </>
  );
}

export function BySignIn({ answer }: { readonly answer: Asked['answer'] }) {
  const t = accountWords();
  const [place] = useLocation();
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const go = async () => {
    const left = await startSignIn(place, { fresh: true });
    if (!left.ok) setProblem(left.problem);
  };
  return (
    <>
      <p>{t.signInText}</p>
      <p class="small soft">{t.orRegister}</p>
      {problem ? <ProblemView problem={problem} /> : null}
      <div class="row"><Button kind="primary" onClick={() => void go()}>{t.signInAgain}</Button><Button onClick={() => answer(false)}>{t.notNow}</Button></div>
    </>
  );
}
