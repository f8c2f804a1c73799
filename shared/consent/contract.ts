import * as z from 'zod';
import { consentText, purposeNames, purposes, type Choice, type Purpose } from './purposes.ts';

export { consentText, purposeNames, purposes, type Choice, type Purpose };

/** PUT /api/patients/{patientId}/consents/{purpose} (Idempotency-Key required). Staff decide for a patient who is present. */
export const consentDecision = z.strictObject({
  choice: z.enum(['permit', 'deny']),
  textVersion: z.literal(consentText),
  patientPresent: z.literal(true).optional(),
});
export type ConsentDecision = z.infer<typeof consentDecision>;

export type ConsentState = {
  readonly purpose: Purpose;
  readonly basis: 'law' | 'consent';
  readonly choice: Choice;
  /** Absent while nobody has decided. */
  readonly decided?: { readonly at: string; readonly by: string };
};

/** GET /api/patients/{patientId}/consents */
export type Consents = { readonly textVersion: string; readonly consents: readonly ConsentState[] };

/** POST /api/patients/{patientId}/emergency-accesses (Idempotency-Key required). 201. */
export const emergencyAccessRequest = z.strictObject({
  purpose: z.enum(['life-threatening', 'unconscious', 'consent-withdrawn', 'other-urgent']),
  /** In words; the patient and the officer read it. */
  reason: z.string().trim().min(10).max(500),
});
export type EmergencyAccessRequest = z.infer<typeof emergencyAccessRequest>;

export type EmergencyAccess = {
  readonly id: string;
  readonly patient: { readonly id: string; readonly name: string };
  readonly by: { readonly name: string; readonly organization: string };
  readonly purpose: EmergencyAccessRequest['purpose'];
  readonly reason: string;
  readonly at: string;
  readonly until: string;
  readonly reviewed: boolean;
};
/** GET /api/emergency-accesses: for the officer, newest first. */
export type EmergencyAccesses = { readonly emergencies: readonly EmergencyAccess[] };

/** POST /api/emergency-accesses/{id}/reviews (Idempotency-Key required). */
export const emergencyReview = z.strictObject({ finding: z.enum(['justified', 'not-justified']), note: z.string().trim().max(500).default('') });
export type EmergencyReview = z.input<typeof emergencyReview>;

/** Who cares for whom. `parent`: of a child; `child`: grown up, of an old parent. */
export const carerKinds = ['parent', 'child', 'spouse', 'guardian', 'other'] as const;

/** POST /api/patients/{patientId}/carers (Idempotency-Key required). 201. */
export const carerGrant = z.strictObject({
  /** The carer's own citizen number: they see the record when they sign in with it. */
  citizenId: z.string().max(40).transform((text) => text.normalize('NFKC').replace(/[\s.-]/g, '')).pipe(z.string().regex(/^\d{12}$/)),
  name: z.string().trim().min(2).max(200),
  kind: z.enum(carerKinds),
  /** Last day, if there is one. */
  until: z.iso.date().optional(),
  patientPresent: z.literal(true).optional(),
});
export type CarerGrant = z.infer<typeof carerGrant>;

/** POST /api/patients/{patientId}/carers/{id}/withdrawals (Idempotency-Key required). */
export const carerWithdrawal = z.strictObject({ patientPresent: z.literal(true).optional() });
export type CarerWithdrawal = z.infer<typeof carerWithdrawal>;

export type Carer = {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof carerKinds)[number];
  /** Masked but for the last four digits. */
  readonly citizenId: string;
  readonly from: string;
  readonly until?: string;
  readonly active: boolean;
};
/** GET /api/patients/{patientId}/carers */
export type Carers = { readonly carers: readonly Carer[] };
/** GET /api/cared-for: whose records the caller may see as their carer. */
export type CaredFor = { readonly people: readonly { readonly patientId: string; readonly name: string; readonly kind: Carer['kind']; readonly until?: string }[] };

/** POST /api/patients/{patientId}/data-requests (Idempotency-Key required). 201. */
export const dataRequestKinds = ['copy', 'correction', 'restriction', 'deletion'] as const;
export const dataRequestAsk = z.strictObject({ kind: z.enum(dataRequestKinds), text: z.string().trim().min(5).max(2000) });
export type DataRequestAsk = z.infer<typeof dataRequestAsk>;

/** POST /api/data-requests/{id}/answers (Idempotency-Key required). */
export const dataRequestAnswer = z.strictObject({ outcome: z.enum(['done', 'partly', 'refused']), text: z.string().trim().min(5).max(2000) });
export type DataRequestAnswer = z.infer<typeof dataRequestAnswer>;

export type DataRequest = {
  readonly id: string;
  readonly patient: { readonly id: string; readonly name: string };
  readonly kind: (typeof dataRequestKinds)[number];
  readonly text: string;
  readonly askedAt: string;
  /** Two working days later, at the end of the day (Law 91/2025). */
  readonly dueAt: string;
  readonly late: boolean;
  readonly answer?: { readonly outcome: DataRequestAnswer['outcome']; readonly text: string; readonly at: string; readonly by: string };
};
/** GET /api/patients/{patientId}/data-requests and, for the officer, GET /api/data-requests: open ones first. */
export type DataRequests = { readonly requests: readonly DataRequest[] };
