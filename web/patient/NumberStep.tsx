import { useState } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { ErrorSummary } from '../ui/ErrorSummary.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { TextField } from '../ui/Field.tsx';
import { ReadAloud } from '../ui/ReadAloud.tsx';
import { digitsOf, inThrees } from './signIn.ts';
import { signInWords } from './signInWords.ts';

type NumberStepProps = { readonly number: string; readonly onNumber: (typed: string) => void; readonly busy: boolean; readonly problem?: Problem; readonly onSend: () => void };

export function NumberStep({ number, onNumber, busy, problem, onSend }: NumberStepProps) {
  const t = signInWords();
  const [attempt, setAttempt] = useState(0);
  const digits = digitsOf(number).length;
  const error = attempt === 0 || digits === 12 ? undefined : digits === 0 ? t.numberMissing : t.numberLength(String(digits));
  return (
    <form class="patient-form" noValidate onSubmit={(event) => {
      event.preventDefault();
      setAttempt(attempt + 1);
      if (digits === 12) onSend();
    }}>
      <h1>{t.title}</h1>
      <ErrorSummary errors={{ 'citizen-id': error }} attempt={attempt} />
      {problem ? <ProblemView problem={problem} /> : null}
      <TextField id="citizen-id" label={t.number} hint={t.numberHint} look="digits" inputMode="numeric" value={inThrees(number)} error={error} onInput={onNumber} />
      <Button type="submit" kind="primary" large wide busy={busy} busyText={t.sending}>{t.send}</Button>
      <ReadAloud text={t.intro} />
    </form>
  );
}
