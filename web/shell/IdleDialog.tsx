import { useEffect, useRef, useState } from 'preact/hooks';
import { stay } from '../auth/lock.ts';
import { signOut } from '../auth/oidc.ts';
import { common } from '../i18n/common.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { lockWords } from './lockWords.ts';

/** Said aloud at these seconds only: a voice that counts each one can't be listened to. */
const milestones = [120, 60, 30, 20, 10];

const clockOf = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;

/** The last minute before the screen locks. Escape and the button keep it open; touches beside it do nothing. */
export function IdleDialog({ secondsLeft }: { readonly secondsLeft: number }) {
  const t = lockWords();
  return (
    <Dialog open title={t.warningTitle} onClose={stay}>
      <p>{t.warningText}</p>
      <p class="idle-left" aria-hidden="true"><span>{t.left}</span> <b class="number">{clockOf(secondsLeft)}</b></p>
      <Said secondsLeft={secondsLeft} />
      <div class="lock__ways"><Button kind="primary" large wide onClick={stay}>{t.stay}</Button><Button large wide onClick={() => void signOut()}>{common().signOut}</Button></div>
    </Dialog>
  );
}

function Said({ secondsLeft }: { readonly secondsLeft: number }) {
  const [said, say] = useState(secondsLeft);
  const last = useRef(secondsLeft);
  useEffect(() => {
    const passed = milestones.find((at) => last.current > at && secondsLeft <= at);
    last.current = secondsLeft;
    if (passed !== undefined) say(secondsLeft);
  }, [secondsLeft]);
  return <p class="unseen" role="alert">{lockWords().said(String(said))}</p>;
}
