import type { DrugLine, Prescription, PrescriptionKind } from './contract.ts';
import type { PrescriptionOrder } from './ports.ts';

/** A line with the allergies that the doctor was warned of and wrote a reason for. */
export type LineFacts = DrugLine & { readonly touched: readonly { readonly id: string; readonly text: string }[] };

/** Everything that one prescription says; what the signed document is made of. */
export type PrescriptionFacts = Pick<PrescriptionOrder, 'consultationId' | 'patient' | 'facility' | 'author' | 'at' | 'diagnoses'> &
  Pick<Prescription, 'advice' | 'longTerm' | 'weightKg' | 'carer'> & {
    readonly documentId: string;
    readonly code: string;
    readonly kind: PrescriptionKind;
    readonly lines: readonly LineFacts[];
    /** `lines`: the names of its medicines, in order. */
    readonly replaces?: { readonly documentId: string; readonly code: string; readonly reason: string; readonly lines: readonly string[] };
  };

/** Days for which medicine is given for a prescription (TT 26/2025/TT-BYT). */
export const validDays = 5;

const day = 86_400_000;
const vietnam = 7 * 3_600_000;

/** The day in Vietnam (yyyy-mm-dd) that is this many days after an instant. */
export const dayAfter = (instant: string, days: number): string => new Date(Date.parse(instant) + vietnam + days * day).toISOString().slice(0, 10);

/** The last day of a line: the day of writing is the first. */
export const lastDay = (instant: string, days: number): string => dayAfter(instant, days - 1);
