import uPlot from 'uplot';
import type { Count, Overview } from '../../shared/overview/contract.ts';
import { number } from '../i18n/format.ts';
import { chartIn, chartLook } from '../ui/chart.ts';
import { countText, monthText } from './texts.ts';

/** A bar of requests for each month, and in it the narrower one of conclusions; a month that is not told says so under its name. */
export function drawMonths(box: HTMLElement, months: Overview['months']): () => void {
  const { colour, axis } = chartLook();
  const bars = (fill: string, stroke: string, size: number): uPlot.Series => ({ fill, stroke, width: 1, points: { show: false }, ...(uPlot.paths.bars ? { paths: uPlot.paths.bars({ size: [size, 64] }) } : {}) });
  return chartIn(
    box, 220,
    {
      scales: { x: { time: false, range: [-0.6, months.length - 0.4] }, y: { range: (_, __, high) => [0, Math.max(5, Math.ceil(high * 1.1))] } },
      axes: [
        { ...axis, grid: { show: false }, size: 44, splits: () => months.map((_, n) => n), values: (_, ticks) => ticks.map((n) => labelOf(months[n], months.length > 4 && box.clientWidth < 90 * months.length)) },
        { ...axis, size: 44, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000], values: (_, ticks) => ticks.map((tick) => number(tick)) },
      ],
      series: [{}, bars(colour('--accent-wash'), colour('--accent'), 0.7), bars(colour('--accent'), colour('--accent'), 0.35)],
    },
    [months.map((_, n) => n), months.map(({ requests }) => drawn(requests)), months.map(({ concluded }) => drawn(concluded))],
  );
}

const drawn = (count: Count): number | null => (typeof count === 'number' ? count : null);

function labelOf(one: Overview['months'][number] | undefined, narrow: boolean): string {
  if (!one) return '';
  const name = narrow ? one.month.slice(5) : monthText(one.month);
  return typeof one.requests === 'number' ? name : `${name}\n${countText(one.requests)}`;
}
