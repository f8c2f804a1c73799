import { useState } from 'preact/hooks';
import type { Accesses } from '../../shared/record/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { day, time, weekday } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Feedback.tsx';
import { ReadAloud } from '../ui/ReadAloud.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { byDay, type Line } from './byDay.ts';
import { patientWords } from './words.ts';

export function AccessesPage({ patientId }: { readonly patientId: string }) {
  const accesses = useQuery('accesses', { patientId }, {});
  return <QueryView query={accesses} rows={5}>{(value) => <AccessList accesses={value} />}</QueryView>;
}

/** Days shown before one asks for more. */
const daysAtOnce = 7;

export function AccessList({ accesses }: { readonly accesses: Accesses }) {
  const t = patientWords();
  const [all, showAll] = useState(false);
  const days = byDay(accesses.accesses);
  const shown = all ? days : days.slice(0, daysAtOnce);
  return (
    <div class="stack-loose">
      <div class="stack-tight"><h1>{t.accesses}</h1><p>{t.accessesText}</p></div>
      <ReadAloud text={shown.slice(0, 3).flatMap(({ at, lines }) => [`${weekday(at)} ${day(at)}`, ...lines.map((line) => `${line.self ? t.you : line.who}: ${line.what}`)]).join('. ') || t.noAccesses} />
      {days.length === 0 ? <EmptyState title={t.noAccesses} /> : shown.map(({ key, at, lines }) => (
        <section key={key} class="stack-tight">
          <h2>{weekday(at)} <span class="number">{day(at)}</span></h2>
          <ul class="list">{lines.map((line) => <AccessLine key={line.at + line.who + line.what} line={line} />)}</ul>
        </section>
      ))}
      {shown.length < days.length ? <div><Button large onClick={() => showAll(true)}>{t.moreDays}</Button></div> : null}
      <p class="soft">{t.question}</p>
    </div>
  );
}

function AccessLine({ line }: { readonly line: Line }) {
  const t = patientWords();
  return (
    <li class="list__row">
      <div class="row-between"><b>{line.self ? t.you : line.who}</b><span class="number soft">{time(line.at)}{line.times > 1 ? ` · ${t.times(String(line.times))}` : ''}</span></div>
      {line.self ? null : <p class="soft begins">{[line.role, line.organization].filter(Boolean).join(', ')}</p>}
      <p class="begins">{line.what}</p>
      {line.why && !line.self ? <p class="soft">{t.why(line.why)}</p> : null}
      {line.action === 'refused' ? <div><StatusTag tone="stopped">{line.self ? t.failed : t.refused}</StatusTag></div> : null}
    </li>
  );
}
