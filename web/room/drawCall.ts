import uPlot from 'uplot';
import '../ui/uplot.css';
import type { CallStay } from '../../shared/room/contract.ts';
import { number, time } from '../i18n/format.ts';

const HEIGHT = 150;

/** Draws what was lost and what had to be invented over the time of a stay, and follows the box's width; gives what removes it. */
export function drawCall(box: HTMLElement, { from, everyMs, series }: CallStay): () => void {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const font = `12px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { font, stroke: colour('--ink-soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } };
  const line = (stroke: string, dash?: number[]): uPlot.Series => ({ stroke, width: 2, dash, points: { show: false }, spanGaps: false });
  const plot = new uPlot(
    {
      width: box.clientWidth || 300, height: HEIGHT, legend: { show: false }, cursor: { show: false },
      scales: { y: { range: (_, __, high) => [0, Math.max(10, Math.ceil(high * 1.1))] } },
      axes: [
        { ...axis, size: 28, space: 70, values: (_, ticks) => ticks.map((tick) => time(tick * 1000)) },
        { ...axis, size: 44, values: (_, ticks) => ticks.map((tick) => `${number(tick)} %`) },
      ],
      series: [{}, line(colour('--ink-soft'), [4, 4]), line(colour('--accent'))],
    },
    [series.lost.map((_, n) => (Date.parse(from) + n * everyMs) / 1000), [...series.lost], [...series.concealed]],
    box,
  );
  const follow = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height: HEIGHT }));
  follow.observe(box);
  return () => {
    follow.disconnect();
    plot.destroy();
  };
}
