import { useEffect, useRef } from 'preact/hooks';

/** Milliseconds before the next try. */
export const pauseAfter = (tries: number): number => Math.min(15_000, 1_000 * 2 ** Math.min(tries, 4));

/** Tries the first of what waits until it is gone from the row: at once, with growing pauses, and when the network returns. */
export function useSending<Item extends { readonly key: string }>(first: Item | undefined, attempt: (item: Item) => Promise<void>): void {
  const newest = useRef(attempt);
  newest.current = attempt;
  useEffect(() => {
    if (first === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isHere = true;
    let isBusy = false;
    let tries = 0;
    const attemptNow = async () => {
      if (isBusy) return;
      clearTimeout(timer);
      isBusy = true;
      await newest.current(first).finally(() => {
        isBusy = false;
      });
      if (isHere) timer = setTimeout(() => void attemptNow(), pauseAfter(tries++));
    };
    const wake = () => void attemptNow();
    wake();
    addEventListener('online', wake);
    return () => {
      isHere = false;
      clearTimeout(timer);
      removeEventListener('online', wake);
    };
  }, [first?.key]);
}
