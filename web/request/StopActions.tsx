import { useState } from 'preact/hooks';
import type { ConsultationAction, ConsultationView } from '../../shared/consultation/contract.ts';
import { useQuery } from '../api/useQuery.ts';
import { QueryView } from '../api/QueryView.tsx';
import { SlotsOrNone } from '../ask/WhenChoice.tsx';
import { useTyped } from '../offline/useTyped.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { TextArea } from '../ui/Field.tsx';
import type { Act } from './useAction.ts';
import { requestWords } from './words.ts';

type Kind = 'cancel' | 'emergency-transfer' | 'no-show' | 'book';
const kinds: readonly Kind[] = ['book', 'no-show', 'emergency-transfer', 'cancel'];

/** The ways a request stops or moves in time, each asking for what the other side must know. */
export function StopActions({ view, action }: { readonly view: ConsultationView; readonly action: Act }) {
  const t = requestWords();
  const [open, setOpen] = useState<Kind | undefined>(undefined);
  const offered = kinds.filter((kind) => view.actions.includes(kind));
  if (offered.length === 0) return null;
  const titles: Readonly<Record<Kind, string>> = { cancel: t.cancelTitle, 'emergency-transfer': t.transferTitle, 'no-show': t.noShowTitle, book: t.rebook };
  const close = () => setOpen(undefined);
  const act = async (move: ConsultationAction, sent?: () => void) => {
    if (!(await action.act(move, move.action === 'cancel' ? t.cancelled : undefined))) return;
    sent?.();
    close();
  };
  return (
    <div class="stack-tight">
      {offered.map((kind) => <Button key={kind} kind={kind === 'cancel' || kind === 'emergency-transfer' ? 'danger' : 'plain'} onClick={() => setOpen(kind)}>{kind === 'book' ? t.rebook : t.actions[kind]}</Button>)}
      <Dialog open={open !== undefined} title={open ? titles[open] : ''} onClose={close}>
        {action.problem ? <ProblemView problem={action.problem} /> : null}
        {open === 'cancel' ? <Reason about={`cancel/${view.id}`} id="cancel-reason" label={t.cancelReason} hint={t.cancelHint} missing={t.cancelMissing} max={500} go={t.actions.cancel} busy={action.busy !== undefined} onKeep={close} onGo={(reason, sent) => void act({ action: 'cancel', reason }, sent)} /> : null}
        {open === 'emergency-transfer' ? <Reason about={`emergency-transfer/${view.id}`} id="transfer-text" label={t.transferText} missing={t.transferMissing} max={1000} go={t.actions['emergency-transfer']} busy={action.busy !== undefined} onKeep={close} onGo={(text, sent) => void act({ action: 'emergency-transfer', text }, sent)} /> : null}
        {open === 'no-show' ? <div class="stack">{(['specialist', 'patient', 'station'] as const).map((side) => <Button key={side} wide onClick={() => void act({ action: 'no-show', side })}>{t.sides[side]}</Button>)}</div> : null}
        {open === 'book' ? <Booking view={view} busy={action.busy === 'book'} onGo={(slotId) => void act({ action: 'book', slotId })} /> : null}
      </Dialog>
    </div>
  );
}

type ReasonProps = { readonly about: string; readonly id: string; readonly label: string; readonly hint?: string; readonly missing: string; readonly max: number; readonly go: string; readonly busy: boolean; readonly onGo: (text: string, sent: () => void) => void; readonly onKeep: () => void };

function Reason({ about, id, label, hint, missing, max, go, busy, onGo, onKeep }: ReasonProps) {
  const [text, setText, sent] = useTyped(about);
  const [tried, setTried] = useState(false);
  const submit = () => {
    setTried(true);
    if (text.trim() !== '' && text.length <= max) onGo(text.trim(), sent);
    else document.getElementById(id)?.focus();
  };
  return (
    <>
      <TextArea id={id} label={label} hint={hint} rows={3} max={max} value={text} onInput={setText} error={tried && text.trim() === '' ? missing : undefined} />
      <div class="row"><Button kind="danger" busy={busy} onClick={submit}>{go}</Button><Button onClick={onKeep}>{requestWords().keep}</Button></div>
    </>
  );
}

function Booking({ view, busy, onGo }: { readonly view: ConsultationView; readonly busy: boolean; readonly onGo: (slotId: string) => void }) {
  const [slotId, setSlotId] = useState('');
  const query = useQuery('freeSlots', {}, { facility: view.facility.id, specialty: view.specialty, ...(view.specialist ? { practitioner: view.specialist.id } : {}), limit: 60 });
  return (
    <>
      <QueryView query={query} rows={1}>{({ slots }) => <SlotsOrNone slots={slots} value={slotId} onChange={setSlotId} />}</QueryView>
      <div><Button kind="primary" busy={busy} disabled={slotId === ''} onClick={() => onGo(slotId)}>{requestWords().actions.book}</Button></div>
    </>
  );
}
