import * as z from 'zod';
import { roomRoles } from './contract.ts';

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
  'ROOM_NO_SUCH_STREAM',
  'ROOM_MEDIA_REFUSED',
  'ROOM_MESSAGE_INVALID',
  'ROOM_RATE_LIMITED',
  'ROOM_REPLACED',
  'ROOM_WORKER_LOST',
  'ROOM_RESTARTING',
  'ROOM_SILENT',
] as const;
export type SignallingCode = (typeof signallingCodes)[number];

/** WebSocket close code for each reason that ends a socket (RFC 6455 7.4.2: 4000 to 4999 are ours). */
export const socketCloseCode = 4000;

const id = z.string().min(1).max(100);
const short = z.string().max(200);
const count = z.number().int().nonnegative();
const parameters = z.record(short, z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]));
const feedback = z.array(z.object({ type: short, parameter: short.optional() })).max(20);

export const sources = ['microphone', 'camera', 'screen'] as const;
export type MediaSource = (typeof sources)[number];
const kind = z.enum(['audio', 'video']);
const direction = z.enum(['send', 'receive']);
export type TransportDirection = z.infer<typeof direction>;

const dtlsParameters = z.object({
  role: z.enum(['auto', 'client', 'server']).optional(),
  fingerprints: z.array(z.object({ algorithm: z.enum(['sha-1', 'sha-224', 'sha-256', 'sha-384', 'sha-512']), value: short })).min(1).max(5),
});

const codec = { mimeType: short, clockRate: count, channels: count.optional(), parameters: parameters.optional(), rtcpFeedback: feedback.optional() };

export const rtpCapabilities = z.object({
  codecs: z.array(z.object({ kind, preferredPayloadType: count, ...codec })).max(64).optional(),
  headerExtensions: z
    .array(z.object({ kind, uri: short, preferredId: count, preferredEncrypt: z.boolean().optional(), direction: z.enum(['sendrecv', 'sendonly', 'recvonly', 'inactive']).optional() }))
    .max(64)
    .optional(),
});

export const rtpParameters = z.object({
  mid: short.optional(),
  codecs: z.array(z.object({ payloadType: count, ...codec })).min(1).max(16),
  headerExtensions: z.array(z.object({ uri: short, id: count, encrypt: z.boolean().optional(), parameters: parameters.optional() })).max(32).optional(),
  encodings: z
    .array(
      z.object({
        ssrc: count.optional(),
        rid: short.optional(),
        codecPayloadType: count.optional(),
        rtx: z.object({ ssrc: count }).optional(),
        dtx: z.boolean().optional(),
        scalabilityMode: short.optional(),
        maxBitrate: count.optional(),
      }),
    )
    .max(4)
    .optional(),
  rtcp: z.object({ cname: short.optional(), reducedSize: z.boolean().optional() }).optional(),
  msid: short.optional(),
});

/** Milliseconds, counts and shares of one call; no names, no addresses. Kept with the encounter's quality. */
const qualityReport = z.object({
  joinedMs: count.optional(),
  firstAudioMs: count.optional(),
  firstFrameMs: count.optional(),
  bytesPerMinute: count.optional(),
  roundTripMs: count.optional(),
  lostPercent: z.number().min(0).max(100).optional(),
  concealedPercent: z.number().min(0).max(100).optional(),
  framesPerSecond: z.number().min(0).max(240).optional(),
});
export type QualityReport = z.infer<typeof qualityReport>;

const request = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) =>
  z.object({ id: count, type: z.literal(type), ...shape });

/** Browser to SFU. `join` is the first; everything that says who the person is comes from the token's claims. */
export const clientMessage = z.discriminatedUnion('type', [
  request('join', { token: z.string().min(20).max(4096) }),
  /** After `join`: what the browser can receive; the SFU then offers what is being sent in the room. */
  request('ready', { rtpCapabilities, audioOnly: z.boolean() }),
  request('connect', { direction, dtlsParameters }),
  request('produce', { kind, source: z.enum(sources), rtpParameters, paused: z.boolean() }),
  request('pauseProducer', { producerId: id }),
  request('resumeProducer', { producerId: id }),
  request('closeProducer', { producerId: id }),
  /** The browser has set the stream up: only now does the SFU let it flow. */
  request('resumeConsumer', { consumerId: id }),
  request('pauseConsumer', { consumerId: id }),
  /** 0 is the smallest picture. Chosen by the size of the tile. */
  request('preferLayer', { consumerId: id, spatialLayer: count.max(2) }),
  request('audioOnly', { on: z.boolean() }),
  request('restartIce', { direction }),
  request('quality', { report: qualityReport }),
  request('leave', {}),
]);
export type ClientMessage = z.infer<typeof clientMessage>;
export type ClientMessageType = ClientMessage['type'];

const iceParameters = z.object({ usernameFragment: z.string(), password: z.string(), iceLite: z.boolean().optional() });

const transportOffer = z.object({
  id,
  iceParameters,
  iceCandidates: z.array(
    z.object({
      foundation: z.string(),
      priority: z.number(),
      ip: z.string(),
      address: z.string(),
      protocol: z.enum(['udp', 'tcp']),
      port: z.number(),
      type: z.enum(['host', 'srflx', 'prflx', 'relay']),
      tcpType: z.enum(['active', 'passive', 'so']).optional(),
    }),
  ),
  dtlsParameters,
});
export type TransportOffer = z.infer<typeof transportOffer>;

const person = z.object({
  peer: id,
  role: z.enum(roomRoles),
  name: z.string(),
  speak: z.boolean(),
  /** `lobby`: waits until somebody of the staff is in the room. `lost`: the line broke, the seat is kept a few seconds. */
  presence: z.enum(['present', 'lobby', 'lost']),
  microphone: z.boolean(),
  camera: z.boolean(),
});
/** One person in the room as everybody else sees them. `peer` is an id of this stay, not of the person. */
export type RoomPerson = z.infer<typeof person>;

/** The answer to each request. A type that is not listed is answered with `{}`. */
export const answers = {
  join: z.object({ peer: id, rtpCapabilities, send: transportOffer, receive: transportOffer, people: z.array(person) }),
  produce: z.object({ producerId: id }),
  restartIce: z.object({ iceParameters }),
} as const;
export type JoinAnswer = z.infer<typeof answers.join>;

const notice = <Type extends string, Shape extends z.core.$ZodLooseShape>(type: Type, shape: Shape) => z.object({ type: z.literal(type), ...shape });

/** SFU to browser. */
export const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('answer'), id: count, answer: z.unknown() }),
  z.object({ type: z.literal('refusal'), id: count, code: z.enum(signallingCodes) }),
  /** The whole list every time it changes: whoever missed one is right again with the next. */
  notice('people', { people: z.array(person) }),
  notice('offer', { consumerId: id, producerId: id, peer: id, kind, source: z.enum(sources), rtpParameters, paused: z.boolean() }),
  notice('streamEnded', { consumerId: id }),
  notice('streamPaused', { consumerId: id, paused: z.boolean() }),
  /** What the bandwidth allows at this moment; null: nothing, the picture yields to the voice. */
  notice('layer', { consumerId: id, spatialLayer: count.nullable() }),
  notice('speaker', { peer: id.nullable() }),
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
