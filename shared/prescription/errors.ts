/** Permanent codes of this slice; the words are in functions/_http/problems/prescription.ts. */
export type PrescriptionErrorCode =
  | 'PRESCRIPTION_FACILITY_NOT_LINKED'
  | 'PRESCRIPTION_ALLERGY'
  | 'PRESCRIPTION_TOO_LONG'
  | 'PRESCRIPTION_CHILD'
  | 'PRESCRIPTION_BY_ONE'
  | 'PRESCRIPTION_UNKNOWN'
  | 'PRESCRIPTION_REPLACED';
