import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { FreeSlot, Specialty } from '../booking/contract.ts';
import type { Write } from '../fhir/repository.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import type { ConclusionFacts } from '../signing/contract.ts';
import type { ConclusionView } from './contract.ts';

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
  /** The signed document, and with it every new resource that is to be stored. */
  sign(facts: ConclusionFacts): Promise<{ readonly document: Bundle & { readonly id: string }; readonly resources: readonly (Resource & { readonly id: string })[] }>;
  /** The newest conclusion of these document Bundles (oldest first), its signature checked now. */
  view(documents: readonly Bundle[]): Promise<ConclusionView>;
  /** By what an amendment names the document before it. */
  digest(document: Bundle): string;
}
