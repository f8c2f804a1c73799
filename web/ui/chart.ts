import uPlot from 'uplot';
import './uplot.css';

/** The colours and the axes that all pictures share. */
export function chartLook(): { readonly colour: (name: string) => string; readonly axis: uPlot.Axis } {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return { colour, axis: { font: `12px ${getComputedStyle(document.body).fontFamily}`, stroke: colour('--ink-soft'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false } } };
}

/** Draws into the box and follows its width; gives what removes it. */
export function chartIn(box: HTMLElement, height: number, options: Pick<uPlot.Options, 'scales' | 'axes' | 'series' | 'padding'>, data: uPlot.AlignedData): () => void {
  const plot = new uPlot({ ...options, width: box.clientWidth || 300, height, legend: { show: false }, cursor: { show: false } }, data, box);
  const follow = new ResizeObserver(() => plot.setSize({ width: box.clientWidth, height }));
  follow.observe(box);
  return () => {
    follow.disconnect();
    plot.destroy();
  };
}
