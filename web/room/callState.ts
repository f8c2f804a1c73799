import type { CallStep } from '../../shared/room/steps.ts';
import { hasPictures } from '../../shared/room/steps.ts';
import type { RoomPerson, SignallingCode } from '../../shared/room/signalling.ts';

/** Why a call is over for this browser. Only `left` was asked for here. */
export type EndReason = 'left' | 'closed' | 'replaced' | 'refused' | 'full' | 'turned-away' | 'sent-out';

/** What the person sees of the call, in one word each; every state has its own sentence in words.ts. */
export type CallState =
  | { readonly kind: 'connecting' }
  /** In the room, but nobody to talk to yet; `lobby`: the staff has not come and nobody is heard. */
  | { readonly kind: 'waiting'; readonly why: 'alone' | 'lobby' }
  | { readonly kind: 'in-call' }
  | { readonly kind: 'audio-only' }
  | { readonly kind: 'reconnecting'; readonly attempt: number }
  | { readonly kind: 'ended'; readonly reason: EndReason };

/** What the client knows; the state follows from it and is never set by hand. */
export type CallMemory = {
  readonly everJoined: boolean;
  /** The signalling socket is open and joined. */
  readonly joined: boolean;
  /** The media path was up and broke. */
  readonly mediaLost: boolean;
  readonly attempt: number;
  readonly step: CallStep;
  readonly self: string | undefined;
  readonly people: readonly RoomPerson[];
  readonly ended: EndReason | undefined;
};

export const freshMemory: CallMemory = {
  everJoined: false, joined: false, mediaLost: false, attempt: 0, step: 'sd', self: undefined, people: [], ended: undefined,
};

export function stateOf(memory: CallMemory): CallState {
  if (memory.ended !== undefined) return { kind: 'ended', reason: memory.ended };
  if (!memory.joined) return memory.everJoined ? { kind: 'reconnecting', attempt: memory.attempt } : { kind: 'connecting' };
  if (memory.mediaLost) return { kind: 'reconnecting', attempt: memory.attempt };
  const me = memory.people.find((person) => person.peer === memory.self);
  if (me?.presence === 'lobby') return { kind: 'waiting', why: 'lobby' };
  const others = memory.people.filter((person) => person.peer !== memory.self && person.presence !== 'lobby');
  if (others.length === 0) return { kind: 'waiting', why: 'alone' };
  return { kind: hasPictures(memory.step) ? 'in-call' : 'audio-only' };
}

/** What a closed socket or a refused join means: an end, or another try with a fresh pass. */
const endings: Partial<Record<SignallingCode, EndReason>> = { ROOM_CLOSED: 'closed', ROOM_REPLACED: 'replaced', ROOM_FULL: 'full', ROOM_PASS_INVALID: 'refused', ROOM_TURNED_AWAY: 'turned-away', ROOM_SENT_OUT: 'sent-out' };

export const endingOf = (code: string): EndReason | undefined => endings[code as SignallingCode];

/**
 * Milliseconds before the next try: at once, then every quarter of a second while a server that was restarted comes
 * back (it refuses at once, which costs nothing), then ever less often.
 */
export function pauseBefore(attempt: number, random: () => number): number {
  if (attempt <= 1) return 0;
  return Math.round(Math.min(2_000, attempt <= 24 ? 250 : 250 * 2 ** (attempt - 24)) * (0.75 + random() / 2));
}

/**
 * How long a try to reach the server may take (ms). On a dead network the first packet is repeated after one second,
 * then after two more: a new try after two seconds finds a returned link sooner. Every third has time for a slow one.
 */
export const reachWithin = (attempt: number): number => (attempt % 3 === 0 ? 4_000 : 2_200);
