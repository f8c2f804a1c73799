import type { InsuranceAnswer, InsuranceNextStep, InsuranceOutcome } from '../../shared/insurance/contract.ts';

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
