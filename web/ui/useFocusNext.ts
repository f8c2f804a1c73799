import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Takes the focus to a field that the next drawing of this component brings, as part of that drawing: whoever types on
 * at once must not lose a letter, as happens when the focus comes a frame later.
 */
export function useFocusNext(): (id: string) => void {
  const next = useRef<string | undefined>(undefined);
  useLayoutEffect(() => {
    if (next.current === undefined) return;
    document.getElementById(next.current)?.focus();
    next.current = undefined;
  });
  return (id) => {
    next.current = id;
  };
}
