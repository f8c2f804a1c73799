import { effect, signal } from '@preact/signals';

export type Language = 'vi' | 'en';

const key = 'lt.language';

function remembered(): Language {
  try {
    return globalThis.localStorage?.getItem(key) === 'en' ? 'en' : 'vi';
  } catch {
    return 'vi'; // storage may be switched off by the browser's settings
  }
}

/** The language of the whole client. Vietnamese first; the choice is kept on this device. */
export const language = signal<Language>(remembered());

export function keepLanguageInPage(): void {
  effect(() => {
    document.documentElement.lang = language.value;
    try {
      localStorage.setItem(key, language.value);
    } catch {
      // the choice then lasts as long as the page
    }
  });
}
