import * as z from 'zod';

/** The public half of a P-256 key as GET /api/keys gave it; anything else in it, a private half too, is dropped. */
const publicKey = z.object({
  kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string().length(43), y: z.string().length(43), kid: z.string().length(43),
  // Seconds since 1970, as OpenID Federation 1.0 has them for keys of the past.
  nbf: z.number().int().optional(), exp: z.number().int().optional(),
  revoked: z.object({ revoked_at: z.number().int(), reason: z.enum(['compromised', 'superseded', 'unspecified']) }).optional(),
});

/**
 * RETIRED_KEYS: JSON, the keys that signed conclusions before a rotation (docs/adr/0013). They verify what they signed;
 * `retired` tells everybody else, the media server among them, to take nothing new from them.
 */
export const retiredKeys = z
  .string()
  .default('[]')
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'not JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.array(publicKey))
  .transform((keys) => keys.map((key) => ({ ...key, alg: 'ES256', use: 'sig', retired: true })));
