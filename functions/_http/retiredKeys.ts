import * as z from 'zod/mini';

const of43 = z.string().check(z.length(43));

/** The public half of a P-256 key as GET /api/keys gave it; anything else in it, a private half too, is dropped. */
const publicKey = z.object({
  kty: z.literal('EC'), crv: z.literal('P-256'), x: of43, y: of43, kid: of43,
  // Seconds since 1970, as OpenID Federation 1.0 has them for keys of the past.
  nbf: z.optional(z.int()), exp: z.optional(z.int()),
  revoked: z.optional(z.object({ revoked_at: z.int(), reason: z.enum(['compromised', 'superseded', 'unspecified']) })),
});

/**
 * RETIRED_KEYS: JSON, the keys that signed conclusions before a rotation (docs/adr/0013). They verify what they signed;
 * `retired` tells everybody else, the media server among them, to take nothing new from them.
 */
export const retiredKeys = z.pipe(
  z.pipe(
    z.pipe(
      z._default(z.string(), '[]'),
      z.transform((text: string, context): unknown => {
        try {
          return JSON.parse(text);
        } catch {
          context.issues.push({ code: 'custom', message: 'not JSON', input: '' });
          return z.NEVER;
        }
      }),
    ),
    z.array(publicKey),
  ),
  z.transform((keys: z.infer<typeof publicKey>[]) => keys.map((key) => ({ ...key, alg: 'ES256', use: 'sig', retired: true }))),
);
