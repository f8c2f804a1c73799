/** A question to the insurer's portal about one person. */
export type CardQuery = {
  /** Code of the facility that asks (mã CSKCB); each has its own login. */
  readonly facility: string;
  /** 12-digit citizen ID, 15-character card or 10-digit insurance number. */
  readonly key: string;
  readonly name: string;
  /** FHIR date: full, or the year alone. */
  readonly birthDate: string;
};

/** A card as the portal knows it. Dates are FHIR dates. */
export type PortalCard = {
  readonly number: string;
  readonly holder: string;
  readonly birthDate?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly registeredFacility?: string;
  readonly sex?: 'male' | 'female';
  /** The ten digits that stay a person's through all cards (mã số BHXH). */
  readonly insuranceNumber?: string;
  /** K1, K2 or K3: areas with rules of their own. */
  readonly area?: string;
  /** From when the holder has been insured five years without a gap. */
  readonly fiveYearsOn?: string;
  /** The card that replaces this one. */
  readonly newCard?: { readonly number: string; readonly validFrom?: string; readonly validTo?: string; readonly registeredFacility?: string };
};

/** `paused`: not asked at all, because it has failed for a while (breaker.ts). */
export type PortalReply =
  | { readonly kind: 'answered'; readonly resultCode: string; readonly card?: PortalCard }
  | { readonly kind: 'no-login' }
  | { readonly kind: 'unavailable'; readonly why: 'timeout' | 'network' | 'fault' | 'wrong-shape' | 'paused' };

/** One earlier visit as the insurer knows it. Instants are ISO in UTC. */
export type InsuredVisit = { readonly id: string; readonly facility: string; readonly from?: string; readonly to?: string; readonly diagnosis?: string };

export type HistoryReply = { readonly kind: 'answered'; readonly resultCode: string; readonly visits: readonly InsuredVisit[] } | Exclude<PortalReply, { readonly kind: 'answered' }>;

/** The insurer's portal. Never throws for what the portal does. */
export interface InsurerPortal {
  lookUp(query: CardQuery): Promise<PortalReply>;
}

/** The insurer's list of earlier visits; a call of its own since 2025 (CV 2746/BHXH-CNTT). */
export interface InsuredHistory {
  historyOf(query: CardQuery): Promise<HistoryReply>;
}

/** The portal's health as all functions of a tenant see it. `version` makes a write conditional. */
export type BreakerState = { readonly failures: number; readonly pausedUntil?: string; readonly pauses: number; readonly version: number };

export interface BreakerStore {
  read(): Promise<BreakerState | undefined>;
  /** False where another has written since `state.version - 1` was read. */
  write(state: BreakerState): Promise<boolean>;
}

/** An answer as it is kept for those who ask again soon. */
export type KeptAnswer = { readonly finding: string; readonly at: string };

/** Answers of the portal for a while. The key names facility and question, and no person can be read from it. */
export interface AnswerCache {
  get(key: string, now: Date): Promise<KeptAnswer | undefined>;
  put(key: string, kept: KeptAnswer, until: Date): Promise<void>;
}

/** A check that the portal did not answer; it is made again until it is. `id` is the id of the check. */
export type Unconfirmed = {
  readonly id: string;
  readonly since: string;
  readonly patient: `Patient/${string}`;
  readonly organization?: `Organization/${string}`;
  readonly attempts: number;
  readonly notBefore: string;
};

/** Checks waiting for the portal, the oldest first. Adding one twice keeps one. */
export interface ConfirmationQueue {
  add(entry: Unconfirmed): Promise<void>;
  due(now: Date, limit: number): Promise<readonly Unconfirmed[]>;
  postpone(entry: Unconfirmed): Promise<void>;
  remove(entry: Unconfirmed): Promise<void>;
}

/** `refused`: the gateway looked at the message and did not take it, or it could not be sent at all. */
export type GatewayReply =
  | { readonly kind: 'accepted'; readonly transactionId: string; readonly receivedAt?: string }
  | { readonly kind: 'refused'; readonly code: string; readonly message?: string }
  | Extract<PortalReply, { readonly kind: 'unavailable' }>;

/** The insurer's gateway for claims. Never throws for what the gateway does; the same MA_LK again is the same visit. */
export interface ClaimGateway {
  /** `values`: the fields of XML0 by tag. */
  checkIn(facility: string, values: Readonly<Record<string, string>>): Promise<GatewayReply>;
}
