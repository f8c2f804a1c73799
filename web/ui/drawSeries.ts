import type uPlot from 'uplot';
import type { VitalSeries } from '../../shared/record/contract.ts';
import { day, number } from '../i18n/format.ts';
import { chartIn, chartLook } from './chart.ts';

/** The values over time; two lines where each measurement has two. Gives what removes it. */
export function drawSeries(box: HTMLElement, { points }: VitalSeries): () => void {
  const { colour, axis } = chartLook();
  const line = (stroke: string, dash?: number[]): uPlot.Series => ({ stroke, width: 2, dash, points: { show: true, size: 7, stroke, fill: '#fff' } });
  const paired = points.some((point) => point.second !== undefined);
  return chartIn(
    box, 180,
    {
      // A date under the last value reaches half its width beyond it.
      padding: [null, 36, null, null],
      scales: { y: { range: (_, low, high) => [Math.floor(low - (high - low || 10) * 0.15), Math.ceil(high + (high - low || 10) * 0.15)] } },
      axes: [
        { ...axis, size: 30, space: 90, values: (_, ticks) => ticks.map((tick, index) => (index > 0 && day((ticks[index - 1] ?? 0) * 1000) === day(tick * 1000) ? '' : day(tick * 1000))) },
        { ...axis, size: 44, values: (_, ticks) => ticks.map((tick) => number(tick)) },
      ],
      series: [{}, line(colour('--accent')), ...(paired ? [line(colour('--accent'), [5, 4])] : [])],
    },
    [points.map((point) => Date.parse(point.at) / 1000), points.map((point) => point.value), ...(paired ? [points.map((point) => point.second ?? null)] : [])],
  );
}
