import { common } from '../i18n/common.ts';
import { language } from '../i18n/language.ts';

export function LanguageSwitch() {
  return (
    <div class="language" role="group" aria-label={common().languageLabel}>
      <button type="button" lang="vi" aria-label="Tiếng Việt" aria-pressed={language.value === 'vi'} onClick={() => (language.value = 'vi')}>VI</button>
      <button type="button" lang="en" aria-label="English" aria-pressed={language.value === 'en'} onClick={() => (language.value = 'en')}>EN</button>
    </div>
  );
}
