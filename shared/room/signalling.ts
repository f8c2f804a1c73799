import * as z from 'zod';
import { roomRoles } from './contract.ts';
import { lobbyModes, pictureSizes, shares, sources } from './kinds.ts';
import { qualityReport } from './quality.ts';
import { count, direction, dtlsParameters, iceParameters, id, kind, rtpCapabilities, rtpParameters, transportOffer } from './rtp.ts';
import { callSteps } from './steps.ts';

/**
 * What a browser and the SFU say to each other over the WebSocket: JSON text, one message a frame.
 * A request carries `id`, and exactly one answer comes back with the same `id`. Notices come unasked.
 * Both sides parse what arrives with the unions below; nothing else is acted upon.
 */

/** Largest frame the SFU reads (bytes). RTP capabilities of a browser are about 8 KB. */
export const maxMessageBytes = 64 * 1024;

/** Permanent codes of a refused request, also given as the reason when the SFU closes the socket. */
export const signallingCodes = [
  'ROOM_PASS_INVALID',
  'ROOM_PASS_EXPIRED',
  'ROOM_PASS_USED',
  'ROOM_KEYS_UNREACHABLE',
  'ROOM_CLOSED',
  'ROOM_FULL',
  'ROOM_NOT_JOINED',
  'ROOM_MAY_NOT_SPEAK',
  'ROOM_MAY_NOT_MANAGE',
  'ROOM_NO_SUCH_STREAM',
  'ROOM_NO_SUCH_PERSON',
  'ROOM_MEDIA_REFUSED',
  /** Calls are not recorded here, or not by this person. */
  'ROOM_RECORDING_OFF',
  /** Nobody is in the room who answers for the patient: station or patient. */
  'ROOM_RECORDING_WITHOUT_PATIENT',
  'ROOM_MESSAGE_INVALID',
  'ROOM_RATE_LIMITED',
  'ROOM_REPLACED',
  /** A manager did not let the person in from the lobby. */
  'ROOM_TURNED_AWAY',
  /** A manager sent the person out; a new pass leads to the lobby again. */
  'ROOM_SENT_OUT',
  'ROOM_WORKER_LOST',
  'ROOM_RESTARTING',
  'ROOM_SILENT',
  /** Nothing to resume: the stay is over, or too much was said in it meanwhile. A new join leads back. */
  'ROOM_STAY_OVER',
] as const;
export type SignallingCode = (typeof signallingCodes)[number];

/** WebSocket close code for each reason that ends a socket (RFC 6455 7.4.2: 4000 to 4999 are ours). */
export const socketCloseCode = 4000;

const callStep = z.enum(callSteps);
const pictureSize = z.enum(pictureSizes);
const lobbyMode = z.enum(lobbyModes);

/** A place on a shared picture: 0,0 top left, 1,1 bottom right. */
const place = z.object({ x: z.number().min(0).max(1), y: z.number().min(0).max(1) });
export type Place = z.infer<typeof place>;

const request = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ id: count, type: z.literal(type), seen: count.optional(), ...shape });

/**
 * Browser to SFU. `join` is the first; everything that says who the person is comes from the token's claims.
 * Ids of requests grow. After a join every frame of the SFU carries a number `n`; `seen` is the greatest that arrived.
 */
export const clientMessage = z.discriminatedUnion('type', [
  /** With what the browser can receive: right after the answer the SFU offers what is being sent in the room. Without: nothing. */
  request('join', { token: z.string().min(20).max(4096), rtpCapabilities: rtpCapabilities.optional(), step: callStep.default('sd') }),
  request('connect', { direction, dtlsParameters }),
  /** A newer stream of the same source takes the older one's place without a gap. `screen`, `document`: ROOM_MEDIA_REFUSED while somebody else shares. */
  request('produce', { kind, source: z.enum(sources), rtpParameters, paused: z.boolean() }),
  request('pauseProducer', { producerId: id }),
  request('resumeProducer', { producerId: id }),
  request('closeProducer', { producerId: id }),
  /** The browser has set the stream up: only now does the SFU let it flow. */
  request('resumeConsumer', { consumerId: id }),
  request('pauseConsumer', { consumerId: id }),
  /** What the tile needs, by its size; a pinned one is served before the others when bandwidth is short. */
  request('prefer', { consumerId: id, size: pictureSize, pinned: z.boolean() }),
  /**
   * The first word on a new socket, in the place of a join, when the old one broke: goes on with the stay (its secret
   * came with the join). What was not seen is said again, requests that came in before are not carried out twice.
   * ROOM_STAY_OVER: join again. Its id is 0, so that it stands outside the row.
   */
  request('resume', { stay: z.string().min(1).max(100) }),
  /** Where this person's link stands. Without pictures the SFU sends none; everybody is told. */
  request('step', { step: callStep }),
  /** Answered at once, with `wanted` characters of filler: how long each way takes for a kilobyte says what it carries. */
  request('probe', { filler: z.string().max(2_000), wanted: count.max(2_000) }),
  request('restartIce', { direction }),
  request('quality', { report: qualityReport }),
  request('raiseHand', { on: z.boolean() }),
  /**
   * A photo of the record (Binary/<photo>) stands before all; null takes it away. The room carries its name alone: each
   * browser loads it from the API with its own rights. ROOM_MEDIA_REFUSED while somebody else shares.
   */
  request('show', { photo: id.nullable() }),
  /** Asks the station for a sharp photo of what is talked about. For managers. ROOM_NO_SUCH_PERSON where no station is in the room. */
  request('askPhoto', {}),
  /** The pointer of this person on what is shared now; null takes it away. Also by who does not share. */
  request('point', { at: place.nullable() }),
  /** A message was stored by the API (Communication/<communication>): the others may fetch it now. */
  request('chat', { communication: id }),
  /** From here on for managers (shared/room/roles.ts). A microphone is only ever switched off by another, never on. */
  request('mutePerson', { peer: id }),
  request('lowerHand', { peer: id }),
  request('admit', { peer: id }),
  request('turnAway', { peer: id }),
  request('sendOut', { peer: id }),
  request('lobby', { mode: lobbyMode }),
  /** Asks everybody in the room whether the call may be recorded; who asks agrees. ROOM_RECORDING_OFF, ROOM_RECORDING_WITHOUT_PATIENT. */
  request('askRecording', {}),
  request('stopRecording', {}),
  /** A yes or a no to the recording that is asked for or going on; of everybody, at any time. One no ends it at once. */
  request('answerRecording', { agree: z.boolean() }),
  request('leave', {}),
]);
export type ClientMessage = z.infer<typeof clientMessage>;
export type ClientMessageType = ClientMessage['type'];

const person = z.object({
  peer: id,
  role: z.enum(roomRoles),
  name: z.string(),
  speak: z.boolean(),
  /** `lobby`: waits to be let in; sees only itself. `lost`: the line broke, the seat is kept a few seconds. */
  presence: z.enum(['present', 'lobby', 'lost']),
  microphone: z.boolean(),
  camera: z.boolean(),
  sharing: z.enum(shares).nullable(),
  /** The photo of the record that this person holds before all: Binary/<showing>. */
  showing: id.nullable(),
  /** Place in the row of raised hands, 1 for the first; null: not raised. */
  hand: count.nullable(),
  step: callStep,
});
/** One person in the room as everybody else sees them. `peer` is an id of this stay, not of the person. */
export type RoomPerson = z.infer<typeof person>;

/** A stream of another that is offered; it flows once `resumeConsumer` says that the browser is ready. */
const streamOffer = z.object({ consumerId: id, producerId: id, peer: id, kind, source: z.enum(sources), rtpParameters, paused: z.boolean() });
export type StreamOffer = z.infer<typeof streamOffer>;

/** `asking`: nothing is recorded until everybody in the room has said yes. `paused`: somebody who came later has not answered. */
const recordingState = z.object({
  state: z.enum(['off', 'asking', 'recording', 'paused']),
  /** This person may ask for one. */
  offered: z.boolean(),
  /** This person has said yes to the one that is asked for or going on. */
  agreed: z.boolean(),
  /** Who asked, by name. */
  by: z.string().nullable(),
  /** How many in the room have not answered. */
  unanswered: count,
  /** Why it is off, when there was one. Who said no is told to nobody. */
  why: z.enum(['refused', 'withdrawn', 'stopped', 'failed']).nullable(),
});
export type RecordingState = z.infer<typeof recordingState>;

/** The answer to each request. A type that is not listed is answered with `{}`. */
export const answers = {
  join: z.object({ peer: id, stay: z.string(), send: transportOffer, receive: transportOffer, people: z.array(person), lobby: lobbyMode, offers: z.array(streamOffer) }),
  produce: z.object({ producerId: id }),
  restartIce: z.object({ iceParameters }),
  probe: z.object({ filler: z.string() }),
} as const;
export type JoinAnswer = z.infer<typeof answers.join>;

const notice = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) => z.object({ type: z.literal(type), ...shape });

/** SFU to browser. */
export const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: count, answer: z.unknown() }),
  z.object({ type: z.literal('refusal'), id: count, code: z.enum(signallingCodes) }),
  /** The first word on every socket: what the SFU can do, so that a browser prepares itself while nothing is asked yet. */
  notice('hello', { rtpCapabilities }),
  /** The whole list every time it changes: whoever missed one is right again with the next. */
  notice('people', { people: z.array(person), lobby: lobbyMode }),
  /** Several at once are set up in one go: each round of that costs a browser tens of milliseconds. */
  notice('offers', { offers: z.array(streamOffer) }),
  /** The media path of this person was lost with its worker; here is another, in the same stay. All streams begin anew. */
  notice('moved', { send: transportOffer, receive: transportOffer }),
  notice('streamEnded', { consumerId: id }),
  notice('streamPaused', { consumerId: id, paused: z.boolean() }),
  /** What the bandwidth allows at this moment; null: nothing, the picture yields to the voice. */
  notice('layer', { consumerId: id, spatialLayer: count.nullable() }),
  notice('speaker', { peer: id.nullable() }),
  /** What the viewers of this person's camera need now, and whether one of them has a thin link (longer audio packets then). */
  notice('demand', { camera: pictureSize, thinListener: z.boolean() }),
  /** What the SFU believes the way to this browser carries (kbit/s). `limited`: more is asked for than that. */
  notice('bandwidth', { kbps: count, limited: z.boolean() }),
  /** A manager switched this person's microphone off; only the person can switch it on again. */
  notice('muted', { by: id }),
  notice('pointer', { peer: id, at: place.nullable() }),
  notice('chat', { peer: id, communication: id }),
  /** How it stands with a recording of this call, whole each time, and to whoever comes in. */
  notice('recording', recordingState.shape),
  /** A sharp photo is wanted from this person, by `by`. */
  notice('photoAsked', { by: id }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;

/** A frame's text as a message; undefined when it is not JSON or not one of ours. */
export function parseMessage<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
