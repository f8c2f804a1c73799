import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Bar, Case, Measured } from './cases.ts';

const begin = '<!-- bench:call begin -->';
const end = '<!-- bench:call end -->';
const page = 'docs/calls.md';

export type Row = { readonly bar: string; readonly median: string; readonly worst: string; readonly met: boolean };

const medianOf = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) / 2)] ?? 0;

/** One figure over the runs: median and worst, and whether the bar is met (by the worst, unless the bar is about the median). */
export function judge(name: string, bar: Bar, runs: readonly Measured[]): Row {
  const values = runs.map((run) => run[name] ?? Number.NaN);
  const worst = bar.least === undefined ? Math.max(...values) : Math.min(...values);
  const median = medianOf(values);
  const judged = bar.of === 'median' ? median : worst;
  const met = values.length > 0 && (bar.least === undefined || judged >= bar.least) && (bar.most === undefined || judged <= bar.most);
  const wanted = bar.least === undefined ? `<= ${bar.most}` : `>= ${bar.least}`;
  return { bar: `${wanted} ${bar.unit}`, median: String(median), worst: String(worst), met };
}

/** Where the runs of a case are kept, so that an interrupted bench goes on where it stopped. */
export const keptRuns = (folder: string, name: string): string => join(folder, `${name}.json`);

export function readRuns(folder: string, name: string): readonly Measured[] {
  const path = keptRuns(folder, name);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Measured[]) : [];
}

export function writeRuns(folder: string, name: string, runs: readonly Measured[]): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(keptRuns(folder, name), JSON.stringify(runs));
}

/** The table, and what is not met. */
export function report(cases: Readonly<Record<string, Case>>, folder: string): { readonly table: string; readonly unmet: readonly string[] } {
  const unmet: string[] = [];
  const lines = Object.entries(cases).flatMap(([name, { title, bars }]) => {
    const runs = readRuns(folder, name);
    if (runs.length === 0) return [];
    return Object.entries(bars).map(([figure, bar], n) => {
      const row = judge(figure, bar, runs);
      if (!row.met) unmet.push(`${name}: ${row.bar}; median ${row.median}, worst ${row.worst}`);
      return `| ${n === 0 ? `\`${name}\` ${title}` : ''} | ${row.bar} | ${row.median} | ${row.worst} | ${runs.length} | ${row.met ? 'yes' : '**no**'} |`;
    });
  });
  return { table: ['| case | bar | median | worst | runs | met |', '|---|---|---|---|---|---|', ...lines].join('\n'), unmet };
}

/** Puts the table between the marks of docs/calls.md. */
export function writeTable(table: string): void {
  const text = readFileSync(page, 'utf8');
  const [before, rest] = text.split(begin);
  const after = rest?.split(end)[1];
  if (before === undefined || after === undefined) throw new Error(`${page} has lost its marks`);
  writeFileSync(page, `${before}${begin}\n${table}\n${end}${after}`);
}
