import { useEffect, useRef } from 'preact/hooks';

/** Draws into a box and gives back what removes the drawing. */
export type Draw<T> = (box: HTMLDivElement, what: T) => () => void;

/** A box with a picture of `what`, drawn by code that is loaded only now, and anew whenever `what` changes. */
export function useDrawing<T>(load: () => Promise<Draw<T>>, what: T) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let remove = () => undefined as void;
    let gone = false;
    void load().then((draw) => {
      if (!gone && box.current) remove = draw(box.current, what);
    });
    return () => {
      gone = true;
      remove();
    };
  }, [what]);
  return box;
}
