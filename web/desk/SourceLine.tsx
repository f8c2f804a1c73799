import type { KnownValue } from '../../shared/identity/contract.ts';
import { day } from '../i18n/format.ts';
import { minute } from '../ui/Wait.tsx';
import { ageOf } from './ageOf.ts';
import { deskWords } from './words.ts';

/** "từ thẻ, máy quét · 12/03/2026 (8 tháng)": where a value came from and how old it is. */
export function SourceLine({ from: { source, at } }: { readonly from: Pick<KnownValue, 'source' | 'at'> }) {
  const t = deskWords();
  return <span class="source">{t.sources[source]}{at ? <> · <span class="number">{day(at)}</span> ({t.aged(ageOf(at, minute.value))})</> : null}</span>;
}
