import type { VitalSeries } from '../../shared/record/contract.ts';
import { day, number } from '../i18n/format.ts';
import { patientWords } from './words.ts';

type Point = VitalSeries['points'][number];

const say = (point: Point, unit: string): string =>
  `${number(point.value)}${point.second === undefined ? '' : `/${number(point.second)}`} ${unit}`;

/** A change of less than this part of the value is called "hardly changed"; it says nothing of good or bad. */
const noticeable = 0.03;

/** A series in one plain sentence, for those who can't read a chart or hear the page read. */
export function trendSentence(series: VitalSeries, name: string, unit: string): string {
  const t = patientWords().trend;
  const first = series.points[0];
  const last = series.points.at(-1);
  if (!first || !last) return '';
  const n = String(series.points.length);
  if (first === last) return t.one(name, say(last, unit), day(last.at));
  const change = (last.value - first.value) / (Math.abs(first.value) || 1);
  if (Math.abs(change) < noticeable) return t.same(name, say(last, unit), n);
  return change > 0 ? t.up(name, say(first, unit), say(last, unit), n) : t.down(name, say(first, unit), say(last, unit), n);
}
