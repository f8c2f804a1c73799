import { expect, test } from '@jest/globals';
import type { VitalSeries } from '../../shared/record/contract.ts';
import { trendSentence } from './trend.ts';

const series = (...values: readonly (readonly [number, number?])[]): VitalSeries => ({
  code: 'blood-pressure', unit: 'mm[Hg]', points: values.map(([value, second], n) => ({ at: `2026-1${String(n)}-02T02:00:00Z`, value, ...(second === undefined ? {} : { second }) })),
});

test('a series is said in one sentence that names the first and the last value', () => {
  expect(trendSentence(series([138, 86], [158, 96]), 'Huyết áp', 'mmHg')).toBe('Huyết áp tăng từ 138/86 mmHg lên 158/96 mmHg sau 2 lần đo.');
  expect(trendSentence(series([60], [52.5]), 'Cân nặng', 'kg')).toBe('Cân nặng giảm từ 60 kg xuống 52,5 kg sau 2 lần đo.');
});

test('a small change is not made into a story', () => {
  expect(trendSentence(series([100], [102]), 'Mạch', 'lần/phút')).toContain('gần như không đổi');
});

test('a single value is told with its day, none at all gives no sentence', () => {
  expect(trendSentence(series([37]), 'Nhiệt độ', '°C')).toBe('Nhiệt độ: 37 °C, đo ngày 02/10/2026.');
  expect(trendSentence(series(), 'Nhiệt độ', '°C')).toBe('');
});
