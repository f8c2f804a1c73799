import { useState } from 'preact/hooks';
import type { BriefingView, SignedMinutes } from '../../shared/briefing/contract.ts';
import { pathOf, type RouteName } from '../../shared/routes.ts';
import { command, download } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { dayForName, saveFile } from '../conclusion/saveFile.ts';
import { dayTime } from '../i18n/format.ts';
import { useDraft } from '../offline/useDraft.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Loading, ProblemView } from '../ui/Feedback.tsx';
import { TextArea } from '../ui/Field.tsx';
import { Panel } from '../ui/Panel.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { briefingWords } from './words.ts';

type Draft = { readonly items: Readonly<Record<string, string>>; readonly decisions: string };
const blank: Draft = { items: {}, decisions: '' };

/** Written by the host during and after, kept on this device, and signed once. */
export function MinutesForm({ view, onView }: { readonly view: BriefingView; readonly onView: (view: BriefingView) => void }) {
  const t = briefingWords();
  const draft = useDraft<Draft>(`briefing-minutes/${view.id}`, blank);
  const [state, setState] = useState<'idle' | 'missing' | 'sure' | 'busy' | Problem>('idle');
  if (!draft.ready) return <Loading rows={2} />;
  const { items, decisions } = draft.value;
  const sign = async () => {
    setState('busy');
    const written = view.agenda.flatMap(({ number }) => {
      const text = (items[number] ?? '').trim();
      return text === '' ? [] : [{ number, text }];
    });
    const answer = await command('briefingMinutes', { id: view.id }, { items: written, decisions: decisions.trim() });
    if (!answer.ok) return setState(answer.problem);
    await draft.clear();
    return onView(answer.value);
  };
  return (
    <Panel title={t.minutes}>
      <p class="small soft">{t.minutesHint}</p>
      {view.agenda.map(({ number, title }) => <TextArea key={number} id={`minutes-${number}`} label={t.itemText(String(number), title)} rows={3} max={6000} value={items[number] ?? ''} onInput={(text) => draft.change({ items: { ...items, [number]: text } })} />)}
      <TextArea id="minutes-decisions" label={t.decisions} rows={4} max={8000} value={decisions} error={state === 'missing' && decisions.trim() === '' ? t.decisionsMissing : undefined} onInput={(text) => draft.change({ decisions: text })} />
      {typeof state === 'object' ? <ProblemView problem={state} /> : null}
      <div><Button kind="primary" busy={state === 'busy'} onClick={() => {
        setState(decisions.trim() === '' ? 'missing' : 'sure');
        if (decisions.trim() === '') document.getElementById('minutes-decisions')?.focus();
      }}>{t.sign}</Button></div>
      <Dialog open={state === 'sure'} title={t.sign} onClose={() => setState((now) => (now === 'sure' ? 'idle' : now))}>
        <p>{t.signSure}</p>
        <div class="row"><Button kind="primary" onClick={() => void sign()}>{t.signNow}</Button><Button onClick={() => setState('idle')}>{t.keep}</Button></div>
      </Dialog>
    </Panel>
  );
}

/** What was signed, whether it still is what was signed, and the ways to take it along. */
export function SignedMinutesView({ id, minutes, agenda }: { readonly id: string; readonly minutes: SignedMinutes; readonly agenda: BriefingView['agenda'] }) {
  const t = briefingWords();
  const day = dayForName(minutes.signedAt);
  return (
    <Panel title={t.minutes} aside={<StatusTag tone={minutes.valid ? 'done' : 'danger'}>{minutes.valid ? t.valid : t.invalid}</StatusTag>}>
      <p class="soft">{t.signedBy(minutes.signedBy.name, dayTime(minutes.signedAt))}</p>
      {agenda.map(({ number, title }) => (
        <div key={number} class="stack-tight"><h3>{t.itemText(String(number), title)}</h3><p class="keep-lines">{minutes.items.find((item) => item.number === number)?.text ?? t.notWritten}</p></div>
      ))}
      <div class="stack-tight"><h3>{t.decisions}</h3><p class="keep-lines">{minutes.decisions}</p></div>
      <div class="row">
        <TakeAlong route="briefingPdf" id={id} type="application/pdf" name={t.pdfName(day)} label={t.pdf} />
        <TakeAlong route="briefingDocument" id={id} type="application/fhir+json" name={t.fhirName(day)} label={t.fhir} />
      </div>
    </Panel>
  );
}

function TakeAlong({ route, id, type, name, label }: { readonly route: RouteName; readonly id: string; readonly type: string; readonly name: string; readonly label: string }) {
  const [state, setState] = useState<'idle' | 'busy' | Problem>('idle');
  const take = async () => {
    setState('busy');
    const answer = await download(pathOf(route, { id }), type);
    if (!answer.ok) return setState(answer.problem);
    saveFile(answer.value, name);
    announce(briefingWords().saved);
    return setState('idle');
  };
  return <div><Button busy={state === 'busy'} onClick={() => void take()}>{label}</Button>{typeof state === 'object' ? <ProblemView problem={state} /> : null}</div>;
}
