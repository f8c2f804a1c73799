import type { BriefingRow, BriefingRows } from '../../shared/briefing/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { dayTime, time, weekday } from '../i18n/format.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Feedback.tsx';
import { List, ListRow } from '../ui/List.tsx';
import { StatusTag, type Tone } from '../ui/StatusTag.tsx';
import { briefingWords } from './words.ts';

export const tones: Readonly<Record<BriefingRow['state'], Tone>> = { planned: 'waiting', open: 'active', over: 'done', cancelled: 'stopped' };

export function ListPage({ mayPlan }: { readonly mayPlan: boolean }) {
  const query = useQuery('briefings', {}, {}, { every: 60_000 });
  return <QueryView query={query}>{(value) => <ListView value={value} mayPlan={mayPlan} />}</QueryView>;
}

export function ListView({ value: { rows }, mayPlan }: { readonly value: BriefingRows; readonly mayPlan: boolean }) {
  const t = briefingWords();
  const coming = rows.filter(({ state }) => state === 'planned' || state === 'open');
  const past = rows.filter((row) => !coming.includes(row));
  const plan = mayPlan ? <ButtonLink kind="primary" href="/briefings/new">{t.plan}</ButtonLink> : undefined;
  return (
    <div class="stack-loose measure">
      <div class="row-between"><h1>{t.title}</h1>{rows.length > 0 ? plan : null}</div>
      {rows.length === 0 ? <EmptyState title={t.none} action={plan}>{t.noneText}</EmptyState> : null}
      {coming.length > 0 ? <Rows label={t.coming} rows={coming} /> : null}
      {past.length > 0 ? <Rows label={t.past} rows={past} /> : null}
    </div>
  );
}

function Rows({ label, rows }: { readonly label: string; readonly rows: readonly BriefingRow[] }) {
  const t = briefingWords();
  return (
    <section class="stack-tight" aria-label={label}>
      <h2>{label}</h2>
      <List label={label}>
        {rows.map(({ id, title, state, start, end, host, facility, place, signed }) => (
          <ListRow key={id} href={`/briefings/${encodeURIComponent(id)}`} title={title} aside={<StatusTag tone={tones[state]}>{signed ? t.signed : t.states[state]}</StatusTag>}>
            <span><b class="number">{weekday(start)} {dayTime(start)} – {time(end)}</b> · {facility.name} · {place === 'host' ? t.youLead : t.leads(host.name)}</span>
          </ListRow>
        ))}
      </List>
    </section>
  );
}
