import { useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Panel } from '../ui/Panel.tsx';
import { stationWords } from './words.ts';

/** A record that stands for others of the same person, with the way to look at each pair and to part it again. */
export function JoinedFrom({ patientId, others }: { readonly patientId: string; readonly others: readonly string[] }) {
  const t = stationWords();
  const [, go] = useLocation();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const open = async (other: string) => {
    setBusy(true);
    const answer = await command('duplicateReport', {}, { patients: [patientId, other] });
    setBusy(false);
    if (answer.ok) go(`/duplicates/${encodeURIComponent(answer.value.id)}`);
    else setProblem(answer.problem);
  };
  return (
    <Panel tone="sunken">
      <p>{t.joinedFrom(others.length + 1)}</p>
      {problem ? <ProblemView problem={problem} /> : null}
      <div class="row">{others.map((other, i) => <Button key={other} busy={busy} onClick={() => void open(other)}>{others.length > 1 ? t.openJoinedNumber(i + 1) : t.openJoined}</Button>)}</div>
    </Panel>
  );
}
