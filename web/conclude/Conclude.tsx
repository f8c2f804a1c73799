import './conclude.css';
import { useState } from 'preact/hooks';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { useQuery } from '../api/useQuery.ts';
import { useDraft } from '../offline/useDraft.ts';
import { announce } from '../ui/announce.tsx';
import { hasErrors } from '../ui/ErrorSummary.tsx';
import { Loading } from '../ui/Feedback.tsx';
import { Panel } from '../ui/Panel.tsx';
import { amendmentFrom, conclusionFrom, draftFrom, emptyDraft, errorsOf, type ConclusionDraft } from './draft.ts';
import { Review } from './Review.tsx';
import { Writing } from './Writing.tsx';
import { concludeWords } from './words.ts';

type ConcludeProps = { readonly view: ConsultationView; readonly onSigned: (view: ConsultationView) => void };

/** Write, look at exactly what will be signed, sign. The draft stays on this device until the signature is made. */
export function Conclude({ view, onSigned }: ConcludeProps) {
  const t = concludeWords();
  const kind = view.conclusion ? 'amendment' : 'conclusion';
  const draft = useDraft<ConclusionDraft>(`${kind}/${view.id}`, view.conclusion ? draftFrom(view.conclusion) : emptyDraft);
  const [attempt, setAttempt] = useState(0);
  const [step, setStep] = useState<'write' | 'review'>('write');
  const [state, setState] = useState<'idle' | 'signing' | Problem>('idle');
  // Asked for, and written down as a look at the record, once something is prescribed.
  const help = useQuery('prescribingHelp', kind === 'conclusion' && draft.value.prescription.lines.length > 0 ? { id: view.id } : undefined, {});
  const errors = attempt > 0 ? errorsOf(draft.value, view.questions, kind, help.value) : {};
  const review = () => {
    setAttempt(attempt + 1);
    if (!hasErrors(errorsOf(draft.value, view.questions, kind, help.value))) setStep('review');
  };
  const sign = async () => {
    setState('signing');
    const answer = kind === 'amendment'
      ? await command('amendment', { id: view.id }, amendmentFrom(draft.value, view.questions))
      : await command('conclusionSigning', { id: view.id }, conclusionFrom(draft.value, view.questions, help.value));
    if (!answer.ok) return setState(answer.problem);
    await draft.clear();
    announce(t.signed);
    return onSigned(answer.value);
  };
  if (!draft.ready) return <Loading rows={2} />;
  return (
    <Panel title={kind === 'amendment' ? t.amendTitle : t.title} tone="accent">
      {step === 'write'
        ? <Writing kind={kind} view={view} draft={draft} errors={errors} attempt={attempt} help={help} onReview={review} />
        : <Review kind={kind} view={view} draft={draft.value} help={help.value} state={state} onChange={() => setStep('write')} onSign={() => void sign()} />}
    </Panel>
  );
}
