import { useState } from 'preact/hooks';
import type { ConsultationAction, ConsultationView } from '../../shared/consultation/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import type { Query } from '../api/useQuery.ts';
import { announce } from '../ui/announce.tsx';

export type Act = {
  /** True when it was done; otherwise `problem` says why not, and nothing typed is lost. */
  readonly act: (action: ConsultationAction, done?: string) => Promise<boolean>;
  /** The action under way. */
  readonly busy?: ConsultationAction['action'];
  readonly problem?: Problem;
};

/** One move of a consultation at a time; its answer is at once what the page shows. */
export function useAction(query: Pick<Query<ConsultationView>, 'take' | 'reload'>, id: string): Act {
  const [state, setState] = useState<{ readonly busy?: ConsultationAction['action']; readonly problem?: Problem }>({});
  const act = async (action: ConsultationAction, done?: string) => {
    setState({ busy: action.action });
    const answer = await command('consultationAction', { id }, action);
    if (answer.ok) {
      query.take(answer.value);
      if (done) announce(done);
      setState({});
    } else {
      setState({ problem: answer.problem });
      if (answer.problem.status === 409) void query.reload();
    }
    return answer.ok;
  };
  return { act, ...state };
}
