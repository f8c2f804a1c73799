import { useState } from 'preact/hooks';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { PrescriptionView } from '../../shared/prescription/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { useQuery } from '../api/useQuery.ts';
import { useDraft } from '../offline/useDraft.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { ErrorSummary, hasErrors } from '../ui/ErrorSummary.tsx';
import { Loading, ProblemView } from '../ui/Feedback.tsx';
import { TextArea } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Panel } from '../ui/Panel.tsx';
import { draftOf, emptyLine, noPrescription, prescriptionErrors, prescriptionFrom, replacementFrom, type PrescriptionDraft } from './draft.ts';
import { PrescriptionForm } from './PrescriptionForm.tsx';
import { PrescriptionLines } from './PrescriptionLines.tsx';
import { prescribeWords } from './words.ts';

type PanelProps = { readonly view: ConsultationView; readonly onSigned: (view: ConsultationView) => void };

/** After the conclusion: a prescription, or one in the place of another. */
export function PrescribePanel({ view, onSigned }: PanelProps) {
  const t = prescribeWords();
  const [of, setOf] = useState<'none' | 'new' | PrescriptionView>('none');
  if (!view.actions.includes('prescribe')) return null;
  if (of !== 'none') {
    const replaced = of === 'new' ? undefined : of;
    return <Writing key={replaced?.documentId ?? 'new'} view={view} replaced={replaced} onCancel={() => setOf('none')} onSigned={(signed) => {
      setOf('none');
      onSigned(signed);
    }} />;
  }
  const current = (view.prescriptions ?? []).filter(({ replacedBy }) => !replacedBy);
  return (
    <div class="row">
      {current.map((one) => <Button key={one.documentId} onClick={() => setOf(one)}>{t.writeAgain} <span class="number">{one.code}</span></Button>)}
      <Button onClick={() => setOf('new')}>{t.write}</Button>
    </div>
  );
}

type Kept = { readonly prescription: PrescriptionDraft; readonly reason: string };
type WritingProps = PanelProps & { readonly replaced: PrescriptionView | undefined; readonly onCancel: () => void };

/** Write, look at exactly what will be signed, sign; the draft stays on this device until then. */
function Writing({ view, replaced, onCancel, onSigned }: WritingProps) {
  const t = prescribeWords();
  const draft = useDraft<Kept>(`prescription/${view.id}/${replaced?.documentId ?? 'new'}`, { prescription: replaced ? draftOf(replaced) : { ...noPrescription, lines: [emptyLine] }, reason: '' });
  const help = useQuery('prescribingHelp', { id: view.id }, {});
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<'write' | 'review' | 'signing' | Problem>('write');
  const { prescription, reason } = draft.value;
  const all = () => ({ ...(replaced && !reason.trim() ? { 'rx-reason': t.errors.reason } : {}), ...(prescription.lines.length === 0 ? { 'rx-add': t.errors.none } : {}), ...prescriptionErrors(prescription, help.value) });
  const errors = attempt > 0 ? all() : {};
  const sign = async () => {
    const content = prescriptionFrom(prescription, help.value);
    if (!content) return;
    setState('signing');
    const answer = await command('prescriptionSigning', { id: view.id }, replacementFrom(content, replaced?.documentId, reason));
    if (!answer.ok) return setState(answer.problem);
    await draft.clear();
    announce(t.signed);
    onSigned(answer.value);
  };
  if (!draft.ready) return <Loading rows={2} />;
  const content = prescriptionFrom(prescription, help.value);
  return (
    <Panel title={replaced ? t.replaceTitle(replaced.code) : t.newTitle} tone="accent">
      {state === 'write' ? (
        <form class="stack" noValidate onSubmit={(event) => {
          event.preventDefault();
          setAttempt(attempt + 1);
          if (!hasErrors(all())) setState('review');
        }}>
          {replaced ? <p class="soft">{t.replaceText}</p> : null}
          <ErrorSummary errors={errors} attempt={attempt} />
          {replaced ? <TextArea id="rx-reason" label={t.reason} rows={2} max={500} value={reason} error={errors['rx-reason']} onInput={(text) => draft.change({ reason: text })} /> : null}
          <PrescriptionForm alone value={prescription} errors={errors} help={help.value} unchecked={help.problem !== undefined} onChange={(next) => draft.change({ prescription: next })} />
          <div class="row"><Button type="submit" kind="primary">{t.review}</Button><Button onClick={onCancel}>{t.cancel}</Button></div>
        </form>
      ) : (
        <div class="stack">
          <h3 class="large">{t.reviewTitle}</h3>
          <div class="review"><p><b>{view.patient.name}</b></p>{replaced ? <p>{t.replaces(replaced.code, reason)}</p> : null}<PrescriptionLines lines={content?.lines ?? []} />{content?.advice ? <p class="keep-lines">{content.advice}</p> : null}</div>
          {typeof state === 'object' ? <ProblemView problem={state} /> : null}
          <div class="row"><Button kind="primary" large busy={state === 'signing'} busyText={t.signing} onClick={() => void sign()}><Icon name="lock" />{t.sign}</Button><Button onClick={() => setState('write')}>{t.change}</Button></div>
        </div>
      )}
    </Panel>
  );
}
