import type { Result } from '../shared/kernel/result.ts';
import type { ClientMessage, ClientMessageType, SignallingCode } from '../shared/room/signalling.ts';
import type { Peer } from './peer.ts';
import type { Room } from './room.ts';

export type Of<Type extends ClientMessageType> = Extract<ClientMessage, { type: Type }>;
export type Answer = Promise<Result<object, SignallingCode>>;

/** A handler for each of some kinds of message. */
export type Handlers<Type extends ClientMessageType> = { readonly [T in Type]: (room: Room, peer: Peer, message: Of<T>) => Answer };
