import type { ConsultationRow, ConsultationRows } from '../../shared/consultation/contract.ts';
import type { Me } from '../../shared/identity/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { day } from '../i18n/format.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Feedback.tsx';
import { ReadAloud } from '../ui/ReadAloud.tsx';
import { NextVisit, whenWords } from './NextVisit.tsx';
import { hasAnswer, sortVisits, visitedAt } from './visits.ts';
import { patientWords } from './words.ts';

export function HomePage({ person }: { readonly person: Me }) {
  const rows = useQuery('consultations', {}, { list: 'patient' }, { every: 15_000 });
  return <><h1>{patientWords().hello(person.name)}</h1><QueryView query={rows}>{(value) => <Home rows={value} />}</QueryView></>;
}

export function Home({ rows }: { readonly rows: ConsultationRows }) {
  const t = patientWords();
  const { next, open, past } = sortVisits(rows.rows, Date.now());
  const spoken = [next ? `${t.next}. ${whenWords(next)}. ${t.states[next.state]}. ${t.at(next.station.name)}` : t.noNext, ...open.map(({ state }) => t.states[state])].join('. ');
  return (
    <div class="stack-loose">
      <ReadAloud text={spoken} />
      {next ? <NextVisit row={next} /> : <EmptyState title={t.noNext}>{t.noNextText}</EmptyState>}
      {open.length > 0 ? <section class="stack"><h2>{t.underWay}</h2>{open.map((row) => <Visit key={row.id} row={row} />)}</section> : null}
      <section class="stack">
        <h2>{t.past}</h2>
        {past.length === 0 ? <p class="soft">{t.noPast}</p> : past.map((row) => <Visit key={row.id} row={row} />)}
      </section>
    </div>
  );
}

function Visit({ row }: { readonly row: ConsultationRow }) {
  const t = patientWords();
  return (
    <article class="panel">
      <h3 class="number">{day(visitedAt(row))}</h3>
      <p>{t.states[row.state]}</p>
      <p class="soft">{t.with(row.specialist?.name ?? '', row.facility.name)}</p>
      <div><ButtonLink kind={hasAnswer(row) ? 'primary' : 'plain'} href={`/patient/visit/${row.id}`}>{hasAnswer(row) ? t.read : t.seeMore}</ButtonLink></div>
    </article>
  );
}
