import { useCallback } from 'preact/hooks';
import { useDraft } from './useDraft.ts';

const nothing = { text: '' };

/** One sentence that is typed and not sent, kept as a draft is: `[text, type, done]`. `name` says about what it is. */
export function useTyped(name: string): readonly [string, (text: string) => void, () => void] {
  const { value, change, clear } = useDraft(`typed/${name}`, nothing);
  const type = useCallback((text: string) => change({ text }), [change]);
  const done = useCallback(() => {
    change(nothing);
    void clear();
  }, [change, clear]);
  return [value.text, type, done];
}
