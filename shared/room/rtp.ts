import * as z from 'zod';

/** The RTP and ICE shapes of signalling (mediasoup's types, RFC 8829 names), bounded in size and kind. */

export const id = z.string().min(1).max(100);
export const count = z.number().int().nonnegative();
const short = z.string().max(200);
const parameters = z.record(short, z.union([z.string().max(1000), z.number(), z.boolean(), z.null()]));
const feedback = z.array(z.object({ type: short, parameter: short.optional() })).max(20);

export const kind = z.enum(['audio', 'video']);
export const direction = z.enum(['send', 'receive']);
export type TransportDirection = z.infer<typeof direction>;

export const dtlsParameters = z.object({
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

export const iceParameters = z.object({ usernameFragment: z.string(), password: z.string(), iceLite: z.boolean().optional() });

export const transportOffer = z.object({
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
