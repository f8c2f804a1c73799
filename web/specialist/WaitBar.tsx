import type { ConsultationRow } from '../../shared/consultation/contract.ts';
import { common } from '../i18n/common.ts';
import { dayTime, span } from '../i18n/format.ts';
import { minute } from '../ui/Wait.tsx';
import { drawnWait, takeWithin } from './waiting.ts';
import { listWords } from './words.ts';

/** How long a case waits, in words and drawn against the time in which it should be taken. */
export function WaitBar({ row }: { readonly row: Pick<ConsultationRow, 'priority' | 'waitingSince'> }) {
  const t = listWords();
  const { part, over } = drawnWait(row, minute.value);
  const text = common().waiting(span(minute.value - Date.parse(row.waitingSince)));
  return (
    <span class={over ? 'wait wait--over' : 'wait'} title={t.waitDrawn(text, span(takeWithin[row.priority] * 60_000))}>
      <time class="number" dateTime={row.waitingSince} aria-label={`${text}, ${dayTime(row.waitingSince)}`}>{text}{over ? ` · ${t.over}` : ''}</time>
      <svg class="wait__bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect class="wait__track" width="100" height="6" rx="3" /><rect class="wait__fill" width={part * 100} height="6" rx="3" /></svg>
    </span>
  );
}
