import * as z from 'zod';

const picked = z.tuple([z.string().max(100), z.string().max(100)]);
export type Picked = z.infer<typeof picked>;

/**
 * The body of a check. `cardNumber`: from the paper card or VssID, typed; `compared`: which of each of the answer's
 * `compare.rounds` stands on the paper in the clerk's hand; `fresh`: ask the portal even if an answer is kept.
 */
export const insuranceCheckRequest = z.strictObject({ cardNumber: z.string().max(100).optional(), compared: picked.optional(), fresh: z.boolean().optional() });
export type InsuranceCheckRequest = z.infer<typeof insuranceCheckRequest>;

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
  | 'scan-card'
  | 'compare-number'
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

/** One question that was put to the portal, in the order they were put, and what came of it. */
export type InsuranceStep = {
  readonly by: 'citizen-id' | 'insurance-card' | 'insurance-number' | 'previous-id' | 'known-card' | 'newer-card';
  readonly name: 'as-recorded' | 'as-registered' | 'other-tone-placement' | 'no-marks' | 'other-order' | 'other-tone' | 'i-and-y';
  readonly birthDate: 'as-recorded' | 'year-only' | 'day-and-month-swapped';
  /** The portal's maKetQua; absent where it gave no answer. */
  readonly resultCode?: string;
  /** Of an answer with a card: is it this person's? (docs/adr/0070) */
  readonly weighed?: 'accepted' | 'not-enough' | 'somebody-else';
  /** The clerk had compared the number with the paper. */
  readonly compared?: true;
};

/** Why a percentage is what it is: one row of the rules, or one fact that decided. The client has the words. */
export type BenefitReason =
  | { readonly kind: 'level'; readonly level: string; readonly percent: number }
  | { readonly kind: 'level-changed'; readonly group: string; readonly from: string; readonly level: string; readonly since: string }
  | { readonly kind: 'category'; readonly category: string; readonly pays: 'full' | 'level' | 'share' | 'nothing'; readonly share?: number }
  | { readonly kind: 'remote-care'; readonly visitType: string }
  | { readonly kind: 'unknown'; readonly what: 'level' | 'category' };

/** What the insurance pays of the cost within its scope. `percent` absent: no rule answers, a person decides. */
export type InsuranceBenefit = {
  readonly percent?: number;
  /** The visit's date that the rules were read for. */
  readonly date: string;
  readonly because: readonly [BenefitReason, ...BenefitReason[]];
  /** Some row it rests on has not been confirmed against the decree itself. */
  readonly toConfirm: boolean;
};

/** POST /api/patients/{patientId}/insurance-checks, and GET /api/patients/{patientId}/insurance (the last one). */
export type InsuranceAnswer = {
  readonly outcome: InsuranceOutcome;
  /** The portal's maKetQua, e.g. "000"; absent when it did not answer. */
  readonly resultCode?: string;
  readonly card?: InsuranceCard;
  readonly nextSteps: readonly [InsuranceNextStep, ...InsuranceNextStep[]];
  /** When the portal was asked; for an answer that was kept, then and not now. */
  readonly checkedAt: string;
  readonly steps: readonly InsuranceStep[];
  /** Only the typed number is in doubt: the clerk picks the one that stands on the paper, twice, without typing (docs/adr/0113). */
  readonly compare?: { readonly by: InsuranceStep['by']; readonly rounds: readonly [readonly string[], readonly string[]] };
  readonly benefit?: InsuranceBenefit;
  /** Where an earlier check is waiting for the portal, or was confirmed by itself: since when. */
  readonly confirmation?: { readonly state: 'waiting' | 'confirmed'; readonly since: string };
  /** The stored CoverageEligibilityResponse. */
  readonly reference: string;
};

/** GET /api/patients/{patientId}/insured-visits: earlier visits as the insurer tells them, newest first; `more`: older ones left out. */
export type InsuredVisits = {
  /** `refused`: the portal does not tell this facility; `no-answer`: it did not answer now. */
  readonly outcome: 'told' | 'no-answer' | 'refused';
  readonly resultCode?: string;
  /** When the portal was asked; an answer is kept to the end of the day. */
  readonly askedAt: string;
  readonly visits: readonly { readonly id: string; /** Code of the facility, and its name where the directory has it. */ readonly facility: string; readonly facilityName?: string; readonly from?: string; readonly to?: string; readonly diagnosis?: string }[];
  readonly more?: number;
};
