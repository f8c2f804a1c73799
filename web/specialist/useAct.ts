import { useState } from 'preact/hooks';
import type { ConsultationAction, ConsultationView } from '../../shared/consultation/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';

/** Does something to one case: one at a time, and the page then shows the case as the server answered it. */
export type Act = {
  readonly run: (action: ConsultationAction) => Promise<boolean>;
  readonly running?: ConsultationAction['action'];
  readonly failed?: ConsultationAction['action'];
  readonly problem?: Problem;
  readonly forget: () => void;
};

type State = { readonly running?: ConsultationAction['action']; readonly failed?: ConsultationAction['action']; readonly problem?: Problem };

export function useAct(id: string, onDone: (view: ConsultationView) => void): Act {
  const [state, setState] = useState<State>({});
  const run = async (action: ConsultationAction) => {
    if (state.running) return false;
    setState({ running: action.action });
    const answer = await command('consultationAction', { id }, action);
    setState(answer.ok ? {} : { failed: action.action, problem: answer.problem });
    if (answer.ok) onDone(answer.value);
    return answer.ok;
  };
  return { ...state, run, forget: () => setState({}) };
}
