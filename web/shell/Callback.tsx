import { useEffect, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { Problem } from '../api/problem.ts';
import { finishSignIn } from '../auth/oidc.ts';
import { Loading } from '../ui/Feedback.tsx';
import { Welcome } from './Welcome.tsx';

/** Where the issuer sends the browser back to. */
export function Callback() {
  const [, go] = useLocation();
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  useEffect(() => {
    void finishSignIn(new URLSearchParams(location.search)).then((answer) => {
      if (answer.ok) go(answer.value, { replace: true });
      else setProblem(answer.problem);
    });
  }, []);
  return problem ? <Welcome failed={problem} /> : <Loading />;
}
