import type { Bundle } from '@medplum/fhirtypes';
import type { FreeSlot, Specialty } from '../booking/contract.ts';
import type { Write } from '../fhir/repository.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import type { ConclusionFacts } from '../signing/contract.ts';
import type { SigningStep } from '../signing/ports.ts';
import type { ConclusionContent, ConclusionView } from './contract.ts';

export type Asked = { readonly specialty: Specialty; readonly facilityId: string; readonly practitionerId?: string };

/** Slots, as a consultation needs them; shared/booking provides it. */
export interface Bookings {
  /** The slot, if it can be had for this request now, and the write that takes it unless somebody was faster. */
  take(slotId: string, asked: Asked): Promise<Result<{ readonly slot: FreeSlot; readonly write: Write }, Refusal>>;
  /** The write that gives a slot back; undefined where there is nothing to give back. */
  release(slotId: string): Promise<Write | undefined>;
  /** BOOKING_SLOT_TAKEN with the next free slots as help. */
  taken(asked: Asked): Promise<Refusal>;
}

/** Signed documents; shared/signing provides it. */
export interface Documents {
  /** Signed by its author; with further signers it is not released before the last of them (state.next). */
  sign(facts: ConclusionFacts): Promise<Result<SigningStep, Refusal>>;
  /** The next signature, by whose turn it is. */
  next(sign: { readonly documentId: string; readonly by: string; readonly at: string }): Promise<Result<SigningStep, Refusal>>;
  /** Takes back what not all have signed. */
  recall(documentId: string, at: string): Promise<readonly Write[] | undefined>;
  /** A document that not all have signed. */
  pending(documentId: string): Promise<Bundle | undefined>;
  /** The newest conclusion of these document Bundles (oldest first), its signatures checked now. */
  view(documents: readonly Bundle[]): Promise<ConclusionView>;
  /** What stands in a document, signed or not. */
  content(document: Bundle): ConclusionContent;
  /** By what an amendment names the document before it. */
  digest(document: Bundle): Promise<string>;
}
