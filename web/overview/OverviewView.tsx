import './overview.css';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Count, Figures, Overview } from '../../shared/overview/contract.ts';
import { common } from '../i18n/common.ts';
import { consultationWords } from '../i18n/consultation.ts';
import { number, span } from '../i18n/format.ts';
import { EmptyState } from '../ui/Feedback.tsx';
import { Table } from '../ui/List.tsx';
import { Panel } from '../ui/Panel.tsx';
import { Tabs } from '../ui/Tabs.tsx';
import { useDrawing } from '../ui/useDrawing.ts';
import { countText, figureText, monthText } from './texts.ts';
import { overviewWords } from './words.ts';

const priorities = ['stat', 'urgent', 'routine'] as const;

/** More than this of speech missing makes a stay hard to hear (shared/overview/contract.ts). */
const badConcealed = 5;

/** The figures of some months: what a health department asks of the whole, and nobody's name. */
export function OverviewView({ overview }: { readonly overview: Overview }) {
  const t = overviewWords();
  const { total, facilities, stations, specialties, calls } = overview;
  if (total.requests === 0) return <EmptyState title={t.none}>{t.noneText}</EmptyState>;
  if (typeof total.requests !== 'number') return <EmptyState title={t.few}>{t.fewText}</EmptyState>;
  return (
    <div class="stack-loose">
      <Key total={total} />
      <Months overview={overview} />
      <Groups title={t.facilities} of={t.facility} rows={facilities} />
      <Groups title={t.stations} of={t.facility} rows={stations} />
      <Groups title={t.specialties} of={t.specialty} rows={specialties.map((one) => ({ name: consultationWords().specialties[one.specialty], ...one }))} />
      <Calls calls={calls} />
      <div class="stack-tight small soft"><p>{t.rules(priorities.map((one) => `${consultationWords().priorities[one].toLocaleLowerCase()} ${span(overview.stated[one] * 60_000)}`).join(', '))}</p><p>{t.smallText}</p></div>
    </div>
  );
}

function Key({ total }: { readonly total: Figures }) {
  const t = overviewWords();
  const facts: readonly (readonly [string, string])[] = [
    [t.requests, countText(total.requests)], [t.concluded, countText(total.concluded)], [t.inTime, figureText(total.inTime, t.percent)], [t.waitMedian, figureText(total.waitMedian, t.minutes)], [t.waitNinth, figureText(total.waitNinth, t.minutes)], [t.concludedMedian, figureText(total.concludedMedian, t.hours)],
  ];
  return <dl class="overview__key">{facts.map(([name, value]) => <div key={name}><dt>{name}</dt><dd class="number">{value}</dd></div>)}</dl>;
}

function Months({ overview: { months, from, to, total } }: { readonly overview: Overview }) {
  const t = overviewWords();
  const c = common();
  const [view, setView] = useState<'picture' | 'table'>('picture');
  return (
    <Panel title={t.months}>
      <Tabs id="months" label={t.months} current={view} onSelect={setView} tabs={[{ key: 'picture', label: c.asPicture }, { key: 'table', label: c.asTable }]}>
        {view === 'picture' ? (
          <figure class="stack-tight overview__figure">
            <MonthsPicture months={months} says={t.picture(monthText(from), monthText(to), countText(total.requests))} />
            <figcaption class="overview__legend small"><span><i class="overview__mark" />{t.legendRequests}</span><span><i class="overview__mark overview__mark--full" />{t.legendConcluded}</span></figcaption>
          </figure>
        ) : <FiguresTable caption={t.months} of={t.month} rows={months.map((one) => ({ name: monthText(one.month), ...one }))} />}
      </Tabs>
    </Panel>
  );
}

function MonthsPicture({ months, says }: { readonly months: Overview['months']; readonly says: string }) {
  const box = useDrawing(async () => (await import('./drawMonths.ts')).drawMonths, months);
  return <div class="overview__picture" ref={box} role="img" aria-label={says} />;
}

type Row = Figures & { readonly name: string };

function Groups({ title, of, rows }: { readonly title: string; readonly of: string; readonly rows: readonly Row[] }) {
  return <Panel title={title}><FiguresTable caption={title} of={of} rows={rows} bars /></Panel>;
}

function FiguresTable({ caption, of, rows, bars = false }: { readonly caption: string; readonly of: string; readonly rows: readonly Row[]; readonly bars?: boolean }) {
  const t = overviewWords();
  const most = Math.max(1, ...rows.map(({ requests }) => (typeof requests === 'number' ? requests : 0)));
  const figure = (text: string): ComponentChildren => <span class="number overview__cell">{text}</span>;
  return (
    <div class="overview__table"><Table caption={caption} head={[of, t.requests, t.concluded, t.inTime, t.waitMedian, t.waitNinth, t.concludedMedian]} rows={rows.map((row) => [
      <b class="overview__name">{row.name}</b>,
      bars ? <Counted count={row.requests} most={most} /> : figure(countText(row.requests)),
      figure(countText(row.concluded)), figure(figureText(row.inTime, t.percent)), figure(figureText(row.waitMedian, t.minutes)), figure(figureText(row.waitNinth, t.minutes)), figure(figureText(row.concludedMedian, t.hours)),
    ])} /></div>
  );
}

/** The number, and under it how much that is of the most; the bar says nothing that the number does not. */
function Counted({ count, most }: { readonly count: Count; readonly most: number }) {
  return (
    <span class="overview__count">
      <span class="number">{countText(count)}</span>
      <svg class="overview__bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true"><rect width={typeof count === 'number' ? (100 * count) / most : 0} height="6" /></svg>
    </span>
  );
}

function Calls({ calls }: { readonly calls: Overview['calls'] }) {
  const t = overviewWords();
  if (calls.stays === 0) return <Panel title={t.calls}><p class="soft">{t.noCalls}</p></Panel>;
  const cells = (one: Overview['calls'] | Overview['calls']['months'][number]) => [countText(one.stays), figureText(one.firstSound, t.seconds), figureText(one.concealed, t.percent), figureText(one.bad, t.percent)];
  const rows = calls.months.filter(({ stays }) => stays !== 0).map((one) => [monthText(one.month), ...cells(one)]);
  return (
    <Panel title={t.calls}>
      <dl class="overview__key">{[t.stays, t.firstSound, t.concealed, t.bad].map((name, n) => <div key={name}><dt>{name}</dt><dd class="number">{cells(calls)[n]}</dd></div>)}</dl>
      <Table caption={t.calls} head={[t.month, t.stays, t.firstSound, t.concealed, t.bad]} rows={rows.map((row) => row.map((text) => <span class="number overview__cell">{text}</span>))} />
      <p class="small soft">{t.badHint(number(badConcealed))}</p>
    </Panel>
  );
}
