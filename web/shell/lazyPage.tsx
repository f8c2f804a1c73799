import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { common } from '../i18n/common.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState, Loading } from '../ui/Feedback.tsx';

/** A page whose code is fetched when it is first shown; a failed fetch can be repeated. */
export function lazyPage<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let Loaded: ComponentType<P> | undefined;
  return function LazyPage(props: P) {
    const [attempt, again] = useState(0);
    const [failed, fail] = useState(false);
    const [, show] = useState(false);
    useEffect(() => {
      let current = true;
      fail(false);
      if (!Loaded) {
        load().then((page) => {
          Loaded = page;
          if (current) show(true);
        }, () => current && fail(true));
      }
      return () => {
        current = false;
      };
    }, [attempt]);
    if (Loaded) return <Loaded {...props} />;
    if (failed) return <EmptyState title={common().pageFailed} action={<Button onClick={() => again(attempt + 1)}>{common().retry}</Button>} />;
    return <Loading />;
  };
}
