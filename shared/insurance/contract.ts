/**
 * What a check of the insurance ended in, as the desk needs it. Care goes on in every case.
 * `to-confirm`: the portal did not answer; the visit goes on and the check is made again later.
 */
export type InsuranceOutcome =
  | 'covered'
  | 'covered-by-new-card'
  | 'check-by-hand'
  | 'expired'
  | 'not-valid'
  | 'name-differs'
  | 'birth-date-differs'
  | 'not-found'
  | 'to-confirm'
  | 'set-up-fault';

/** What the clerk can do next; the client has the words for each, in both languages. */
export type InsuranceNextStep =
  | 'continue'
  | 'use-new-card'
  | 'compare-with-papers'
  | 'ask-for-other-card'
  | 'correct-name'
  | 'correct-birth-date'
  | 'try-card-number'
  | 'continue-and-confirm-later'
  | 'try-again'
  | 'tell-coordinator'
  | 'continue-as-self-pay';

export type InsuranceCard = {
  readonly number: string;
  readonly holder: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly registeredFacility?: string;
  readonly replaces?: string;
};

/** POST /api/patients/{patientId}/insurance-checks, and GET /api/patients/{patientId}/insurance (the last one). */
export type InsuranceAnswer = {
  readonly outcome: InsuranceOutcome;
  /** The portal's maKetQua, e.g. "000"; absent when it did not answer. */
  readonly resultCode?: string;
  readonly card?: InsuranceCard;
  readonly nextSteps: readonly [InsuranceNextStep, ...InsuranceNextStep[]];
  readonly checkedAt: string;
  /** The stored CoverageEligibilityResponse. */
  readonly reference: string;
};
