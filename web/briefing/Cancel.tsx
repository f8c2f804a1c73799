import { useState } from 'preact/hooks';
import type { BriefingView } from '../../shared/briefing/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { useTyped } from '../offline/useTyped.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { TextField } from '../ui/Field.tsx';
import { briefingWords } from './words.ts';

export function Cancel({ id, onView }: { readonly id: string; readonly onView: (view: BriefingView) => void }) {
  const t = briefingWords();
  const [open, setOpen] = useState(false);
  const [reason, setReason, sent] = useTyped(`briefing-cancel/${id}`);
  const [state, setState] = useState<'idle' | 'busy' | 'missing' | Problem>('idle');
  const cancel = async () => {
    if (reason.trim() === '') return setState('missing');
    setState('busy');
    const answer = await command('briefingCancellation', { id }, { reason: reason.trim() });
    if (!answer.ok) return setState(answer.problem);
    sent();
    setOpen(false);
    return onView(answer.value);
  };
  return (
    <div>
      <Button kind="quiet" onClick={() => setOpen(true)}>{t.cancel}</Button>
      <Dialog open={open} title={t.cancel} onClose={() => setOpen(false)}>
        <p>{t.cancelSure}</p>
        {typeof state === 'object' ? <ProblemView problem={state} /> : null}
        <TextField id="briefing-reason" label={t.reason} value={reason} maxLength={500} error={state === 'missing' ? t.reasonMissing : undefined} onInput={setReason} />
        <div class="row"><Button kind="danger" busy={state === 'busy'} onClick={() => void cancel()}>{t.cancel}</Button><Button onClick={() => setOpen(false)}>{t.keep}</Button></div>
      </Dialog>
    </div>
  );
}
