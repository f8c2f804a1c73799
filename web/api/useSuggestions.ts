import { useEffect, useState } from 'preact/hooks';

/** Long enough that a word typed in one go is one request. */
const afterKeyMs = 250;

/** What fits the letters typed, asked for a moment after the last key; an answer to older letters is dropped. Nothing below `least` letters. */
export function useSuggestions<T>(typed: string, ask: (q: string, signal: AbortSignal) => Promise<readonly T[]>, least = 1): readonly T[] | 'searching' {
  const [found, setFound] = useState<readonly T[] | 'searching'>([]);
  useEffect(() => {
    const q = typed.trim();
    if (q.length < least) return setFound([]);
    const stop = new AbortController();
    setFound('searching');
    const timer = setTimeout(() => {
      void ask(q, stop.signal).then((all) => {
        if (!stop.signal.aborted) setFound(all);
      });
    }, afterKeyMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [typed]);
  return found;
}
