import { useState } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSummary } from '../ui/ErrorSummary.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { TextField } from '../ui/Field.tsx';
import { ReadAloud } from '../ui/ReadAloud.tsx';
import { digitsOf, leftUntil, resendAfter, type Challenge, type Left } from './signIn.ts';
import { signInWords } from './signInWords.ts';
import { useNow } from './useNow.ts';

type CodeStepProps = {
  readonly challenge: Challenge;
  readonly busy: 'code' | 'token' | undefined;
  readonly problem?: Problem;
  readonly onCode: (code: string) => void;
  readonly onResend: () => Promise<boolean>;
  readonly onOther: () => void;
};

const inWords = ({ minutes, seconds }: Left): string => {
  const t = signInWords();
  return minutes > 0 ? t.seconds(String(minutes), String(seconds)) : t.secondsOnly(String(seconds));
};

export function CodeStep({ challenge, busy, problem, onCode, onResend, onOther }: CodeStepProps) {
  const t = signInWords();
  const now = useNow();
  const [typed, setTyped] = useState('');
  const [attempt, setAttempt] = useState(0);
  const code = digitsOf(typed);
  const error = attempt > 0 && code.length !== 6 ? t.codeMissing : undefined;
  const good = leftUntil(challenge.expiresAt, now);
  const resend = leftUntil(challenge.sentAt + resendAfter * 1000, now);
  const again = async () => {
    setTyped('');
    setAttempt(0);
    if (await onResend()) announce(t.resent);
  };
  return (
    <form class="patient-form" noValidate onSubmit={(event) => {
      event.preventDefault();
      setAttempt(attempt + 1);
      if (code.length === 6) onCode(code);
    }}>
      <h1>{t.codeTitle}</h1>
      <p>{t.sent}</p>
      <ErrorSummary errors={{ code: error }} attempt={attempt} />
      {problem ? <ProblemView problem={problem} /> : null}
      <TextField id="code" label={t.code} hint={t.limits} look="digits" inputMode="numeric" autocomplete="one-time-code" maxLength={10} value={typed} error={error} onInput={setTyped} />
      <p class={good ? 'number' : 'number patient-over'} role={good ? undefined : 'status'}>{good ? t.left(inWords(good)) : t.over}</p>
      <Button type="submit" kind="primary" large wide busy={busy === 'token'} busyText={t.entering}>{t.enter}</Button>
      <Button large wide disabled={resend !== undefined} busy={busy === 'code'} busyText={t.sending} onClick={() => void again()}>{resend ? t.resendIn(inWords(resend)) : t.resend}</Button>
      <p><b>{t.never}</b></p>
      <p class="soft">{t.where}</p>
      <div class="row-between"><Button kind="quiet" onClick={onOther}>{t.other}</Button><ReadAloud text={`${t.sent} ${t.never} ${t.where}`} /></div>
    </form>
  );
}
