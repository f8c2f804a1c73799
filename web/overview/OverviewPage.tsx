import { useState } from 'preact/hooks';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { Select } from '../ui/Field.tsx';
import { OverviewView } from './OverviewView.tsx';
import { lastMonths, monthText, mostMonths } from './texts.ts';
import { overviewWords } from './words.ts';

/** The health department's screen. */
export function OverviewPage() {
  const t = overviewWords();
  const months = lastMonths(new Date());
  const [to, setTo] = useState(months[0] ?? '');
  const [from, setFrom] = useState(months[5] ?? '');
  // A year at most, and not backwards: the other end follows.
  const begin = from > to ? to : months.indexOf(from) - months.indexOf(to) >= mostMonths ? (months[months.indexOf(to) + mostMonths - 1] ?? to) : from;
  const query = useQuery('overview', {}, { from: begin, to });
  const options = months.map((month) => ({ value: month, label: monthText(month) }));
  return (
    <div class="stack-loose">
      <div class="row-between overview__head">
        <h1>{t.title}</h1>
        <div class="row"><Select id="from" label={t.from} value={begin} options={options.filter(({ value }) => value <= to).slice(0, mostMonths)} onChange={setFrom} /><Select id="to" label={t.to} value={to} options={options} onChange={setTo} /></div>
      </div>
      <QueryView query={query}>{(overview) => <OverviewView overview={overview} />}</QueryView>
    </div>
  );
}
