/** Permanent codes of this slice; the words are in functions/_http/problems/signing.ts. */
export type SigningErrorCode =
  | 'SIGNING_NOT_A_SIGNER'
  | 'SIGNING_NOT_YOUR_TURN'
  | 'SIGNING_ALREADY_SIGNED'
  | 'SIGNING_COMPLETE'
  | 'SIGNING_DOCUMENT_CHANGED'
  | 'SIGNING_SIGNER_UNKNOWN'
  | 'SIGNING_SIGNER_REPEATED';
