import { useState } from 'preact/hooks';
import type { ConsultationRow, ConsultationState } from '../../shared/consultation/contract.ts';
import { common } from '../i18n/common.ts';
import { consultationWords } from '../i18n/consultation.ts';
import { day, dayTime, time, weekday } from '../i18n/format.ts';
import type { Problem } from '../api/problem.ts';
import type { Waiting } from '../offline/outbox.ts';
import { byNeed, isOpen } from '../request/progress.ts';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { PriorityTag, StateTag } from '../ui/ConsultationTags.tsx';
import { EmptyState, ProblemView } from '../ui/Feedback.tsx';
import { Icon } from '../ui/Icon.tsx';
import { List, ListRow } from '../ui/List.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Wait } from '../ui/Wait.tsx';
import type { AskDraft } from './useAskDrafts.ts';
import { stationWords } from './words.ts';

type Todo = keyof ReturnType<typeof stationWords>['todo'];
const todos: readonly ConsultationState[] = ['called', 'in-call', 'needs-info', 'signed', 'acknowledged', 'interrupted', 'declined', 'no-show', 'expired', 'waiting'];
const todoOf = (state: ConsultationState): string | undefined => (todos.includes(state) ? stationWords().todo[state as Todo] : undefined);

type Props = { readonly rows: readonly ConsultationRow[]; readonly waiting: readonly Waiting[]; readonly drafts?: readonly AskDraft[]; readonly onSendAgain: () => void; readonly now: number };

/** The station's day: what wants its hand, what the hospital has, what is done. */
export function TodayView({ rows, waiting, drafts = [], onSendAgain, now }: Props) {
  const t = stationWords();
  const open = rows.filter((row) => isOpen(row.state) || row.state === 'declined').toSorted(byNeed);
  const mine = open.filter((row) => todoOf(row.state) !== undefined);
  const theirs = open.filter((row) => todoOf(row.state) === undefined);
  const done = rows.filter((row) => !open.includes(row)).toSorted((a, b) => b.waitingSince.localeCompare(a.waitingSince));
  return (
    <div class="stack-loose">
      <div class="row-between">
        <div><h1>{t.today}</h1><p class="soft number">{t.date(weekday(now), day(now))}</p></div>
        <ButtonLink kind="primary" large href="/station/desk"><Icon name="card" />{t.receive}</ButtonLink>
      </div>
      {waiting.length > 0 ? <OutboxPanel waiting={waiting} onSendAgain={onSendAgain} /> : null}
      <Drafts drafts={drafts} />
      {rows.length === 0 ? <EmptyState title={t.emptyTitle}>{t.emptyText}</EmptyState> : (
        <>
          <Section title={t.yourTurn} rows={mine} none={t.noneYours} />
          {theirs.length > 0 ? <Section title={t.inProgress} rows={theirs} /> : null}
          {done.length > 0 ? <Section title={t.done} rows={done} most={5} /> : null}
        </>
      )}
    </div>
  );
}

type OfflineProps = { readonly waiting: readonly Waiting[]; readonly drafts: readonly AskDraft[]; readonly problem: Problem; readonly onSendAgain: () => void };

/** The day can't be read: what is on this device is still here, and can be gone on with. */
export function TodayOffline({ waiting, drafts, problem, onSendAgain }: OfflineProps) {
  return (
    <div class="stack-loose">
      <h1>{stationWords().today}</h1>
      {waiting.length > 0 ? <OutboxPanel waiting={waiting} onSendAgain={onSendAgain} /> : null}
      <Drafts drafts={drafts} />
      {waiting.some((item) => item.problem) ? null : <ProblemView problem={problem} onRetry={onSendAgain} />}
    </div>
  );
}

function Drafts({ drafts }: { readonly drafts: readonly AskDraft[] }) {
  const t = stationWords();
  if (drafts.length === 0) return null;
  return (
    <section class="stack-tight">
      <h2>{t.draftsTitle} <span class="soft number">{drafts.length}</span></h2>
      <List label={t.draftsTitle}>
        {drafts.map(({ patientId, patientName, symptoms }) => (
          <ListRow key={patientId} href={`/station/patients/${encodeURIComponent(patientId)}/intake`} title={patientName}><p class="soft small">{symptoms.trim() || t.draftEmpty}</p></ListRow>
        ))}
      </List>
    </section>
  );
}

function Section({ title, rows, none, most = 50 }: { readonly title: string; readonly rows: readonly ConsultationRow[]; readonly none?: string; readonly most?: number }) {
  const t = stationWords();
  const [all, showAll] = useState(false);
  const shown = all ? rows : rows.slice(0, most);
  return (
    <section class="stack-tight">
      <h2>{title} {rows.length > 0 ? <span class="soft number">{rows.length}</span> : null}</h2>
      {rows.length === 0 && none ? <p class="soft">{none}</p> : <List label={title}>{shown.map((row) => <Row key={row.id} row={row} />)}</List>}
      {shown.length < rows.length ? <div class="row"><span class="soft">{t.tooMany(String(rows.length - shown.length))}</span><Button kind="quiet" onClick={() => showAll(true)}>{t.showAll}</Button></div> : null}
    </section>
  );
}

function Row({ row }: { readonly row: ConsultationRow }) {
  const t = stationWords();
  const todo = todoOf(row.state);
  const open = isOpen(row.state);
  return (
    <ListRow href={`/station/requests/${encodeURIComponent(row.id)}`} title={row.patient.name} urgent={open && row.priority !== 'routine'} aside={<span class="row"><PriorityTag priority={row.priority} /><StateTag state={row.state} /></span>}>
      <p class="soft small">
        {consultationWords().specialties[row.specialty]} · {row.facility.name}{row.specialist ? ` · ${row.specialist.name}` : ''} · {' '}
        {row.appointment && row.state === 'scheduled' ? <span class="number">{t.at(day(row.appointment.start) === day(Date.now()) ? time(row.appointment.start) : dayTime(row.appointment.start))}</span> : open ? <Wait since={row.waitingSince} /> : <span class="number">{dayTime(row.waitingSince)}</span>}
      </p>
      <p>{row.questions[0]}{row.questions.length > 1 ? <span class="soft"> +{row.questions.length - 1}</span> : null}</p>
      {todo ? <p><b>→ {todo}</b></p> : null}
    </ListRow>
  );
}

function OutboxPanel({ waiting, onSendAgain }: { readonly waiting: readonly Waiting[]; readonly onSendAgain: () => void }) {
  const t = stationWords();
  const problem = waiting.find((item) => item.problem)?.problem;
  return (
    <Panel tone="warn" title={t.waitingTitle} aside={<Button onClick={onSendAgain}><Icon name="send" />{common().sendAgain}</Button>}>
      <p>{t.waitingText(String(waiting.length))}</p>
      <ul>{waiting.map((item) => <li key={item.id}><b>{item.patientName}</b> · {consultationWords().specialties[item.body.specialty]} · <span class="soft number">{t.since(dayTime(item.at))}</span></li>)}</ul>
      {problem ? <ProblemView problem={problem} /> : null}
    </Panel>
  );
}
