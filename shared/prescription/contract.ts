import * as z from 'zod';
import { idPattern } from '../fhir/references.ts';
import type { SignatureView } from '../signing/contract.ts';

const text = (max: number) => z.string().trim().min(1).max(max);

/**
 * Kinds of the national prescription system (TT 26/2025/TT-BYT), the last letter of the code: C other, H psychotropic
 * and precursors, N narcotic, T traditional ("thang thuốc"). One prescription is of one kind.
 */
export const prescriptionKinds = ['C', 'H', 'N', 'T'] as const;
export type PrescriptionKind = (typeof prescriptionKinds)[number];

/** Days of medicine on one prescription; up to the longer of the two for the diseases that the ministry lists. */
export const mostDays = { ordinary: 30, listed: 90 } as const;

/** One medicine. `name`: the active ingredient, a brand behind it in brackets where one is meant. */
export const drugLine = z.object({
  name: text(200),
  strength: text(60).optional(),
  form: text(60).optional(),
  quantity: z.number().positive().max(9999),
  unit: text(30),
  /** Dose, route and times of the day in words, as the patient is to read it. */
  dosage: text(300),
  days: z.number().int().min(1).max(mostDays.listed),
  instruction: text(300).optional(),
  /** Where the catalogue knows the ingredient as controlled, its kind counts whatever stands here. */
  kind: z.enum(prescriptionKinds).optional(),
  /** Why it is given although the record tells of an allergy to it. */
  allergyReason: text(300).optional(),
});
export type DrugLine = z.infer<typeof drugLine>;

/** What a doctor prescribes together with a conclusion, or later. */
export const prescription = z.object({
  lines: z.array(drugLine).min(1).max(20),
  advice: text(1000).optional(),
  /** The disease is on the ministry's list for more than 30 days of medicine. */
  longTerm: z.literal(true).optional(),
  /** Both are needed for a child under 72 months. */
  weightKg: z.number().min(0.3).max(400).optional(),
  carer: text(200).optional(),
});
export type Prescription = z.infer<typeof prescription>;

/** POST /api/consultations/{id}/prescriptions (Idempotency-Key, passkey): after the conclusion; `replaces` an earlier one, with the reason. */
export const prescribing = prescription
  .extend({ replaces: z.string().regex(idPattern).optional(), reason: text(500).optional() })
  .refine(({ replaces, reason }) => (replaces === undefined) === (reason === undefined), { path: ['reason'] });
export type Prescribing = z.infer<typeof prescribing>;

/** GET /api/consultations/{id}/prescribing: what has to be known before a line is written. */
export type PrescribingHelp = {
  /** `names`: what a line must not name without a reason, of the same ingredient or group, in search keys. */
  readonly allergies: readonly { readonly text: string; readonly names: readonly string[] }[];
  /** Under 72 months: weight and carer are asked for. */
  readonly young: boolean;
  readonly weightKg?: number;
  /** The facility has its code in the national system. */
  readonly linked: boolean;
};

/** GET /api/consultations/{id}/prescription.pdf?document=: the newest where none is named. */
export const prescriptionPdfQuery = z.object({ document: z.string().regex(idPattern).optional() });

/** GET /api/medicines?q= */
export type Medicine = {
  readonly code: string;
  readonly name: string;
  readonly en: string;
  readonly strength: string;
  readonly form: string;
  readonly unit: string;
  readonly kind: PrescriptionKind;
};
export type Medicines = { readonly medicines: readonly Medicine[] };

/** `until`: the last day of taking it (yyyy-mm-dd in Vietnam). `allergy`: what the doctor was warned of and why it is given. */
export type PrescribedLine = Omit<DrugLine, 'allergyReason' | 'kind'> & { readonly until: string; readonly allergy?: { readonly text: string; readonly reason: string } };

/** How far it is on its way to the national system. `refused`: what the system said, by its own names of fields. */
export type Sending =
  | { readonly state: 'waiting' }
  | { readonly state: 'sent'; readonly at: string }
  | { readonly state: 'refused'; readonly at: string; readonly errors: readonly { readonly field: string; readonly message: string }[] };

export type PrescriptionView = {
  readonly documentId: string;
  readonly code: string;
  readonly kind: PrescriptionKind;
  readonly writtenAt: string;
  /** The last day on which medicine is given for it (yyyy-mm-dd in Vietnam). */
  readonly validUntil: string;
  readonly by: { readonly id: string; readonly name: string };
  readonly facility: { readonly id: string; readonly name: string };
  readonly diagnoses: readonly { readonly code: string; readonly display: string }[];
  readonly lines: readonly PrescribedLine[];
  readonly advice?: string;
  readonly longTerm?: true;
  readonly weightKg?: number;
  readonly carer?: string;
  readonly replaces?: { readonly documentId: string; readonly code: string; readonly reason: string };
  /** The codes of those that took its place; then nothing is given for this one. */
  readonly replacedBy?: readonly string[];
  /** Checked against the public keys at the moment of the answer. */
  readonly signature: SignatureView;
  readonly sending: Sending;
};
