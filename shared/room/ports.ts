import type { Principal } from '../identity/policy.ts';
import type { Refusal } from '../kernel/refusal.ts';
import type { Result } from '../kernel/result.ts';
import type { RoomMessages, RoomRole } from './contract.ts';

export type RoomAsk = { readonly principal: Principal; readonly correlationId: string };

export type RoomState = { readonly kind: 'open'; readonly room: string } | { readonly kind: 'not-yet'; readonly room: string; readonly opensAt: string } | { readonly kind: 'closed' };

/** The room of a consultation. `endsAt`: end of the appointment, where there is one. */
export type RoomOfConsultation = { readonly consultationId: string; readonly patientId: string; readonly state: RoomState; readonly endsAt?: string };

/** Who writes or reads by an invitation: the id of the invitation, not of a person. */
export type Guest = { readonly subject: string; readonly name: string; readonly role: RoomRole };

export type GuestCommand = { readonly key: string; readonly subject: string; readonly bodyHash: string };

/** What is written in the room of a consultation, for those who are there by an invitation. */
export interface RoomTalk {
  /** What was written for the whole room, oldest first; ROOM_CLOSED when this room is not open any more. */
  read(at: RoomAddress): Promise<Result<RoomMessages, Refusal>>;
  /** Stores a message for the whole room and answers with all of them. Repeatable by its key. */
  write(at: RoomAddress, guest: Guest, message: { readonly text: string; readonly command: GuestCommand; readonly correlationId: string }): Promise<Result<RoomMessages, Refusal>>;
}

/** A room that was closed and opened again has another name. */
export type RoomAddress = { readonly consultationId: string; readonly room: string };

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
