/** Permanent codes of this slice; the words are in functions/_http/problems/record.ts. */
export type RecordErrorCode = 'RECORD_PAGE_UNKNOWN';
