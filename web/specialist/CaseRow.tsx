import { Link } from 'wouter-preact';
import type { ConsultationRow } from '../../shared/consultation/contract.ts';
import { consultationWords } from '../i18n/consultation.ts';
import { day, dayKey, time } from '../i18n/format.ts';
import { PriorityTag, StateTag } from '../ui/ConsultationTags.tsx';
import { ageAndSex } from './person.ts';
import { WaitBar } from './WaitBar.tsx';
import { listWords } from './words.ts';

const at = (start: string) => (dayKey(start) === dayKey(Date.now()) ? time(start) : `${day(start).slice(0, 5)} ${time(start)}`);

type CaseRowProps = { readonly row: ConsultationRow; readonly current: boolean; /** The signed-in specialist. */ readonly own: string | undefined };

/** One case: what is asked first, then who, from where, and how long it has waited. */
export function CaseRow({ row, current, own }: CaseRowProps) {
  const t = listWords();
  const [first = '', ...others] = row.questions;
  return (
    <li class={`case-row case-row--${row.priority}${current ? ' case-row--current' : ''}`}>
      <span class="case-row__priority"><PriorityTag priority={row.priority} always /></span>
      <div class="case-row__asked">
        <Link href={`/specialist/case/${row.id}`} className="list__link" data-case={row.id}>{first}</Link>
        {others.length > 0 ? <span class="soft small"> {t.more(String(others.length))}</span> : null}
        <p class="small soft"><b>{row.patient.name}</b>{ageAndSex(row.patient)} · {row.station.name} · {consultationWords().specialties[row.specialty]}</p>
      </div>
      <div class="case-row__state">
        <StateTag state={row.state} />
        <span class="small soft">{row.specialist ? (row.specialist.id === own ? t.yours : t.takenBy(row.specialist.name)) : ''}</span>
        {row.appointment ? <span class="small number">{t.booked(at(row.appointment.start))}</span> : null}
      </div>
      <WaitBar row={row} />
    </li>
  );
}
