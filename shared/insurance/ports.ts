/** A question to the insurer's portal about one person. */
export type CardQuery = {
  /** Code of the facility that asks (mã CSKCB); each has its own login. */
  readonly facility: string;
  /** 12-digit citizen ID, 15-character card or 10-digit insurance number. */
  readonly key: string;
  readonly name: string;
  /** FHIR date: full, or the year alone. */
  readonly birthDate: string;
};

/** A card as the portal knows it. Dates are FHIR dates. */
export type PortalCard = {
  readonly number: string;
  readonly holder: string;
  readonly birthDate?: string;
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly registeredFacility?: string;
  /** The card that replaces this one. */
  readonly newCard?: { readonly number: string; readonly validFrom?: string; readonly validTo?: string; readonly registeredFacility?: string };
};

export type PortalReply =
  | { readonly kind: 'answered'; readonly resultCode: string; readonly card?: PortalCard }
  | { readonly kind: 'no-login' }
  | { readonly kind: 'unavailable'; readonly why: 'timeout' | 'network' | 'fault' | 'wrong-shape' };

/** The insurer's portal. Never throws for what the portal does. */
export interface InsurerPortal {
  lookUp(query: CardQuery): Promise<PortalReply>;
}
