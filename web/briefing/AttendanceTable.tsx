import type { Attendance } from '../../shared/briefing/contract.ts';
import { number, time } from '../i18n/format.ts';
import { Panel } from '../ui/Panel.tsx';
import { briefingWords } from './words.ts';

const minutesOf = ({ stays }: Attendance): number => Math.max(1, Math.round(stays.reduce((sum, { from, to }) => sum + Date.parse(to) - Date.parse(from), 0) / 60_000));

/** Who was there, from which facility, from when to when: as the room noticed it. */
export function AttendanceTable({ attendance }: { readonly attendance: readonly Attendance[] }) {
  const t = briefingWords();
  return (
    <Panel title={t.attendance} aside={<span class="soft number">{number(attendance.length)}</span>}>
      <p class="small soft">{t.attendanceHint}</p>
      {attendance.length === 0 ? <p class="soft">{t.nobody}</p> : (
        <ul class="attendance" aria-label={t.attendance}>
          {attendance.map((one) => (
            <li key={one.person.id} class="attendance__one">
              <span><b>{one.person.name}</b><br /><span class="small soft">{one.facility.name}</span></span>
              <span class="number attendance__when">{one.stays.map(({ from, to }) => `${time(from)} – ${time(to)}`).join('\n')}<br /><span class="small soft">{t.minutesLong(number(minutesOf(one)))}</span></span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
