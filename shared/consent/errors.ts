/** Every expected failure of this slice. Permanent; words in functions/_http/problems/consent.ts. */
export type ConsentErrorCode =
  | 'CONSENT_PURPOSE_UNKNOWN'
  | 'CONSENT_PATIENT_ABSENT'
  | 'CARER_ONESELF'
  | 'CARER_UNTIL_PAST'
  | 'DATA_REQUEST_ANSWERED';
