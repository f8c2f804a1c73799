import type { BenefitReason, InsuranceBenefit } from '../contract.ts';
import { categoryRows, groupRows, inForce, levelRows, visitTypeRows, type CategoryRow, type Setting } from './rules.ts';

/** What decides about a percentage. */
export type Visit = {
  /** Calendar day in Vietnam. */
  readonly date: string;
  /** MA_DOITUONG_KCB; absent where the desk can't tell. */
  readonly category?: string;
  readonly setting: Setting;
  readonly mode: 'remote' | 'present';
};

/** MA_LOAI_KCB of a visit, e.g. 14 for remote care since August 2026. */
export const visitTypeOf = ({ mode, date }: Pick<Visit, 'mode' | 'date'>): string | undefined => inForce(visitTypeRows.filter((row) => row.mode === mode), date)?.code;

/**
 * The category of a visit by what the desk knows: a facility of the initial level pays whole, registered there or not
 * (1.2); else the facility of registration (1.1). Anything else needs papers, and a person who reads them.
 */
export function categoryOf(facility: { readonly code: string; readonly careLevel?: string }, registeredFacility: string | undefined): string | undefined {
  if (facility.careLevel === 'initial') return '1.2';
  return registeredFacility !== undefined && registeredFacility === facility.code ? '1.1' : undefined;
}

/** What part of the cost within scope is paid for this card at this visit, and why. */
export function benefitOf(cardNumber: string, visit: Visit): InsuranceBenefit {
  const { date, category, setting } = visit;
  const level = levelOf(cardNumber, date);
  const rule = category === undefined ? undefined : inForce(categoryRows.filter((row) => row.category === category && row.setting === setting), date);
  const type = visit.mode === 'remote' ? visitTypeOf(visit) : undefined;
  const remote: BenefitReason[] = type ? [{ kind: 'remote-care', visitType: type }] : [];
  if (!rule || rule.pays === 'by-hand') return { date, because: [{ kind: 'unknown', what: 'category' }, ...remote], toConfirm: true };
  const reason: BenefitReason = { kind: 'category', category: rule.category, pays: rule.pays, ...(rule.pays === 'share' ? { share: rule.share } : {}) };
  const levelDecides = rule.pays === 'level' || rule.pays === 'share';
  if (levelDecides && level.percent === undefined) return { date, because: [{ kind: 'unknown', what: 'level' }, reason, ...remote], toConfirm: true };
  return {
    date,
    percent: percentOf(rule, level.percent ?? 0),
    because: [reason, ...(levelDecides ? level.reasons : []), ...remote],
    toConfirm: rule.confirm || (levelDecides && level.confirm),
  };
}

function percentOf(rule: CategoryRow, level: number): number {
  switch (rule.pays) {
    case 'full':
      return 100;
    case 'level':
      return level;
    case 'share':
      return Math.round(level * rule.share * 100) / 100;
    case 'nothing':
    case 'by-hand':
      return 0;
  }
}

type Level = { readonly percent?: number; readonly reasons: readonly BenefitReason[]; readonly confirm: boolean };

/** The level of a 15-character card on a day; a card that shows ten digits only shows none. */
function levelOf(cardNumber: string, date: string): Level {
  const [, group, printed] = /^([A-Z]{2})([1-5])\d{12}$/.exec(cardNumber) ?? [];
  if (group === undefined || printed === undefined) return { reasons: [], confirm: true };
  const change = inForce(groupRows.filter((row) => row.group === group && row.printed === printed), date);
  const row = inForce(levelRows.filter(({ level }) => level === (change?.level ?? printed)), date);
  if (!row) return { reasons: [], confirm: true };
  return {
    percent: row.percent,
    reasons: [
      { kind: 'level', level: row.level, percent: row.percent },
      ...(change ? [{ kind: 'level-changed', group, from: printed, level: change.level, since: change.from } as const] : []),
    ],
    confirm: row.confirm || (change?.confirm ?? false),
  };
}
