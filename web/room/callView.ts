import type { CallLimit, CallStep } from '../../shared/room/steps.ts';
import type { LobbyMode } from '../../shared/room/kinds.ts';
import type { Place, RecordingState, RoomPerson } from '../../shared/room/signalling.ts';
import type { RoomPass } from '../../shared/room/contract.ts';
import type { Door } from './door.ts';
import type { CallTimes } from './callMeter.ts';
import type { CallQuality } from './callQuality.ts';
import type { CallState } from './callState.ts';
import type { SharedPicture, Tile } from './receiving.ts';

export type CallOptions = {
  /** For the first try; without it, or when it is used up, one is asked for. */
  readonly pass?: RoomPass;
  /** A new pass for the next try (each is good for one join). Undefined: no right to the room any more. Throws: no network. */
  readonly renewPass: () => Promise<RoomPass | undefined>;
  /** Opened while the devices were being checked; used for the first try if it still stands. */
  readonly door?: Promise<Door | undefined>;
  readonly tracks: { readonly microphone?: MediaStreamTrack; readonly camera?: MediaStreamTrack };
  readonly limit?: CallLimit;
  /** How microphone and camera begin, when not both on: after a reload they are as they were. */
  readonly wanted?: { readonly microphone: boolean; readonly camera: boolean };
};

/** `broken`: it was asked for or going on, and the room came back without it, because what carried both has died. */
export type RecordingNow = Omit<RecordingState, 'why'> & { readonly why: RecordingState['why'] | 'broken' };

export type CallView = {
  readonly state: CallState;
  readonly tiles: readonly Tile[];
  /** Who is in the lobby: they can't be heard yet. Empty for whoever waits there too. */
  readonly lobby: readonly RoomPerson[];
  readonly lobbyMode: LobbyMode;
  /** This person, as the others see them; undefined before the first join. */
  readonly self: RoomPerson | undefined;
  readonly microphone: boolean;
  readonly camera: boolean;
  /** Where the link has the call now, and how far the person lets it go. */
  readonly step: CallStep;
  readonly limit: CallLimit;
  /** What stands before all, this person's own share included. */
  readonly shared: SharedPicture | undefined;
  /** Who points where on what is shared, by peer. */
  readonly pointers: ReadonlyMap<string, Place>;
  readonly pinned: string | undefined;
  /** The last message that the room was told of; its text is fetched from the API. */
  readonly lastChat: { readonly peer: string; readonly communication: string } | undefined;
  /** The person's own choice, to begin with after a reload. */
  readonly wanted: { readonly microphone: boolean; readonly camera: boolean };
  /** The manager (peer) who switched this person's microphone off, until the person switches it on again. */
  readonly mutedBy: string | undefined;
  /** The manager (peer) who wants a sharp photo from here, until it is sent or refused. */
  readonly photoAskedBy: string | undefined;
  /** How it stands with a recording of this call. */
  readonly recording: RecordingNow;
  readonly speaker: string | undefined;
  readonly quality: CallQuality | undefined;
  readonly times: CallTimes;
};

/** What the methods of `CallClient` do not say in their own name. */
export type RoomAction = 'raiseHand' | 'askPhoto' | 'point' | 'chat' | 'mutePerson' | 'lowerHand' | 'admit' | 'turnAway' | 'sendOut' | 'lobby' | 'askRecording' | 'stopRecording' | 'answerRecording';
