import { useState } from 'preact/hooks';
import type { InsuredVisits } from '../../shared/insurance/contract.ts';
import { get } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { day, dayTime } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Panel } from '../ui/Panel.tsx';
import { insuranceWords } from './words.ts';

/** Visits at other places, asked of the insurer only when somebody wants to see them: each look is written down. */
export function InsuredVisitsPanel({ patientId }: { readonly patientId: string }) {
  const [busy, setBusy] = useState(false);
  const [told, setTold] = useState<InsuredVisits>();
  const [problem, setProblem] = useState<Problem>();
  const ask = async () => {
    setBusy(true);
    const answer = await get('insuredVisits', { patientId }, {});
    setTold(answer.ok ? answer.value : undefined);
    setProblem(answer.ok ? undefined : answer.problem);
    setBusy(false);
  };
  return <InsuredVisitsView told={told} problem={problem} busy={busy} onAsk={() => void ask()} />;
}

type ViewProps = { readonly told?: InsuredVisits; readonly problem?: Problem; readonly busy: boolean; readonly onAsk: () => void };

export function InsuredVisitsView({ told, problem, busy, onAsk }: ViewProps) {
  const t = insuranceWords();
  const ask = <Button busy={busy} busyText={t.checking} onClick={onAsk}>{told ? t.visitsAgain : t.visitsAsk}</Button>;
  return (
    <Panel title={t.visitsTitle} aside={told?.outcome === 'told' ? undefined : ask}>
      {problem ? <ProblemView problem={problem} /> : null}
      {told === undefined ? <p class="small soft">{t.visitsHint}</p> : <Told told={told} />}
    </Panel>
  );
}

function Told({ told: { outcome, visits, askedAt, more = 0 } }: { readonly told: InsuredVisits }) {
  const t = insuranceWords();
  if (outcome !== 'told') return <p role="status">{outcome === 'refused' ? t.visitsRefused : t.visitsNoAnswer}</p>;
  return (
    <div class="stack-tight" role="status">
      {visits.length === 0 ? <p>{t.visitsNone}</p> : (
        <ul class="stack-tight">
          {visits.map((visit) => (
            <li key={visit.id}>
              <b>{visit.diagnosis ?? t.visitNoDiagnosis}</b>
              <p class="small soft"><span class="number">{spanOf(visit)}</span> · {visit.facilityName ?? t.visitFacility(visit.facility)}</p>
            </li>
          ))}
        </ul>
      )}
      {more > 0 ? <p class="small">{t.visitsMore(more)}</p> : null}
      <p class="small soft">{t.source} <span class="number">{dayTime(askedAt)}</span></p>
    </div>
  );
}

/** One day, or from one to another. */
function spanOf({ from, to }: InsuredVisits['visits'][number]): string {
  const days = [from, to].flatMap((at) => (at ? [day(at)] : []));
  return [...new Set(days)].join(' – ');
}
