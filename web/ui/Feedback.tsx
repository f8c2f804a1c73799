import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from '../api/problem.ts';
import { common } from '../i18n/common.ts';
import { online } from '../offline/online.ts';
import { Button } from './Button.tsx';
import { Icon } from './Icon.tsx';

/** Nothing here yet: says why, and what can be done. */
export function EmptyState({ title, children, action, level = 2 }: { readonly title: string; readonly children?: ComponentChildren; readonly action?: ComponentChildren; /** 1 where it is the whole page. */ readonly level?: 1 | 2 }) {
  return <div class="empty">{level === 1 ? <h1>{title}</h1> : <h2>{title}</h2>}{children ? <p class="soft">{children}</p> : null}{action}</div>;
}

/** The shape of what is coming. */
export function Loading({ rows = 3 }: { readonly rows?: number }) {
  return (
    <div role="status">
      <span class="unseen">{common().loading}</span>
      <div class="skeleton" aria-hidden="true">{Array.from({ length: rows + 1 }, (_, n) => <span key={n} />)}</div>
    </div>
  );
}

export function OfflineBanner() {
  return (
    <div role="status">
      {online.value ? null : <p class="banner"><Icon name="alert" />{common().offline}</p>}
    </div>
  );
}

/** What happened, what to do now, and the number to quote to whoever helps. */
export function ProblemView({ problem, onRetry, children }: { readonly problem: Problem; readonly onRetry?: () => void; readonly children?: ComponentChildren }) {
  const t = common();
  const place = useRef<HTMLDivElement>(null);
  // The button that failed may be a screen below.
  useEffect(() => place.current?.scrollIntoView({ block: 'nearest' }), [problem]);
  return (
    <div class="panel panel--danger" role="alert" ref={place}>
      <h2>{problem.title}</h2>
      {problem.detail ? <p>{problem.detail}</p> : null}
      {children}
      {onRetry ? <div><Button onClick={onRetry}>{t.retry}</Button></div> : null}
      <p class="small soft number">{t.reference(problem.code, problem.correlationId ?? '')}</p>
    </div>
  );
}
