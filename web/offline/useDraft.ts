import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { me } from '../auth/session.ts';
import { box } from './store.ts';

export type Draft<T> = {
  readonly value: T;
  readonly change: (part: Partial<T>) => void;
  /** Sent, or thrown away on purpose. */
  readonly clear: () => Promise<void>;
  /** False until the kept draft has been looked for; a form shown earlier could overwrite it. */
  readonly ready: boolean;
  /** True when the form came back from an earlier visit. */
  readonly restored: boolean;
};

export const draftKey = (subject: string, name: string): string => `draft/${subject}/${name}`;

/** A form's content, kept on this device for the person signed in until it is sent. */
export function useDraft<T extends object>(name: string, initial: T): Draft<T> {
  const key = draftKey(me.value?.subject ?? 'nobody', name);
  const [state, setState] = useState<{ key: string; value: T; restored: boolean } | undefined>(undefined);
  const newest = useRef<T>(initial);
  /** Typed before the kept draft was found: it stands. */
  const early = useRef<Partial<T>>({});
  useEffect(() => {
    let current = true;
    early.current = {};
    void box().then((b) => b.get(key)).then((kept) => {
      if (!current) return;
      newest.current = { ...initial, ...(kept as Partial<T> | undefined), ...early.current };
      setState({ key, value: newest.current, restored: kept !== undefined });
    });
    return () => {
      current = false;
    };
  }, [key]);
  const change = useCallback((part: Partial<T>) => {
    newest.current = { ...newest.current, ...part };
    early.current = { ...early.current, ...part };
    const value = newest.current;
    setState((before) => ({ key, value, restored: before?.restored ?? false }));
    void box().then((b) => b.set(key, value));
  }, [key]);
  const clear = useCallback(async () => {
    newest.current = initial;
    await (await box()).remove(key);
  }, [key]);
  const ready = state?.key === key;
  return { value: ready ? state.value : initial, change, clear, ready, restored: ready && state.restored };
}
