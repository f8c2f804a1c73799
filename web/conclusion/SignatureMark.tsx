import type { ConclusionView } from '../../shared/consultation/contract.ts';
import { dayTime } from '../i18n/format.ts';
import { Icon } from '../ui/Icon.tsx';
import { conclusionWords } from './words.ts';

/** Whether the signature was found good, by shape and word; a bad one says not to act on it. */
export function SignatureMark({ conclusion }: { readonly conclusion: Pick<ConclusionView, 'signature' | 'signedAt' | 'signedBy' | 'amendments'> }) {
  const t = conclusionWords();
  const { valid, keyId, algorithm } = conclusion.signature;
  const last = conclusion.amendments.at(-1) ?? conclusion;
  return (
    <div class={valid ? 'seal' : 'seal seal--broken'} role={valid ? undefined : 'alert'}>
      <span class="seal__shape"><Icon name={valid ? 'check' : 'cross'} size={22} /></span>
      <div>
        <p><b>{valid ? t.valid : t.invalid}</b></p>
        <p>{t.signedBy(last.signedBy.name, dayTime(last.signedAt))}</p>
        <p class="small">{valid ? t.validText : t.invalidText}</p>
        <p class="small soft seal__key">{t.keyDetails(keyId, algorithm)}</p>
      </div>
    </div>
  );
}
