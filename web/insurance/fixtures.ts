import type { InsuranceAnswer, InsuranceNextStep, InsuranceOutcome, InsuranceStep, InsuredVisits } from '../../shared/insurance/contract.ts';

const card = { number: 'DT2121234567801', holder: 'Vàng Thị Mẫu', validFrom: '2026-01-01', validTo: '2026-12-31', registeredFacility: 'Trạm Y tế xã Mường Mẫu' };
type Rest = { readonly resultCode?: string; readonly card?: InsuranceAnswer['card']; readonly nextSteps: readonly [InsuranceNextStep, ...InsuranceNextStep[]] };

const rest: Readonly<Record<InsuranceOutcome, Rest>> = {
  covered: { resultCode: '000', card, nextSteps: ['continue'] },
  'covered-by-new-card': { resultCode: '004', card: { ...card, number: 'HT1121234567802', holder: 'Đặng Văn Mẫu', replaces: 'HT2121234567802' }, nextSteps: ['use-new-card', 'continue'] },
  'check-by-hand': { resultCode: '003', card, nextSteps: ['compare-with-papers', 'continue'] },
  expired: { resultCode: '010', card: { ...card, number: 'DT2121234567804', holder: 'Hờ A Thử', validFrom: '2024-01-01', validTo: '2025-12-31' }, nextSteps: ['ask-for-other-card', 'continue-as-self-pay'] },
  'not-valid': { resultCode: '052', nextSteps: ['ask-for-other-card', 'continue-as-self-pay'] },
  'name-differs': { resultCode: '060', nextSteps: ['compare-with-papers', 'correct-name', 'try-again'] },
  'birth-date-differs': { resultCode: '070', nextSteps: ['compare-with-papers', 'correct-birth-date', 'try-again'] },
  'not-found': { resultCode: '053', nextSteps: ['try-card-number', 'ask-for-other-card', 'continue-as-self-pay'] },
  'to-confirm': { nextSteps: ['continue-and-confirm-later', 'try-again'] },
  'set-up-fault': { resultCode: '205', nextSteps: ['tell-coordinator', 'continue-and-confirm-later'] },
};

export const allOutcomes = Object.keys(rest) as readonly InsuranceOutcome[];

export const anInsurance = (outcome: InsuranceOutcome): InsuranceAnswer => ({ outcome, checkedAt: '2026-11-22T01:35:00Z', steps: [], reference: 'CoverageEligibilityResponse/x', ...rest[outcome] });

/** What each of the portal's codes comes to at the desk. */
const byCode: Readonly<Record<string, InsuranceOutcome>> = {
  '000': 'covered', '001': 'check-by-hand', '002': 'check-by-hand', '003': 'covered-by-new-card', '004': 'covered-by-new-card', '010': 'expired', '050': 'not-found', '051': 'not-found', '052': 'not-found', '053': 'not-found',
  '054': 'set-up-fault', '055': 'set-up-fault', '060': 'name-differs', '061': 'name-differs', '070': 'birth-date-differs', '100': 'to-confirm', '101': 'to-confirm', '110': 'not-valid', '120': 'not-valid', '121': 'not-valid', '122': 'not-valid',
  '123': 'not-valid', '124': 'not-valid', '130': 'check-by-hand', '205': 'set-up-fault', '401': 'set-up-fault', '500': 'to-confirm',
};
export const allCodes = Object.keys(byCode).toSorted();

const benefit: InsuranceAnswer['benefit'] = { percent: 100, date: '2026-11-22', because: [{ kind: 'category', category: '1.2', pays: 'full' }, { kind: 'remote-care', visitType: '14' }], toConfirm: false };
const first: InsuranceStep = { by: 'citizen-id', name: 'as-recorded', birthDate: 'as-recorded' };
const since = '2026-11-22T01:20:00Z';

export function anInsuranceByCode(resultCode: string): InsuranceAnswer {
  const outcome = byCode[resultCode] ?? 'to-confirm';
  const covered = outcome.startsWith('covered');
  return {
    ...anInsurance(outcome), resultCode, steps: [{ ...first, resultCode, ...(covered ? { weighed: 'accepted' as const } : {}) }],
    ...(covered ? { benefit } : {}), ...(outcome === 'to-confirm' ? { confirmation: { state: 'waiting' as const, since } } : {}),
  };
}

/** States that no code alone makes. */
export const specialStates: Readonly<Record<string, InsuranceAnswer>> = {
  'portal-down': { ...anInsurance('to-confirm'), confirmation: { state: 'waiting', since }, card },
  'portal-slow': { ...anInsurance('to-confirm'), confirmation: { state: 'waiting', since }, steps: [first] },
  'confirmed-later': { ...anInsuranceByCode('000'), confirmation: { state: 'confirmed', since } },
  kept: { ...anInsuranceByCode('000'), checkedAt: '2026-11-21T23:05:00Z' },
  'not-sure': {
    ...anInsurance('check-by-hand'), card: undefined, resultCode: '000', nextSteps: ['scan-card', 'try-card-number', 'compare-with-papers'],
    steps: [{ ...first, resultCode: '070' }, { ...first, birthDate: 'year-only', resultCode: '000', weighed: 'not-enough' }],
  },
  'number-in-doubt': {
    ...anInsurance('check-by-hand'), card: undefined, resultCode: '000', nextSteps: ['compare-number', 'scan-card', 'try-card-number', 'compare-with-papers'],
    compare: { by: 'citizen-id', rounds: [['012058000022', '012058000025', '012058000092', '012058001025'], ['012058000022', '012058000621', '012058000622', '012058020022']] },
    steps: [{ ...first, resultCode: '070' }, { ...first, birthDate: 'year-only', resultCode: '000', weighed: 'not-enough' }],
  },
  'number-compared': { ...anInsuranceByCode('000'), steps: [{ ...first, resultCode: '070', compared: true }, { ...first, birthDate: 'year-only', resultCode: '000', weighed: 'accepted', compared: true }] },
  'many-steps': {
    ...anInsuranceByCode('004'), steps: [
      { ...first, resultCode: '050' }, { ...first, by: 'known-card', name: 'as-registered', resultCode: '061' }, { ...first, by: 'known-card', name: 'other-tone-placement', resultCode: '061' },
      { ...first, by: 'known-card', name: 'no-marks', resultCode: '070' }, { by: 'known-card', name: 'no-marks', birthDate: 'year-only', resultCode: '004', weighed: 'accepted' }, { by: 'newer-card', name: 'no-marks', birthDate: 'year-only', resultCode: '000', weighed: 'accepted' },
    ],
  },
  'level-changed': {
    ...anInsuranceByCode('000'), card: { ...card, number: 'CN3121234567801' },
    benefit: { percent: 100, date: '2026-11-22', because: [{ kind: 'category', category: '1.1', pays: 'level' }, { kind: 'level', level: '2', percent: 100 }, { kind: 'level-changed', group: 'CN', from: '3', level: '2', since: '2026-01-01' }], toConfirm: true },
  },
  'half-of-level': { ...anInsuranceByCode('000'), benefit: { percent: 40, date: '2026-11-22', because: [{ kind: 'category', category: '1.13', pays: 'share', share: 0.5 }, { kind: 'level', level: '4', percent: 80 }], toConfirm: false } },
  undecided: { ...anInsuranceByCode('000'), benefit: { date: '2026-11-22', because: [{ kind: 'unknown', what: 'category' }], toConfirm: true } },
};

const askedAt = '2026-11-22T01:36:00Z';
export const visitStates: Readonly<Record<string, InsuredVisits>> = {
  visits: { outcome: 'told', resultCode: '000', askedAt, more: 3, visits: [
    { id: 'HS2026030101', facility: '12101', facilityName: 'Trạm Y tế xã Mường Mẫu', from: '2026-03-01T01:15:00Z', to: '2026-03-01T02:40:00Z', diagnosis: 'Tăng huyết áp' },
    { id: 'HS2025112502', facility: '12001', from: '2025-11-25T00:00:00Z', to: '2025-11-28T09:00:00Z', diagnosis: 'Viêm phổi' }, { id: 'HS1', facility: '12001' },
  ] },
  'visits-none': { outcome: 'told', resultCode: '000', askedAt, visits: [] },
  'visits-no-answer': { outcome: 'no-answer', askedAt, visits: [] },
  'visits-refused': { outcome: 'refused', resultCode: '054', askedAt, visits: [] },
};
