import { useState } from 'preact/hooks';
import type { ConsultationAction } from '../../shared/consultation/contract.ts';
import { useTyped } from '../offline/useTyped.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { RadioCards, TextArea } from '../ui/Field.tsx';
import { actionWords } from './actionWords.ts';
import type { FormProps } from './formProps.ts';

type TextName = 'ask-more' | 'decline' | 'cancel' | 'emergency-transfer';

const limits: Readonly<Record<TextName, number>> = { 'ask-more': 2000, decline: 500, cancel: 500, 'emergency-transfer': 1000 };

const withText = (name: TextName, text: string): ConsultationAction =>
  name === 'decline' || name === 'cancel' ? { action: name, reason: text } : { action: name, text };

/** An action that needs a sentence. */
export function TextForm({ view, name, act, onDone }: FormProps & { readonly name: TextName }) {
  const t = actionWords();
  const [text, setText, sent] = useTyped(`${name}/${view.id}`);
  const [error, setError] = useState<string | undefined>(undefined);
  const label = { 'ask-more': t.question, decline: t.reason, cancel: t.reason, 'emergency-transfer': t.instruction }[name];
  const send = async () => {
    const given = text.trim();
    setError(given ? undefined : t.empty);
    if (!given) return document.getElementById('action-text')?.focus();
    if (!(await act.run(withText(name, given)))) return undefined;
    sent();
    announce(t.done[name]);
    return onDone();
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => {
      event.preventDefault();
      void send();
    }}>
      <TextArea id="action-text" label={label} max={limits[name]} value={text} error={error} onInput={setText} />
      <div><Button type="submit" kind={name === 'ask-more' ? 'primary' : 'danger'} busy={act.running === name}>{t.names[name]}</Button></div>
    </form>
  );
}

const reasons = ['link', 'patient-left', 'specialist-called-away', 'other'] as const;
const sides = ['station', 'patient', 'specialist'] as const;

/** Why a call did not happen, or stopped: from a short list. */
export function ChoiceForm({ name, act, onDone }: FormProps & { readonly name: 'interrupt' | 'no-show' }) {
  const t = actionWords();
  const [reason, setReason] = useState<(typeof reasons)[number] | undefined>(undefined);
  const [side, setSide] = useState<(typeof sides)[number] | undefined>(undefined);
  const [error, setError] = useState<string | undefined>(undefined);
  const action: ConsultationAction | undefined = name === 'interrupt' ? reason && { action: name, reason } : side && { action: name, side };
  const send = async () => {
    setError(action ? undefined : t.choose);
    if (!action || !(await act.run(action))) return;
    announce(t.done[name]);
    onDone();
  };
  return (
    <form class="stack" noValidate onSubmit={(event) => {
      event.preventDefault();
      void send();
    }}>
      {name === 'interrupt'
        ? <RadioCards id="reason" label={t.reason} value={reason} error={error} onChange={setReason} options={reasons.map((value) => ({ value, label: t.interruptReasons[value] }))} />
        : <RadioCards id="side" label={t.side} value={side} error={error} onChange={setSide} options={sides.map((value) => ({ value, label: t.sides[value] }))} />}
      <div><Button type="submit" kind="primary" busy={act.running === name}>{t.names[name]}</Button></div>
    </form>
  );
}
