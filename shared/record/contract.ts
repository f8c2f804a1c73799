import type { InsuranceAnswer } from '../insurance/contract.ts';
import type { PatientSummary } from '../identity/contract.ts';
import type { ConsultationState } from '../consultation/contract.ts';

/** One measured value over time, oldest first. Units are UCUM codes. */
export type VitalSeries = {
  readonly code: 'blood-pressure' | 'heart-rate' | 'respiratory-rate' | 'temperature' | 'oxygen-saturation' | 'weight' | 'height' | 'blood-glucose';
  readonly unit: string;
  readonly points: readonly { readonly at: string; readonly value: number; readonly second?: number }[];
};

/** GET /api/patients/{patientId}/chart: what specialist, station and patient read beside the video. */
export type Chart = {
  readonly patient: PatientSummary & { readonly phone?: string };
  readonly insurance?: InsuranceAnswer;
  readonly vitals: readonly VitalSeries[];
  readonly conditions: readonly { readonly id: string; readonly code?: string; readonly text: string; readonly since?: string; readonly active: boolean }[];
  readonly allergies: readonly { readonly id: string; readonly text: string; readonly severity?: string }[];
  readonly medications: readonly { readonly id: string; readonly text: string; readonly dosage?: string; readonly active: boolean }[];
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
};

/** GET /api/patients/{patientId}/accesses: who has read the record, newest first. */
export type Accesses = {
  readonly accesses: readonly {
    readonly at: string;
    readonly who: string;
    readonly role: string;
    readonly organization?: string;
    readonly action: 'read' | 'search' | 'create' | 'update' | 'delete' | 'refused' | 'sign' | 'download';
    /** FHIR resource types or the use case, in the catalogue's words. */
    readonly what: string;
    readonly why?: string;
  }[];
};
