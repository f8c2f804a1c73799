import type { KnownValue } from '../../shared/identity/contract.ts';
import { day } from '../i18n/format.ts';
import { Age } from '../ui/Wait.tsx';
import { deskWords } from './words.ts';

/** "từ thẻ, máy quét · 12/03/2026 · 8 tháng trước": where a value came from and how old it is. */
export function SourceLine({ from }: { readonly from: Pick<KnownValue, 'source' | 'at'> }) {
  return <span class="source small soft">{deskWords().sources[from.source]}{from.at ? <> · <span class="number">{day(from.at)}</span> · <Age at={from.at} /></> : null}</span>;
}
