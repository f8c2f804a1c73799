import { useEffect } from 'preact/hooks';

let rooms = 0;

/** Somebody is in a call, or waits in its room, in this tab. */
export const isBusy = (): boolean => rooms > 0;

/** For as long as it is shown, the page counts as touched: nobody is locked out of a consultation. */
export function useBusy(busy: boolean): void {
  useEffect(() => {
    if (!busy) return undefined;
    rooms += 1;
    return () => {
      rooms -= 1;
    };
  }, [busy]);
}
