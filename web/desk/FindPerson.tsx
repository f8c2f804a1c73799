import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { PersonLookup } from '../../shared/identity/contract.ts';
import type { Problem } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { TextField } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Panel } from '../ui/Panel.tsx';
import { CameraScan } from './CameraScan.tsx';
import { numberFault, readEntry, whileTyping } from './entry.ts';
import { deskWords } from './words.ts';

export type FindPersonProps = {
  readonly busy: boolean;
  readonly problem?: Problem;
  readonly onLookup: (lookup: PersonLookup) => void;
  readonly onWithoutCard: () => void;
  /** What stands in the field at first; for previews. */
  readonly typed?: string;
};

export function FindPerson({ busy, problem, onLookup, onWithoutCard, typed: first = '' }: FindPersonProps) {
  const t = deskWords();
  const [camera, setCamera] = useState(false);
  const [typed, setTyped] = useState(first);
  const [fault, setFault] = useState<string | undefined>(undefined);
  const field = useRef<HTMLDivElement>(null);
  // As part of the drawing: a scanner types faster than an effect runs.
  useLayoutEffect(() => field.current?.querySelector('input')?.focus(), []);
  const entry = readEntry(typed);
  const submit = () => {
    const wrong = numberFault(entry);
    setFault(wrong && t.faults[wrong]);
    if (entry.kind === 'card') onLookup({ kind: 'card', text: entry.text, via: 'scanner' });
    else if (entry.kind === 'digits' && !wrong) onLookup({ kind: 'number', citizenId: entry.digits });
    else field.current?.querySelector('input')?.focus();
  };
  return (
    <div class="stack-loose measure">
      <div class="stack-tight"><h1>{t.title}</h1><p class="soft">{t.lead}</p></div>
      {problem ? <ProblemView problem={problem} /> : null}
      {camera ? (
        <CameraScan onStop={() => setCamera(false)} onCard={(text) => {
          setCamera(false);
          onLookup({ kind: 'card', text, via: 'camera' });
        }} />
      ) : <Button kind="primary" large wide onClick={() => setCamera(true)}><Icon name="card" size={24} />{t.camera}</Button>}
      <form class="stack" noValidate onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}>
        <div ref={field}>
          <TextField
            id="citizen-id" label={t.number} look="digits" inputMode="numeric" value={typed} error={fault}
            hint={<>{t.numberHint}{entry.kind === 'digits' ? <b class="number"> {t.count(String(entry.digits.length))}</b> : null}</>}
            onInput={(value) => {
              setTyped(whileTyping(value));
              setFault(undefined);
            }}
          />
        </div>
        {entry.kind === 'other-qr' ? (
          <div role="alert"><Panel tone="warn" title={t.otherQrTitle}><p>{t.otherQr[entry.seems]}</p><div><Button onClick={() => setTyped('')}>{t.clear}</Button></div></Panel></div>
        ) : entry.kind === 'input-method' ? (
          <Panel tone="warn" title={t.inputMethodTitle}><p>{t.inputMethodText}</p><div><Button onClick={() => setTyped('')}>{t.clear}</Button></div></Panel>
        ) : <div><Button type="submit" busy={busy} busyText={t.finding}>{t.find}</Button></div>}
      </form>
      <div class="stack-tight"><h2>{t.noCardTitle}</h2><div><Button onClick={onWithoutCard}>{t.noCard}</Button></div></div>
    </div>
  );
}
