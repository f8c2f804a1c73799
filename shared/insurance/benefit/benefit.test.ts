import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { benefitOf, categoryOf, visitTypeOf, type Visit } from './benefit.ts';
import { begins, categoryRows, groupRows, inForce, levelRows, visitTypeRows } from './rules.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

const visit = (more: Partial<Visit> = {}): Visit => ({ date: '2026-11-22', category: '1.1', setting: 'outpatient', mode: 'present', ...more });
const card = (start: string) => `${start}121234567801`;
const percent = (start: string, more: Partial<Visit> = {}) => benefitOf(card(start), visit(more)).percent;

/** Days around every border of the table, and any others until 2035. */
const borders = [...levelRows, ...groupRows, ...categoryRows, ...visitTypeRows].flatMap(({ from, to }) => [from, ...(to ? [to] : [])]);
const day = fc.oneof(fc.constantFrom(...borders), fc.date({ min: new Date(begins), max: new Date('2035-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10)));
const keysOf = <T extends object>(rows: readonly T[], key: (row: T) => string) => [...new Set(rows.map(key))];

describe('the table of benefits', () => {
  it.each([
    ['levels', levelRows, (r: (typeof levelRows)[number]) => r.level],
    ['categories', categoryRows, (r: (typeof categoryRows)[number]) => `${r.category} ${r.setting}`],
    ['kinds of visit', visitTypeRows, (r: (typeof visitTypeRows)[number]) => r.mode],
  ] as const)('%s have exactly one row for every day', (_what, rows, key) => {
    const all = rows as readonly { readonly from: string; readonly to?: string }[];
    const of = key as (row: unknown) => string;
    fc.assert(fc.property(day, fc.constantFrom(...keysOf(all, of)), (date, k) => {
      expect(all.filter((row) => of(row) === k && inForce([row as never], date))).toHaveLength(1);
    }), { numRuns: 2000 });
  });

  it('speaks about every category in both settings, with a source for each row', () => {
    expect(new Set(categoryRows.map(({ category }) => category)).size).toBe(27);
    for (const category of new Set(categoryRows.map((row) => row.category)))
      expect(new Set(categoryRows.filter((row) => row.category === category).map(({ setting }) => setting)).size).toBe(2);
    for (const row of [...levelRows, ...groupRows, ...categoryRows, ...visitTypeRows]) expect(row.source).not.toBe('');
  });

  it('gives a percentage from 0 to 100 and at least one reason, for whatever card and day', () => {
    const anyVisit = fc.record({ date: day, category: fc.constantFrom(...categoryRows.map((r) => r.category)), setting: fc.constantFrom('outpatient' as const, 'inpatient' as const), mode: fc.constantFrom('remote' as const, 'present' as const) });
    fc.assert(fc.property(fc.oneof(fc.stringMatching(/^[A-Z]{2}[1-5]\d{12}$/), fc.stringMatching(/^\d{10}$/), fc.string()), anyVisit, (number, v) => {
      const { percent: p, because } = benefitOf(number, v);
      expect(because.length).toBeGreaterThan(0);
      expect(p === undefined || (p >= 0 && p <= 100)).toBe(true);
    }));
  });
});

describe('what is paid', () => {
  it.each([['DT1', 100], ['DT2', 100], ['GD3', 95], ['GD4', 80], ['QN5', 100]])('%s at the facility of registration: %d %%', (start, p) => expect(percent(start)).toBe(p));

  it('follows the changes of 2026 for the near-poor and LH', () => {
    expect([percent('CN3', { date: '2025-12-31' }), percent('CN3', { date: '2026-01-01' })]).toEqual([95, 100]);
    expect([percent('LH4', { date: '2025-12-31' }), percent('LH4', { date: '2026-01-01' })]).toEqual([80, 100]);
    expect(percent('GD4', { date: '2026-01-01' })).toBe(80);
    expect(benefitOf(card('CN3'), visit()).because).toContainEqual({ kind: 'level-changed', group: 'CN', from: '3', level: '2', since: '2026-01-01' });
  });

  it('is whole at a facility of the initial level, whatever the card', () => {
    for (const number of [card('GD4'), '1234567801']) expect(benefitOf(number, visit({ category: '1.2' }))).toMatchObject({ percent: 100, because: [{ kind: 'category', category: '1.2', pays: 'full' }], toConfirm: false });
  });

  it('of a self-referred outpatient is nothing until June 2026 and half from July', () => {
    for (const category of ['1.13', '1.14', '1.18']) expect(['2026-06-30', '2026-07-01'].map((date) => percent('GD4', { category, date }))).toEqual([0, 40]);
  });

  it('at a former central hospital is 40 % of the level in bed and nothing otherwise', () => {
    expect([percent('GD4', { category: '3.1', setting: 'inpatient' }), percent('GD4', { category: '3.1' })]).toEqual([32, 0]);
  });

  it('is not guessed: a person decides where no rule does', () => {
    for (const v of [visit({ category: undefined }), visit({ category: '10' }), visit({ category: '99' }), visit({ date: '2019-01-01' })]) expect(benefitOf(card('GD4'), v)).toMatchObject({ because: [{ kind: 'unknown' }], toConfirm: true });
    expect(benefitOf('1234567801', visit())).toMatchObject({ because: [{ kind: 'unknown', what: 'level' }, { kind: 'category' }], toConfirm: true });
    expect(benefitOf('1234567801', visit())).not.toHaveProperty('percent');
  });

  it('marks what rests on an unconfirmed row', () => {
    expect([benefitOf(card('DT2'), visit()).toConfirm, benefitOf(card('GD4'), visit()).toConfirm]).toEqual([true, false]);
  });

  it('names remote care by its code, 14 since August 2026', () => {
    expect(benefitOf(card('GD4'), visit({ category: '1.2', mode: 'remote' })).because).toContainEqual({ kind: 'remote-care', visitType: '14' });
    expect(visitTypeOf({ mode: 'remote', date: '2026-07-31' })).toBe('01');
  });

  it('the category at the desk is what the desk knows', () => {
    expect(categoryOf({ code: '12101', careLevel: 'initial' }, '12102')).toBe('1.2');
    expect(categoryOf({ code: '12001', careLevel: 'basic' }, '12001')).toBe('1.1');
    expect(categoryOf({ code: '12001', careLevel: 'basic' }, '12101')).toBeUndefined();
    expect(categoryOf({ code: '' }, undefined)).toBeUndefined();
  });
});
