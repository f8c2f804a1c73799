import type { types } from 'mediasoup';
import * as z from 'zod';
import { count, dtlsParameters, iceParameters, id, kind, rtpCapabilities, rtpParameters, transportOffer } from '../../shared/room/rtp.ts';

/** What a room's home and a host that lends it a worker say to each other: one WebSocket for each part of a room (docs/adr/0130). */

const srtpParameters = z.object({ cryptoSuite: z.enum(['AEAD_AES_256_GCM', 'AEAD_AES_128_GCM', 'AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32']), keyBase64: z.string().max(200) });
const point = z.object({ ip: z.ipv4().or(z.ipv6()), port: z.number().int().min(1).max(65_535), srtpParameters });
const layers = z.object({ spatialLayer: count, temporalLayer: count.optional() });
/** What stands for a description of RTP in mediasoup's own types, parsed as signalling parses it. */
const described = rtpParameters.transform((parsed) => parsed as types.RtpParameters);

/** What the home asks of the part that it was lent. `n` grows; each is answered. */
export const legOrder = z.discriminatedUnion('do', [
  z.object({ do: z.literal('seat'), withinMs: count }),
  z.object({ do: z.literal('connect'), transport: id, dtlsParameters }),
  z.object({ do: z.literal('restartIce'), transport: id }),
  z.object({ do: z.literal('floor'), transport: id, bitrate: count }),
  z.object({ do: z.literal('closeTransport'), transport: id }),
  z.object({ do: z.literal('produce'), transport: id, kind, rtpParameters: described, paused: z.boolean(), keyFrameRequestDelay: count.optional() }),
  z.object({ do: z.literal('consume'), transport: id, producer: id, rtpCapabilities: rtpCapabilities.transform((parsed) => parsed as types.RtpCapabilities) }),
  z.object({ do: z.enum(['pauseProducer', 'resumeProducer', 'closeProducer']), producer: id }),
  z.object({ do: z.literal('listen'), producer: id, who: id }),
  z.object({ do: z.enum(['pauseConsumer', 'resumeConsumer', 'closeConsumer']), consumer: id }),
  z.object({ do: z.literal('layers'), consumer: id, layers }),
  z.object({ do: z.literal('priority'), consumer: id, priority: z.number().int().min(1).max(255) }),
  z.object({ do: z.literal('openPipe') }),
  z.object({ do: z.literal('connectPipe'), pipe: id, far: point }),
  z.object({ do: z.literal('send'), pipe: id, producer: id }),
  z.object({ do: z.literal('take'), pipe: id, stream: z.object({ id, kind, rtpParameters: described, paused: z.boolean() }) }),
  z.object({ do: z.literal('closePipe'), pipe: id }),
]);
export type LegOrder = z.infer<typeof legOrder>;
export const numberedOrder = z.object({ n: count, order: legOrder });

/** What the lender says of its own accord. */
export const legNews = z.discriminatedUnion('news', [
  z.object({ news: z.literal('loudness'), round: z.array(z.object({ who: id, volume: z.number() })).max(200).readonly() }),
  z.object({ news: z.literal('flood'), transport: id }),
  z.object({ news: z.literal('unused'), transport: id }),
  z.object({ news: z.literal('bandwidth'), transport: id, bandwidth: z.object({ kbps: z.number(), limited: z.boolean() }) }),
  z.object({ news: z.enum(['producerclose', 'producerpause', 'producerresume']), consumer: id }),
  z.object({ news: z.literal('layerschange'), consumer: id, layers: layers.nullable() }),
]);
export type LegNews = z.infer<typeof legNews>;

export const fromLender = z.union([z.object({ n: count, refused: z.string().max(100) }), z.object({ n: count, ok: z.json() }), legNews]);

/** What the orders are answered with. */
export const seatAnswer = z.object({ send: transportOffer, receive: transportOffer });
export const iceAnswer = iceParameters;
export const producerAnswer = z.object({ id, paused: z.boolean() });
/** Null: whoever asks can't receive it. */
export const consumerAnswer = z.object({ id, kind, type: z.enum(['simple', 'simulcast', 'svc', 'pipe']), rtpParameters: described, paused: z.boolean(), producerPaused: z.boolean() }).nullable();
export const pipeAnswer = z.object({ pipe: id, point });
export const nothing = z.unknown();

/** The address of the WebSocket, and what one message may hold. */
export const legPath = '/legs';
export const mostBytes = 256 * 1024;
/** Either side takes the other for dead when nothing was heard for so long, an answer included. */
export const silentAfterMs = 6_000;
export const pingEveryMs = 2_000;
