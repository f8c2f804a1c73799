import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { Problem } from '../api/problem.ts';
import { keepLocked, unlocking, type Locked } from '../auth/locked.ts';
import { startSignIn } from '../auth/oidc.ts';
import { online } from '../offline/online.ts';
import { waitingFor } from '../offline/outbox.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Icon } from '../ui/Icon.tsx';
import { lockWords } from './lockWords.ts';

/** What a device shows that nobody has touched for too long: whom it waits for, and nothing of any record. */
export function LockScreen({ locked }: { readonly locked: Locked }) {
  const [, go] = useLocation();
  const [waiting, setWaiting] = useState(0);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  useEffect(() => void waitingFor(locked.subject).then(setWaiting), [locked.subject]);
  const leave = async (fresh: boolean) => {
    const answer = await startSignIn('/', { fresh });
    if (!answer.ok) setProblem(answer.problem);
  };
  const again = () => {
    if (locked.kind === 'patient') unlocking.value = true;
    else void leave(false);
  };
  const other = () => {
    if (locked.kind === 'staff') return void leave(true);
    keepLocked(undefined);
    return go('/patient', { replace: true });
  };
  return <LockView locked={locked} waiting={waiting} problem={problem} onAgain={again} onOther={other} />;
}

type LockViewProps = { readonly locked: Locked; readonly waiting: number; readonly problem?: Problem; readonly onAgain: () => void; readonly onOther: () => void };

export function LockView({ locked, waiting, problem, onAgain, onOther }: LockViewProps) {
  const t = lockWords();
  const title = useRef<HTMLHeadingElement>(null);
  // What had the focus is gone; whoever hears the page is told where she is.
  useEffect(() => title.current?.focus(), []);
  return (
    <div class={locked.kind === 'patient' ? 'generous' : undefined}>
      <section class="lock">
        <div class="lock__head"><span class="lock__sign"><Icon name="lock" size={28} /></span><h1 tabIndex={-1} ref={title}>{t.title}</h1></div>
        <p>{t.why(String(locked.minutes))}</p>
        {locked.name ? <p><b>{t.whose(locked.name)}</b></p> : null}
        <p>{t.kept}</p>
        {waiting > 0 ? <p class="lock__note"><Icon name="clock" /><span>{t.waiting(String(waiting))}</span></p> : null}
        {online.value ? null : <p class="lock__note" role="status"><Icon name="alert" /><span>{t.noNetwork}</span></p>}
        {problem ? <ProblemView problem={problem} /> : null}
        <div class="lock__ways"><Button kind="primary" large wide onClick={onAgain}>{t.again}</Button><Button large wide onClick={onOther}>{t.other}</Button></div>
      </section>
    </div>
  );
}
