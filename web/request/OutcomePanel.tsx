import { useState } from 'preact/hooks';
import type { ConsultationAction, ConsultationView } from '../../shared/consultation/contract.ts';
import { consultationWords } from '../i18n/consultation.ts';
import { dayTime } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { RadioCards, TextArea } from '../ui/Field.tsx';
import { Panel } from '../ui/Panel.tsx';
import { useDraft } from '../offline/useDraft.ts';
import type { Act } from './useAction.ts';
import { requestWords } from './words.ts';

type Outcome = Extract<ConsultationAction, { action: 'report-outcome' }>['outcome'];
const outcomes: readonly Outcome[] = ['recovered', 'improved', 'unchanged', 'worse', 'transferred', 'died', 'lost'];
const isOutcome = (text: string): text is Outcome => outcomes.some((outcome) => outcome === text);

/** How it went afterwards: the end of every consultation. Before the signature only a death can be reported. */
export function OutcomePanel({ view, action }: { readonly view: ConsultationView; readonly action: Act }) {
  const t = requestWords();
  if (view.outcome) {
    const { outcome, at, text } = view.outcome;
    return <Panel tone="good" title={t.outcomeDone}><p><b>{isOutcome(outcome) ? consultationWords().outcomes[outcome] : outcome}</b> <span class="soft small number">{dayTime(at)}</span></p>{text ? <p class="keep-lines">{text}</p> : null}</Panel>;
  }
  return view.state === 'acknowledged' && view.actions.includes('report-outcome') ? <OutcomeForm view={view} action={action} /> : null;
}

function OutcomeForm({ view, action }: { readonly view: ConsultationView; readonly action: Act }) {
  const t = requestWords();
  const draft = useDraft<{ outcome: string; text: string }>(`outcome-${view.id}`, { outcome: '', text: '' });
  const [tried, setTried] = useState(false);
  const { outcome, text } = draft.value;
  const submit = async () => {
    setTried(true);
    if (!isOutcome(outcome)) return document.getElementById('outcome')?.focus();
    if (await action.act({ action: 'report-outcome', outcome, ...(text.trim() ? { text: text.trim() } : {}) }, t.outcomeSent)) await draft.clear();
  };
  return (
    <Panel tone="accent" label={t.outcomeTitle}>
      <form class="stack" noValidate onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}>
        <RadioCards id="outcome" label={t.outcomeTitle} columns={2} value={isOutcome(outcome) ? outcome : undefined} error={tried && !isOutcome(outcome) ? t.outcomeMissing : undefined}
          onChange={(chosen) => draft.change({ outcome: chosen })} options={outcomes.map((value) => ({ value, label: consultationWords().outcomes[value] }))} />
        <TextArea id="outcome-text" label={t.outcomeText} optional rows={3} max={2000} value={text} onInput={(note) => draft.change({ text: note })} />
        <div><Button kind="primary" type="submit" busy={action.busy === 'report-outcome'}>{t.actions['report-outcome']}</Button></div>
      </form>
    </Panel>
  );
}
