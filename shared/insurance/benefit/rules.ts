/**
 * What the insurance pays, as dated data: correct a row here and nothing else changes. `confirm`: taken from a secondary
 * source and not yet compared with the decree itself. Dates are calendar days in Vietnam, both inclusive.
 */
type Dated = { readonly from: string; readonly to?: string; readonly source: string; readonly confirm: boolean };

export type LevelRow = Dated & { readonly level: string; readonly percent: number };
/** The printed level of a group's card is read as another one. */
export type GroupRow = Dated & { readonly group: string; readonly printed: string; readonly level: string };
export type Setting = 'outpatient' | 'inpatient';
/** `share`: that part of what the level would give. `by-hand`: the category does not decide, or does not fit this setting. */
export type CategoryRow = Dated & { readonly category: string; readonly setting: Setting } & (
  | { readonly pays: 'full' | 'level' | 'nothing' | 'by-hand' }
  | { readonly pays: 'share'; readonly share: number }
);
/** Codes of the kind of visit (MA_LOAI_KCB). */
export type VisitTypeRow = Dated & { readonly mode: 'remote' | 'present'; readonly code: string };

/** The first day that the table speaks about; for an earlier visit a person decides. */
export const begins = '2025-07-01';
const half = { begin: '2026-07-01', dayBefore: '2026-06-30' } as const;
const cards = 'QĐ 1351/QĐ-BHXH 2015, QĐ 1697/2023, QĐ 1018/2024';
const categories = 'QĐ 3276/QĐ-BYT 2025; Luật 51/2024, NĐ 188/2025, TT 01/2025';

export const levelRows: readonly LevelRow[] = [
  { level: '1', percent: 100, from: begins, source: cards, confirm: true },
  { level: '2', percent: 100, from: begins, source: cards, confirm: true },
  { level: '3', percent: 95, from: begins, source: cards, confirm: false },
  { level: '4', percent: 80, from: begins, source: cards, confirm: false },
  { level: '5', percent: 100, from: begins, source: cards, confirm: true },
];

export const groupRows: readonly GroupRow[] = [
  { group: 'CN', printed: '3', level: '2', from: '2026-01-01', source: 'NQ 261/2025/QH15, CV 38/BYT-BH', confirm: false },
  { group: 'LH', printed: '4', level: '2', from: '2026-01-01', source: 'NQ 261/2025/QH15, CV 38/BYT-BH', confirm: false },
];

const row = (category: string, setting: Setting, pays: 'full' | 'level' | 'nothing' | 'by-hand', confirm = false): CategoryRow => ({ category, setting, pays, from: begins, source: categories, confirm });
const both = (category: string, pays: 'full' | 'level' | 'nothing' | 'by-hand', confirm = false) => [row(category, 'outpatient', pays, confirm), row(category, 'inpatient', pays, confirm)];
const outpatientOnly = (category: string) => [row(category, 'outpatient', 'level'), row(category, 'inpatient', 'by-hand')];
const inpatientOnly = (category: string) => [row(category, 'outpatient', 'by-hand'), row(category, 'inpatient', 'level')];
/** Nothing until 30 June 2026, half of the level from 1 July. */
const halfFromJuly = (category: string): readonly CategoryRow[] => [
  { ...row(category, 'outpatient', 'nothing'), to: half.dayBefore },
  { category, setting: 'outpatient', pays: 'share', share: 0.5, from: half.begin, source: categories, confirm: false },
  row(category, 'inpatient', 'by-hand'),
];

/** Every MA_DOITUONG_KCB. Its own numbering skips row 22, so that a row may be missing here. */
export const categoryRows: readonly CategoryRow[] = [
  ...['1.1', '1.3', '1.4', '1.5', '1.6', '1.7', '1.11', '1.16', '1.17', '2', '3.3', '7'].flatMap((category) => both(category, 'level')),
  ...both('1.2', 'full'),
  ...outpatientOnly('1.12'),
  ...['1.13', '1.14', '1.18'].flatMap(halfFromJuly),
  ...['1.15', '3.2', '3.6'].flatMap(inpatientOnly),
  row('3.1', 'outpatient', 'nothing'),
  { category: '3.1', setting: 'inpatient', pays: 'share', share: 0.4, from: begins, source: categories, confirm: false },
  ...['7.2', '7.3', '7.4', '8', '10'].flatMap((category) => both(category, 'by-hand', true)),
  ...both('9', 'nothing'),
];

/** Code 14 came with the list of 2026; before it, remote care through a receiving facility was written as 01. */
export const visitTypeRows: readonly VisitTypeRow[] = [
  { mode: 'remote', code: '01', from: begins, to: '2026-07-31', source: 'own', confirm: true },
  { mode: 'remote', code: '14', from: '2026-08-01', source: 'QĐ 1804/QĐ-BYT 2026; NĐ 96/2023 Đ87 k9', confirm: false },
  { mode: 'present', code: '01', from: begins, source: 'QĐ 1804/QĐ-BYT 2026', confirm: false },
];

/** The row of those given that is in force on a day. */
export const inForce = <Row extends Dated>(rows: readonly Row[], date: string): Row | undefined => rows.find(({ from, to }) => from <= date && (to === undefined || date <= to));
