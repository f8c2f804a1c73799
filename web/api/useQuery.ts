import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { signIns } from '../auth/session.ts';
import type { Queries, QueryName } from './calls.ts';
import { get } from './client.ts';
import { forgetAll, keep, keptValue, type Known } from './kept.ts';
import type { Problem } from './problem.ts';

/** What a page knows of a reading. `at`: when the value was received; with `problem` it is old and shown as such. */
export type Query<T> = {
  readonly value?: T;
  readonly at?: string;
  readonly problem?: Problem;
  readonly loading: boolean;
  readonly reload: () => Promise<void>;
  /** Takes a newer value, e.g. the answer of a command. */
  readonly take: (value: T) => void;
};

/** The last answers of this page's life: going back shows them at once while they are asked for again. */
const known = new Map<string, Known>();
let signInsSeen = signIns.value;
signIns.subscribe((now) => {
  if (now === signInsSeen) return;
  signInsSeen = now;
  known.clear();
  forgetAll();
});

type Options = {
  readonly every?: number;
  /** The last answer outlives a reload of the page, in this tab only: for what a page without a network can't do without. Never for a record. */
  readonly keep?: boolean;
};

/** A reading, repeated every `every` milliseconds while the page is visible. `undefined` params: not yet. */
export function useQuery<N extends QueryName>(
  name: N, params: Queries[N]['params'] | undefined, query: Queries[N]['query'], options: Options = {},
): Query<Queries[N]['answer']> {
  type T = Queries[N]['answer'];
  const key = params === undefined ? undefined : JSON.stringify([signIns.value, name, params, query]);
  const [, redraw] = useState(0);
  const state = useRef<{ key?: string; problem?: Problem; loading: boolean }>({ loading: true });
  if (state.current.key !== key) state.current = { key, loading: key !== undefined };

  const take = useCallback((value: T) => {
    if (key !== undefined) {
      const now = { value, at: new Date().toISOString() };
      known.set(key, now);
      if (options.keep) keep(name, now);
    }
    redraw((n) => n + 1);
  }, [key]);

  const reload = useCallback(async () => {
    if (key === undefined || params === undefined) return;
    const answer = await get(name, params, query);
    if (state.current.key !== key) return;
    state.current = { key, loading: false, problem: answer.ok ? undefined : answer.problem };
    if (answer.ok) take(answer.value);
    else redraw((n) => n + 1);
  }, [key]);

  usePolling(key, reload, options.every);
  const kept = key === undefined ? undefined : (known.get(key) ?? (options.keep ? keptValue(name) : undefined));
  return { value: kept?.value as T | undefined, at: kept?.at, problem: state.current.problem, loading: state.current.loading && !kept, reload, take };
}

function usePolling(key: string | undefined, reload: () => Promise<void>, every?: number): void {
  useEffect(() => {
    if (key === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stopped = false;
    const round = async () => {
      clearTimeout(timer);
      await reload();
      if (!stopped && every !== undefined && !document.hidden) timer = setTimeout(() => void round(), every);
    };
    const wake = () => {
      if (!document.hidden && !stopped && every !== undefined) void round();
    };
    void round();
    document.addEventListener('visibilitychange', wake);
    addEventListener('online', wake);
    return () => {
      stopped = true;
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', wake);
      removeEventListener('online', wake);
    };
  }, [key, every, reload]);
}
