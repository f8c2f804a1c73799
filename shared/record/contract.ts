import * as z from 'zod';
import type { InsuranceAnswer } from '../insurance/contract.ts';
import type { PatientSummary } from '../identity/contract.ts';
import type { CallRecording } from '../room/contract.ts';
import type { ConsultationState } from '../consultation/contract.ts';

/** One measured value over time, oldest first. Units are UCUM codes. */
export type VitalSeries = {
  readonly code: 'blood-pressure' | 'heart-rate' | 'respiratory-rate' | 'temperature' | 'oxygen-saturation' | 'weight' | 'height' | 'blood-glucose';
  readonly unit: string;
  readonly points: readonly { readonly at: string; readonly value: number; readonly second?: number }[];
};

/** GET /api/patients/{patientId}/chart: what specialist, station and patient read beside the video. */
export type Chart = {
  readonly patient: PatientSummary & { readonly phone?: string; /** Other records of this person, shown here as well. */ readonly replaces?: readonly string[] };
  readonly insurance?: InsuranceAnswer;
  readonly vitals: readonly VitalSeries[];
  readonly conditions: readonly { readonly id: string; readonly code?: string; readonly text: string; readonly since?: string; readonly active: boolean }[];
  readonly allergies: readonly { readonly id: string; readonly text: string; readonly severity?: string }[];
  readonly medications: readonly { readonly id: string; readonly text: string; readonly dosage?: string; /** The last day of taking it, yyyy-mm-dd. */ readonly until?: string; readonly active: boolean }[];
  readonly visits: readonly {
    readonly consultationId: string;
    readonly at: string;
    readonly state: ConsultationState;
    readonly station: string;
    readonly facility: string;
    readonly specialist?: string;
    readonly summary: string;
    readonly signed: boolean;
  }[];
  readonly photos: readonly { readonly binaryId: string; readonly caption?: string; readonly at: string }[];
  /** Recordings of calls, newest first; `visits` says with whom. Absent for whoever may not read documents. */
  readonly recordings?: readonly (CallRecording & { readonly consultationId: string })[];
};

/** GET /api/patients/{patientId}/accesses?limit=&page= */
export const accessesQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(30),
  /** `next` of the page before. */
  page: z.string().max(2000).optional(),
});
export type AccessesQuery = z.input<typeof accessesQuery>;

/** Who has read or changed the record, newest first, in the words of the caller's language. */
export type Accesses = {
  /** For the next, older page; absent on the last. */
  readonly next?: string;
  readonly accesses: readonly {
    readonly at: string;
    /** "Bạn" or "You" where it was the caller. */
    readonly who: string;
    readonly self: boolean;
    readonly role: string;
    readonly organization?: string;
    readonly action: 'read' | 'search' | 'create' | 'update' | 'delete' | 'refused' | 'sign' | 'download';
    /** What was seen or done, as a patient would say it. */
    readonly what: string;
    readonly why?: string;
  }[];
};
