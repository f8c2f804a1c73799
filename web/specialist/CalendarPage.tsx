import './specialist.css';
import type { FreeSlots } from '../../shared/booking/contract.ts';
import type { ConsultationRows } from '../../shared/consultation/contract.ts';
import type { Me } from '../../shared/identity/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { dayKey, time } from '../i18n/format.ts';
import { EmptyState } from '../ui/Feedback.tsx';
import { List, ListRow } from '../ui/List.tsx';
import { StateTag } from '../ui/ConsultationTags.tsx';
import { planOf, type DayPlan } from './dayPlan.ts';
import { practitionerId } from './duty.ts';
import { ageAndSex } from './person.ts';
import { listWords } from './words.ts';

/** What is booked and what is still free, today and tomorrow. */
export function CalendarPage({ person }: { readonly person: Me }) {
  const practitioner = practitionerId(person);
  const mine = useQuery('consultations', {}, { list: 'mine' }, { every: 60_000 });
  const free = useQuery('freeSlots', practitioner ? {} : undefined, { practitioner: practitioner ?? '', limit: 100 }, { every: 60_000 });
  return (
    <div class="dense stack-loose">
      <h1>{listWords().calendar}</h1>
      <QueryView query={mine}>{(rows) => <Calendar rows={rows} free={free.value} now={Date.now()} />}</QueryView>
    </div>
  );
}

export function Calendar({ rows, free, now }: { readonly rows: ConsultationRows; readonly free: FreeSlots | undefined; readonly now: number }) {
  const t = listWords();
  const tomorrow = now + 24 * 3_600_000;
  return <div class="grid-2">{([[t.today, now], [t.tomorrow, tomorrow]] as const).map(([title, at]) => <Day key={title} title={title} plan={planOf(rows.rows, free?.slots ?? [], dayKey(at))} />)}</div>;
}

function Day({ title, plan }: { readonly title: string; readonly plan: DayPlan }) {
  const t = listWords();
  return (
    <section class="stack">
      <h2>{title}</h2>
      {plan.booked.length === 0 ? <EmptyState title={t.noPlan}>{t.noPlanText}</EmptyState> : (
        <List label={title}>
          {plan.booked.map((row) => (
            <ListRow key={row.id} href={`/specialist/case/${row.id}`} aside={<StateTag state={row.state} />} title={<><span class="number">{time(row.appointment.start)}</span> {row.patient.name}{ageAndSex(row.patient)}</>}>
              <p class="small soft">{row.station.name} · {row.questions[0]}</p>
            </ListRow>
          ))}
        </List>
      )}
      {plan.free.length > 0 ? <p class="soft small">{t.freeTimes(String(plan.free.length))}: <span class="number">{plan.free.map((start) => time(start)).join(', ')}</span></p> : null}
    </section>
  );
}
