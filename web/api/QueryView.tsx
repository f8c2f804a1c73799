import type { ComponentChildren } from 'preact';
import { common } from '../i18n/common.ts';
import { time } from '../i18n/format.ts';
import { Loading, ProblemView } from '../ui/Feedback.tsx';
import type { Query } from './useQuery.ts';

/** Loading, failed, stale or there: the states that every page of data has. */
export function QueryView<T>({ query, children, rows = 3 }: { readonly query: Query<T>; readonly children: (value: T) => ComponentChildren; readonly rows?: number }) {
  const { value, at, problem, reload } = query;
  if (value === undefined) return problem ? <ProblemView problem={problem} onRetry={() => void reload()} /> : <Loading rows={rows} />;
  return <>{problem && at ? <p class="banner" role="status">{common().stale(time(at))}</p> : null}{children(value)}</>;
}
