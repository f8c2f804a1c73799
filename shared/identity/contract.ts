import * as z from 'zod';
import type { IdentifierSystems } from '../fhir/identifierSystems.ts';
import { roles, type Role } from './roles.ts';

export { roles, type Role };

/** Who is signed in, as the client may know it. GET /api/me. References are FHIR ("Practitioner/x"). */
export type Me = {
  readonly subject: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly practitioner?: string;
  readonly patient?: string;
  readonly organization?: { readonly reference: string; readonly name: string };
};

/** What the web client must know before anybody is signed in. GET /api/configuration. */
export type ClientConfiguration = {
  readonly oidc: { readonly issuer: string; readonly clientId: string; readonly scope: string; readonly audience: string };
  /** Minutes without a touch after which a member of staff is locked out. */
  readonly idleMinutes: number;
  /** Identifier systems of this deployment (shared/reference: three name spaces, none official). */
  readonly identifierSystems: IdentifierSystems;
};

/** FHIR date of a birth: full, or year and month, or the year alone, as far as it is known. */
export const birthDate = z.string().regex(/^\d{4}(-\d{2}(-\d{2})?)?$/);

/** The text on an ID card, as read; data entry help, never proof of identity. */
export const cardFields = z.object({
  citizenId: z.string(),
  previousId: z.string().optional(),
  name: z.string(),
  birthDate,
  sex: z.enum(['male', 'female']),
  address: z.string().optional(),
  issuedOn: z.string().optional(),
});
export type CardFields = z.infer<typeof cardFields>;

/** POST /api/people/lookups: by the text of the card's QR (camera or scanner), or by the typed number. */
export const personLookup = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('card'), text: z.string().max(4096), via: z.enum(['camera', 'scanner']) }),
  z.object({ kind: z.literal('number'), citizenId: z.string().max(64) }),
]);
export type PersonLookup = z.infer<typeof personLookup>;

/** Doubts about a card that a person must weigh; none of them stops the work. */
export type CardWarning = 'unknown-province-code' | 'sex-differs-from-number' | 'birth-year-differs-from-number';

export type PatientSummary = {
  readonly id: string;
  readonly name: string;
  readonly birthDate?: string;
  readonly sex?: 'male' | 'female' | 'other' | 'unknown';
  /** Masked but for the last four digits. */
  readonly citizenId?: string;
  readonly address?: string;
  readonly lastVisit?: string;
};

/** `likely`: name, birth and whatever else is known agree so well that it is probably one person. */
export type PossibleDuplicate = PatientSummary & { readonly likely: boolean; /** Of the caller's own facility; another's record can't be opened, only joined later by whoever is above both. */ readonly here: boolean; readonly reasons: readonly MatchReason[] };

export type PersonLookupAnswer = {
  readonly card?: CardFields;
  /** The number asked for; an old one of 9 digits where that was typed. */
  readonly citizenId: string;
  /** The province where the number was given, by the codes of that time; never where somebody lives. */
  readonly numberGivenIn?: string;
  readonly warnings: readonly CardWarning[];
  readonly match?: PatientSummary;
  /** What the card in hand and the record do not say the same, or what only the card says: shown, never taken silently. */
  readonly differences: readonly { readonly field: KnownField; readonly card: string; readonly record?: string }[];
  /** What the record knows of the match, with where it came from and how old it is; of the caller's own patients. */
  readonly known: readonly (KnownValue & { readonly field: KnownField })[];
  /** People who may be this one, the likeliest first: shown with how likely, never merged. */
  readonly possibleDuplicates: readonly PossibleDuplicate[];
  /** So many share name and year that not all were compared. */
  readonly moreAlike?: true;
};

/** POST /api/patients (Idempotency-Key required). 201 with a PatientSummary. */
export const patientRegistration = z.object({
  citizenId: z.string().optional(),
  previousId: z.string().optional(),
  name: z.string().min(2).max(200),
  birthDate,
  sex: z.enum(['male', 'female', 'other', 'unknown']),
  address: z.string().max(500).optional(),
  phone: z.string().max(20).optional(),
  passport: z.string().max(20).optional(),
  birthCertificate: z.string().max(40).optional(),
  /** Of a child without a card: her name, and her number where it is known. */
  mother: z.object({ name: z.string().min(2).max(200), citizenId: z.string().max(64).optional() }).optional(),
  source: z.enum(['card-camera', 'card-scanner', 'typed']),
  /** Patients shown as possible duplicates and judged to be somebody else. */
  notSameAs: z.array(z.string()).max(20).default([]),
});
export type PatientRegistration = z.input<typeof patientRegistration>;

/** POST /api/patients/{patientId}/identity-updates (Idempotency-Key): the values to take from the papers at hand, each chosen by somebody. 200 with a PatientSummary. */
export const identityUpdate = z.object({
  take: patientRegistration.omit({ source: true, notSameAs: true, mother: true }).partial(),
  source: z.enum(['card-camera', 'card-scanner', 'typed']),
});
export type IdentityUpdate = z.infer<typeof identityUpdate>;

/** Why two records stand side by side. `registered`: the desk judged them to be two people when it made the second. */
export type PairOrigin = 'registered' | 'number-held' | 'reported';
export const pairDecisions = ['same', 'different', 'later', 'separate'] as const;
export type PairDecision = (typeof pairDecisions)[number];
export type PairState = 'open' | 'same' | 'different' | 'later';

/** POST /api/duplicates. 201 with a DuplicateReportAnswer: two records that may be one person's. */
export const duplicateReport = z.object({ patients: z.tuple([z.string().max(64), z.string().max(64)]) });
export type DuplicateReport = z.infer<typeof duplicateReport>;
export type DuplicateReportAnswer = { readonly id: string; readonly state: PairState };

/** POST /api/duplicates/{id}/decisions (Idempotency-Key). `separate` takes a joining back. */
export const duplicateDecision = z.discriminatedUnion('decision', [
  z.object({ decision: z.literal('same'), keep: z.string().max(64) }),
  z.object({ decision: z.enum(['different', 'later', 'separate']) }),
]);
export type DuplicateDecision = z.infer<typeof duplicateDecision>;
export type DuplicateDecisionAnswer = { readonly id: string; readonly state: PairState; readonly patientId?: string };

/** One comparison and what it tells, in bits for (more than 0) or against: shared/identity/matching/weights.ts. */
export type MatchReason = { readonly field: string; readonly level: string; readonly bits: number };

/** GET /api/duplicates: what waits at the caller's facility, the likeliest first, postponed ones last. */
export type DuplicateRows = {
  readonly rows: readonly {
    readonly id: string;
    readonly state: PairState;
    readonly origin: PairOrigin;
    readonly raisedAt: string;
    readonly score: number;
    readonly people: readonly [PatientSummary, PatientSummary];
  }[];
};

export const comparedFields = ['name', 'birthDate', 'sex', 'citizenId', 'previousId', 'insuranceCard', 'passport', 'birthCertificate', 'phone', 'address', 'facility'] as const;
export type ComparedField = (typeof comparedFields)[number];

export const knownFields = ['name', 'birthDate', 'sex', 'citizenId', 'previousId', 'insuranceCard', 'insuranceValidTo', 'insuranceHolder', 'passport', 'birthCertificate', 'phone', 'address'] as const;
export type KnownField = (typeof knownFields)[number];

/** A value with where it came from and how old it is. */
export type KnownValue = { readonly value: string; readonly source: ValueSource; readonly at: string };
/** Of whom a value is. `record`: in the record with no word of where it came from. */
export type ValueSource = 'card-camera' | 'card-scanner' | 'typed' | 'insurer' | 'record';

/** GET /api/duplicates/{id}: two records side by side. A value is null where there is none, `hidden` where the caller may not see it. */
export type DuplicateView = {
  readonly id: string;
  readonly state: PairState;
  readonly origin: PairOrigin;
  readonly raisedAt: string;
  readonly score: number;
  readonly grade: string;
  readonly reasons: readonly MatchReason[];
  readonly people: readonly [PatientSummary, PatientSummary];
  readonly fields: readonly { readonly field: ComparedField; readonly values: readonly [KnownValue | 'hidden' | null, KnownValue | 'hidden' | null]; /** Absent where one side is not known. */ readonly agrees: boolean | undefined }[];
  readonly decisions: readonly { readonly decision: PairDecision; readonly at: string; readonly by: string; readonly keep?: string }[];
  /** What the caller may decide now. */
  readonly may: readonly PairDecision[];
};

/** POST /api/patient-sign-in/codes. 202 whether or not the person is known, so that nobody can probe. */
export const signInCodeRequest = z.object({ citizenId: z.string() });
export type SignInCodeRequest = z.infer<typeof signInCodeRequest>;
export type SignInCodeAnswer = { readonly challengeId: string; readonly expiresAt: string };

/** POST /api/patient-sign-in/tokens. 200 with an access token that this API itself issued. */
export const signInTokenRequest = z.object({ challengeId: z.string().max(100), code: z.string().max(20) });
export type SignInTokenRequest = z.infer<typeof signInTokenRequest>;
/** `expiresIn`: seconds; `idleMinutes`: without a touch, until the client locks. */
export type SignInTokenAnswer = { readonly accessToken: string; readonly expiresIn: number; readonly idleMinutes: number };

/** POST /api/sign-outs: every session of the caller on every device is over. */
export type SignedOut = { readonly signedOutAt: string };
