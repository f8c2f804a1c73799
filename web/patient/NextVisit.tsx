import type { ConsultationRow } from '../../shared/consultation/contract.ts';
import { day, span, time, weekday } from '../i18n/format.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useNow } from './useNow.ts';
import { patientWords } from './words.ts';

export const whenWords = (row: ConsultationRow): string =>
  row.appointment ? `${time(row.appointment.start)} ${weekday(row.appointment.start)} ${day(row.appointment.start)}` : '';

/** The next visit, as large as it matters: when, how long until then, with whom, and how to get in. */
export function NextVisit({ row }: { readonly row: ConsultationRow }) {
  const t = patientWords();
  const { appointment } = row;
  const room = `/patient/visit/${row.id}/room`;
  const may = row.actions.includes('join');
  return (
    <section class="next-visit" aria-label={t.next}>
      <h2>{t.next}</h2>
      {appointment ? (
        <p class="next-visit__when"><b class="next-visit__time number">{time(appointment.start)}</b><span>{weekday(appointment.start)}<br /><b class="number">{day(appointment.start)}</b></span></p>
      ) : null}
      <Countdown row={row} />
      <p><b>{t.with(row.specialist?.name ?? '', row.facility.name)}</b></p>
      <p>{t.at(row.station.name)}</p>
      {may ? <ButtonLink kind="primary" large wide href={room}><Icon name="video" />{t.join}</ButtonLink> : null}
      <ButtonLink large wide href="/patient/check">{t.prepare}</ButtonLink>
      <p class="soft">{may ? t.joinText : t.opensLater}</p>
    </section>
  );
}

/** In words; said aloud by a screen reader only when asked, because it changes all the time. */
function Countdown({ row }: { readonly row: ConsultationRow }) {
  const t = patientWords();
  const now = useNow();
  if (row.state !== 'scheduled') return <p class="next-visit__now" role="status">{t.states[row.state]}</p>;
  const start = Date.parse(row.appointment?.start ?? '');
  const end = Date.parse(row.appointment?.end ?? '');
  if (now < start) return <p class="next-visit__left number">{t.in(span(start - now + 59_000))}</p>;
  return <p class="next-visit__now" role="status">{now < end ? t.now : t.late}</p>;
}
