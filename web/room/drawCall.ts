import type uPlot from 'uplot';
import type { CallStay } from '../../shared/room/contract.ts';
import { number, time } from '../i18n/format.ts';
import { chartIn, chartLook } from '../ui/chart.ts';

/** Draws what was lost and what had to be invented over the time of a stay; gives what removes it. */
export function drawCall(box: HTMLElement, { from, everyMs, series }: CallStay): () => void {
  const { colour, axis } = chartLook();
  const line = (stroke: string, dash?: number[]): uPlot.Series => ({ stroke, width: 2, dash, points: { show: false }, spanGaps: false });
  return chartIn(
    box, 150,
    {
      scales: { y: { range: (_, __, high) => [0, Math.max(10, Math.ceil(high * 1.1))] } },
      axes: [
        { ...axis, size: 28, space: 70, values: (_, ticks) => ticks.map((tick) => time(tick * 1000)) },
        { ...axis, size: 44, values: (_, ticks) => ticks.map((tick) => `${number(tick)} %`) },
      ],
      series: [{}, line(colour('--ink-soft'), [4, 4]), line(colour('--accent'))],
    },
    [series.lost.map((_, n) => (Date.parse(from) + n * everyMs) / 1000), [...series.lost], [...series.concealed]],
  );
}
