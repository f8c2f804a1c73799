import type { Principal } from '../identity/policy.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import type { RoomRole } from './contract.ts';

export type RoomAsk = { readonly principal: Principal; readonly correlationId: string };

export type RoomState = { readonly kind: 'open'; readonly room: string } | { readonly kind: 'not-yet'; readonly room: string; readonly opensAt: string } | { readonly kind: 'closed' };

/** The room of a consultation. `endsAt`: end of the appointment, where there is one. */
export type RoomOfConsultation = { readonly consultationId: string; readonly patientId: string; readonly state: RoomState; readonly endsAt?: string };

/** What a room must know of consultations; shared/consultation provides it. */
export interface Consultations {
  /**
   * The room as the caller stands to it: `role` where there is a place for the caller, `mayInvite` where it is theirs
   * to invite. HTTP_NOT_FOUND (audited) for a stranger.
   */
  roomFor(ask: RoomAsk, consultationId: string): Promise<Result<RoomOfConsultation & { readonly role?: RoomRole; readonly mayInvite: boolean }, Refusal>>;
  /** The room by itself, for somebody who holds an invitation to it. */
  roomOf(consultationId: string): Promise<RoomOfConsultation | undefined>;
}
