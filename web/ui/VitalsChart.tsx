import { useState } from 'preact/hooks';
import type { VitalSeries } from '../../shared/record/contract.ts';
import { common } from '../i18n/common.ts';
import { dayTime, number } from '../i18n/format.ts';
import { vitalWords } from '../i18n/vitals.ts';
import { Table } from './List.tsx';
import { Tabs } from './Tabs.tsx';
import { useDrawing } from './useDrawing.ts';

export const seriesName = (code: VitalSeries['code']): string => vitalWords().series[code];

/** UCUM codes as people write them. */
export const unitText = (ucum: string): string => ({ 'mm[Hg]': 'mmHg', Cel: '°C', '/min': vitalWords().perMinute, '{beats}/min': vitalWords().perMinute })[ucum] ?? ucum;

const pointText = ({ value, second }: VitalSeries['points'][number]) => (second === undefined ? number(value) : `${number(value)}/${number(second)}`);

/** One measured value over time as a picture, with the same values as a table; a single value needs neither. */
export function VitalsChart({ series }: { readonly series: VitalSeries }) {
  const [view, setView] = useState<'picture' | 'table'>('picture');
  const t = common();
  const name = seriesName(series.code);
  const last = series.points.at(-1);
  if (!last) return <p class="soft">{t.noValues}</p>;
  return (
    <figure class="stack-tight">
      <figcaption class="row-between"><b>{name}</b><span><b class="large number">{pointText(last)}</b> <span class="soft small">{unitText(series.unit)} · {dayTime(last.at)}</span></span></figcaption>
      {series.points.length < 2 ? null : <Tabs id={`series-${series.code}`} label={name} current={view} onSelect={setView} tabs={[{ key: 'picture', label: t.asPicture }, { key: 'table', label: t.asTable }]}>
        {view === 'picture' ? <Picture series={series} /> : (
          <Table caption={name} head={[t.time, `${t.value} (${unitText(series.unit)})`]} rows={series.points.toReversed().map((point) => [dayTime(point.at), pointText(point)])} />
        )}
      </Tabs>}
    </figure>
  );
}

function Picture({ series }: { readonly series: VitalSeries }) {
  const box = useDrawing(async () => (await import('./drawSeries.ts')).drawSeries, series);
  const first = series.points[0];
  const last = series.points.at(-1);
  const says = first && last ? `${seriesName(series.code)}: ${pointText(first)} (${dayTime(first.at)}) – ${pointText(last)} (${dayTime(last.at)})` : '';
  return <div class="chart" ref={box} role="img" aria-label={says} />;
}
