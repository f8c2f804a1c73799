import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { acceptPatientToken } from '../auth/patient.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { CodeStep } from './CodeStep.tsx';
import { NumberStep } from './NumberStep.tsx';
import { digitsOf, type Challenge } from './signIn.ts';

/** Citizen ID, then a one-time code. The number stays in memory alone: not in the address, not in storage. */
export function SignIn() {
  const [, go] = useLocation();
  const [number, setNumber] = useState('');
  const [challenge, setChallenge] = useState<Challenge | undefined>(undefined);
  const [busy, setBusy] = useState<'code' | 'token' | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const askForCode = async (): Promise<boolean> => {
    setBusy('code');
    setProblem(undefined);
    const answer = await command('signInCode', {}, { citizenId: digitsOf(number) }, { key: crypto.randomUUID() });
    setBusy(undefined);
    if (!answer.ok) setProblem(answer.problem);
    else setChallenge({ challengeId: answer.value.challengeId, expiresAt: Date.parse(answer.value.expiresAt), sentAt: Date.now() });
    return answer.ok;
  };
  const enter = async (code: string) => {
    if (!challenge) return;
    setBusy('token');
    setProblem(undefined);
    const answer = await command('signInToken', {}, { challengeId: challenge.challengeId, code }, { key: crypto.randomUUID() });
    setBusy(undefined);
    if (!answer.ok) return setProblem(answer.problem);
    const place = acceptPatientToken(answer.value);
    if (place) go(place, { replace: true });
    return undefined;
  };
  if (!challenge) return <NumberStep number={number} onNumber={setNumber} busy={busy === 'code'} problem={problem} onSend={() => void askForCode()} />;
  return (
    <CodeStep challenge={challenge} busy={busy} problem={problem} onCode={(code) => void enter(code)} onResend={askForCode} onOther={() => {
      setChallenge(undefined);
      setProblem(undefined);
    }} />
  );
}
