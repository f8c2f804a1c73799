import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { Directory } from '../../shared/booking/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { number, time } from '../i18n/format.ts';
import { useDraft } from '../offline/useDraft.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { ErrorSummary } from '../ui/ErrorSummary.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { TextField } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Choose } from './Choose.tsx';
import { emptyPlan, faultsOf, instantOf, planOf, totalMinutes, type PlanFault, type PlanForm } from './planForm.ts';
import { briefingWords } from './words.ts';

/** Calls a briefing; what is typed stays on this device until it is sent. */
export function PlanPage({ ownFacility }: { readonly ownFacility: string | undefined }) {
  const directory = useQuery('directory', {}, {}, { keep: true });
  const draft = useDraft<PlanForm>('briefing-plan', emptyPlan);
  const [, go] = useLocation();
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const send = async () => {
    setBusy(true);
    setProblem(undefined);
    const answer = await command('briefingPlan', {}, planOf(draft.value));
    setBusy(false);
    if (!answer.ok) return setProblem(answer.problem);
    await draft.clear();
    return go(`/briefings/${encodeURIComponent(answer.value.id)}`);
  };
  return <QueryView query={directory}>{(value) => (draft.ready ? <PlanView form={draft.value} onChange={draft.change} directory={value} own={ownFacility} busy={busy} problem={problem} onSend={() => void send()} /> : null)}</QueryView>;
}

type ViewProps = { readonly form: PlanForm; readonly onChange: (part: Partial<PlanForm>) => void; readonly directory: Directory; readonly own: string | undefined; readonly busy?: boolean; readonly problem?: Problem; readonly onSend: () => void; /** For previews. */ readonly tried?: number };

export function PlanView({ form, onChange, directory, own, busy = false, problem, onSend, tried = 0 }: ViewProps) {
  const t = briefingWords();
  const [attempt, setAttempt] = useState(tried);
  const faults = attempt > 0 ? faultsOf(form, new Date()) : [];
  const start = instantOf(form.day, form.time);
  const submit = () => {
    setAttempt(attempt + 1);
    if (faultsOf(form, new Date()).length === 0) onSend();
  };
  const of = (field: PlanFault['field'], number?: number) => {
    const fault = faults.find((each) => each.field === field && (!('number' in each) || each.number === number));
    return fault ? wordsOf(fault) : undefined;
  };
  return (
    <form class="stack-loose measure" noValidate onSubmit={(event) => {
      event.preventDefault();
      submit();
    }}>
      <div class="stack-tight"><p><ButtonLink kind="quiet" href="/briefings">{t.back}</ButtonLink></p><h1>{t.plan}</h1></div>
      <ErrorSummary attempt={attempt} errors={Object.fromEntries(faults.map((fault) => [idOf(fault), wordsOf(fault)]))} />
      {problem ? <ProblemView problem={problem} /> : null}
      <TextField id="briefing-title" label={t.fields.title} value={form.title} maxLength={200} error={of('title')} onInput={(title) => onChange({ title })} />
      <div class="briefing__when">
        <TextField id="briefing-day" label={t.fields.day} look="digits" inputMode="text" value={form.day} error={of('day') ?? of('past')} onInput={(day) => onChange({ day })} />
        <TextField id="briefing-time" label={t.fields.time} look="digits" inputMode="text" value={form.time} error={of('time')} onInput={(typed) => onChange({ time: typed })} />
      </div>
      <Agenda form={form} onChange={onChange} of={of} />
      {start ? <p class="soft" role="status">{t.total(number(totalMinutes(form)), time(Date.parse(start) + totalMinutes(form) * 60_000))}</p> : null}
      <Panel title={t.fields.facilities}>
        <p class="soft small">{t.fields.facilitiesHint}</p>
        <Choose id="briefing-facilities" label={t.fields.facilities} options={directory.facilities.filter(({ id }) => id !== own)} chosen={form.facilities} onChange={(facilities) => onChange({ facilities })} />
      </Panel>
      <Panel title={t.fields.people}>
        <Choose id="briefing-people" label={t.fields.people} options={outsiders(directory, own, form)} chosen={form.people} onChange={(people) => onChange({ people })} />
      </Panel>
      <div><Button kind="primary" large type="submit" busy={busy}>{t.save}</Button></div>
    </form>
  );
}

/** Whoever does not come anyway with their facility. */
function outsiders({ specialists, facilities }: Directory, own: string | undefined, form: PlanForm) {
  const nameOf = (id: string) => facilities.find((facility) => facility.id === id)?.name ?? '';
  const others = specialists.filter(({ facilityId }) => facilityId !== own && !form.facilities.includes(facilityId));
  return [...new Map(others.map(({ practitionerId, name, facilityId }) => [practitionerId, { id: practitionerId, name: `${name}, ${nameOf(facilityId)}` }])).values()];
}

const idOf = (fault: PlanFault): string => {
  if (fault.field === 'past') return 'briefing-day';
  return 'number' in fault ? `briefing-${fault.field}-${fault.number}` : `briefing-${fault.field}`;
};

function wordsOf(fault: PlanFault): string {
  const { errors } = briefingWords();
  return 'number' in fault ? errors[fault.field](String(fault.number)) : errors[fault.field];
}

type AgendaProps = Pick<ViewProps, 'form' | 'onChange'> & { readonly of: (field: PlanFault['field'], number?: number) => string | undefined };

function Agenda({ form: { agenda }, onChange, of }: AgendaProps) {
  const t = briefingWords();
  const set = (index: number, part: Partial<PlanForm['agenda'][number]>) => onChange({ agenda: agenda.map((item, i) => (i === index ? { ...item, ...part } : item)) });
  return (
    <fieldset class="stack">
      <legend><h2>{t.fields.agenda}</h2></legend>
      {agenda.map((item, index) => {
        const n = index + 1;
        return (
          <div class="briefing__item" key={index}>
            <TextField id={`briefing-item-${n}`} label={t.fields.item(String(n))} value={item.title} maxLength={300} error={of('item', n)} onInput={(title) => set(index, { title })} />
            <TextField id={`briefing-minutes-${n}`} label={t.fields.minutes(String(n))} look="short" inputMode="numeric" value={item.minutes} error={of('minutes', n)} onInput={(minutes) => set(index, { minutes })} />
            {agenda.length > 1 ? <Button kind="quiet" label={t.fields.removeItem(String(n))} onClick={() => onChange({ agenda: agenda.filter((_, i) => i !== index) })}><Icon name="cross" /></Button> : null}
          </div>
        );
      })}
      {agenda.length < 20 ? <div><Button onClick={() => onChange({ agenda: [...agenda, { title: '', minutes: '10' }] })}><Icon name="plus" />{t.fields.addItem}</Button></div> : null}
    </fieldset>
  );
}
