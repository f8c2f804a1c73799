import { useState } from 'preact/hooks';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { signOut } from './oidc.ts';

/** Ends every session of whoever is signed in, this one last; `problem` where the API refused, and nobody is signed out. */
export function useSignOutEverywhere() {
  const [state, setState] = useState<{ readonly busy?: boolean; readonly problem?: Problem }>({});
  const end = async () => {
    setState({ busy: true });
    const answer = await command('signOutEverywhere', {}, {});
    if (answer.ok) await signOut();
    else setState({ problem: answer.problem });
  };
  return { ...state, end };
}
