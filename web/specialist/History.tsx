import { useState } from 'preact/hooks';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { Chart } from '../../shared/record/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { ConclusionSheet } from '../conclusion/ConclusionSheet.tsx';
import { consultationWords } from '../i18n/consultation.ts';
import { day, dayTime } from '../i18n/format.ts';
import { StateTag } from '../ui/ConsultationTags.tsx';
import { Panel } from '../ui/Panel.tsx';
import { caseWords } from './caseWords.ts';

/** Earlier visits, newest first; a signed conclusion opens in place, so that the case is never left. */
export function History({ chart, view }: { readonly chart: Chart; readonly view: ConsultationView }) {
  const t = caseWords();
  const earlier = chart.visits.filter(({ consultationId }) => consultationId !== view.id);
  return (
    <Panel title={t.history}>
      {earlier.length === 0 ? <p class="soft">{t.noHistory}</p> : (
        <ol class="timeline">
          {earlier.map((visit) => (
            <li key={visit.consultationId} class={visit.signed ? 'is-done' : undefined}>
              <div class="row-between"><b class="number">{day(visit.at)}</b><StateTag state={visit.state} /></div>
              <p>{visit.summary}</p>
              <p class="small soft">{[visit.specialist, visit.facility, visit.station].filter(Boolean).join(' · ')}</p>
              {visit.signed ? <Earlier id={visit.consultationId} /> : null}
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}

function Earlier({ id }: { readonly id: string }) {
  const [open, setOpen] = useState(false);
  const found = useQuery('consultation', open ? { id } : undefined, {});
  return (
    <details class="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{caseWords().readConclusion}</summary>
      {open ? <QueryView query={found} rows={2}>{(visit) => (visit.conclusion ? <ConclusionSheet conclusion={visit.conclusion} questions={visit.questions} facility={visit.facility.name} /> : null)}</QueryView> : null}
    </details>
  );
}

/** Who moved this case from state to state. */
export function Course({ view }: { readonly view: ConsultationView }) {
  const t = caseWords();
  return (
    <details class="fold">
      <summary>{t.course}</summary>
      <ol class="timeline">
        {view.history.map(({ state, at, by, note }, index) => (
          <li key={at + state} class="is-done" aria-current={index === view.history.length - 1 ? 'true' : undefined}>
            <b>{consultationWords().states[state]}</b><br /><span class="small soft">{by} · {dayTime(at)}</span>{note ? <p>{note}</p> : null}
          </li>
        ))}
      </ol>
    </details>
  );
}
