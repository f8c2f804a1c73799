/** Every expected failure of this slice. Permanent; words in functions/_http/problems/identity.ts. */
export type CardErrorCode =
  | 'IDENTITY_CARD_EMPTY'
  | 'IDENTITY_CARD_TOO_LONG'
  | 'IDENTITY_CARD_NOT_RECOGNISED'
  | 'IDENTITY_SCANNER_INPUT_METHOD'
  | 'IDENTITY_NAME_UNREADABLE'
  | 'IDENTITY_SEX_UNREADABLE'
  | BirthDateErrorCode
  | NumberErrorCode;

export type BirthDateErrorCode = 'IDENTITY_BIRTH_DATE_UNREADABLE' | 'IDENTITY_BIRTH_DATE_IN_FUTURE';

export type NumberErrorCode =
  | 'IDENTITY_NUMBER_MISSING'
  | 'IDENTITY_NUMBER_LENGTH'
  | 'IDENTITY_NUMBER_CHARACTERS'
  | 'IDENTITY_NUMBER_OLD';

export type RegistrationErrorCode =
  | NumberErrorCode
  | BirthDateErrorCode
  | 'IDENTITY_NAME_UNREADABLE'
  | 'IDENTITY_PREVIOUS_NUMBER'
  | 'IDENTITY_PHONE'
  | 'IDENTITY_PASSPORT'
  | 'IDENTITY_ALREADY_REGISTERED'
  | 'IDENTITY_POSSIBLE_DUPLICATE';

export type DuplicateErrorCode =
  | 'IDENTITY_PAIR_ONE_RECORD'
  | 'IDENTITY_PAIR_NOT_YOURS'
  | 'IDENTITY_PAIR_DECIDED'
  | 'IDENTITY_PAIR_CHANGED'
  | 'IDENTITY_PAIR_KEEP'
  | 'IDENTITY_RECORD_NOT_IN_USE'
  | 'IDENTITY_RECORD_CHANGED';

export type LookupErrorCode = 'IDENTITY_LOOKUPS_TOO_MANY';

export type SignInErrorCode = NumberErrorCode | 'IDENTITY_CODES_TOO_MANY' | 'IDENTITY_CODE_WRONG' | 'IDENTITY_CODE_EXPIRED' | 'IDENTITY_CODE_ATTEMPTS';

export type PasskeyErrorCode = 'IDENTITY_CONFIRMATION_GONE' | 'IDENTITY_PASSKEY_NOT_ACCEPTED' | 'IDENTITY_PASSKEYS_TOO_MANY';

export type IdentityErrorCode = PasskeyErrorCode | CardErrorCode | RegistrationErrorCode | DuplicateErrorCode | LookupErrorCode | SignInErrorCode;
