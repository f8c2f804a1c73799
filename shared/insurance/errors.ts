/** Every expected failure of this slice. What the portal answers is no failure: it is an outcome (contract.ts). */
export type InsuranceErrorCode = 'INSURANCE_NO_NUMBER' | 'INSURANCE_NO_BIRTH_DATE' | 'INSURANCE_NOT_CHECKED' | 'INSURANCE_NO_CARD' | 'INSURANCE_NUMBER_UNREADABLE';
