import { signal } from '@preact/signals';
import { common } from '../i18n/common.ts';
import { dayTime, span } from '../i18n/format.ts';

/** The present minute, shared by every clock on the screen; steps each 15 s. */
export const minute = signal(Date.now());
setInterval(() => {
  if (!document.hidden) minute.value = Date.now();
}, 15_000);

/** "chờ 12 phút", counted from an instant. */
export function Wait({ since }: { readonly since: string }) {
  return <time class="number" dateTime={since} title={dayTime(since)}>{common().waiting(span(minute.value - Date.parse(since)))}</time>;
}

/** "12 phút trước": the honest age of what is shown. */
export function Age({ at }: { readonly at: string }) {
  return <time class="number" dateTime={at} title={dayTime(at)}>{common().minutesAgo(span(minute.value - Date.parse(at)))}</time>;
}
