import { useState } from 'preact/hooks';
import type { DuplicateDecision } from '../../shared/identity/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import '../desk/desk.css';
import { CompareView } from './CompareView.tsx';

/** Two records side by side, and the decision. */
export function ComparePage({ id }: { readonly id: string }) {
  const query = useQuery('duplicate', { id }, {});
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const decide = async (decision: DuplicateDecision) => {
    setBusy(true);
    setProblem(undefined);
    const answer = await command('duplicateDecision', { id }, decision);
    if (!answer.ok) setProblem(answer.problem);
    await query.reload();
    setBusy(false);
  };
  return <QueryView query={query}>{(view) => <CompareView key={view.decisions.length} view={view} busy={busy} problem={problem} onDecide={(decision) => void decide(decision)} />}</QueryView>;
}
