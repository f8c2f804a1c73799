import { signal } from '@preact/signals';

const said = signal<{ readonly text: string; readonly shown: boolean }>({ text: '', shown: false });
let timer: ReturnType<typeof setTimeout> | undefined;

/** Says a short message, aloud for screen readers and for six seconds on the screen. */
export function announce(text: string, options: { readonly shown?: boolean } = {}): void {
  clearTimeout(timer);
  said.value = { text, shown: options.shown ?? true };
  timer = setTimeout(() => {
    said.value = { text: '', shown: false };
  }, 6000);
}

export function Announcer() {
  const { text, shown } = said.value;
  return <div role="status" aria-live="polite" class={shown && text ? 'toast' : 'unseen'}>{text}</div>;
}
