import { signal } from '@preact/signals';

/** What the browser believes; a failed request is the truth, so both are shown where it matters. */
export const online = signal(typeof navigator === 'undefined' ? true : navigator.onLine);

export function watchOnline(): void {
  addEventListener('online', () => (online.value = true));
  addEventListener('offline', () => (online.value = false));
}
