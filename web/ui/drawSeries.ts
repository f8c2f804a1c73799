import uPlot from 'uplot';
import './uplot.css';
import type { VitalSeries } from '../../shared/record/contract.ts';
import { day, number } from '../i18n/format.ts';

/** Draws into the box and follows its width; gives what removes it. */
export function drawSeries(box: HTMLElement, { points }: VitalSeries): () => void {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const line = (stroke: string, dash?: number[]): uPlot.Series => ({ stroke, width: 2, dash, points: { show: true, size: 7, stroke, fill: '#fff' } });
  const paired = points.some((point) => point.second !== undefined);
  const axis = { font, stroke: colour('--ink-soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  const plot = new uPlot(
    {
      width: box.clientWidth || 300, height: 180, legend: { show: false }, cursor: { show: false },
      scales: { y: { range: (_, low, high) => [Math.floor(low - (high - low || 10) * 0.15), Math.ceil(high + (high - low || 10) * 0.15)] } },
      axes: [
        { ...axis, size: 30, space: 90, values: (_, ticks) => ticks.map((tick, index) => (index > 0 && day((ticks[index - 1] ?? 0) * 1000) === day(tick * 1000) ? '' : day(tick * 1000))) },
        { ...axis, size: 44, values: (_, ticks) => ticks.map((tick) => number(tick)) },
      ],
      series: [{}, line(colour('--accent')), ...(paired ? [line(colour('--accent'), [5, 4])] : [])],
    },
    [points.map((point) => Date.parse(point.at) / 1000), points.map((point) => point.value), ...(paired ? [points.map((point) => point.second ?? null)] : [])],
    box,
  );
  const follow = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: 180 }));
  follow.observe(box);
  return () => {
    follow.disconnect();
    plot.destroy();
  };
}
