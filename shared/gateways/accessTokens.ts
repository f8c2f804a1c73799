import { createRemoteJWKSet, decodeJwt, errors, importJWK, jwtVerify, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { principalFrom } from '../identity/claims.ts';
import type { Principal } from '../identity/policy.ts';
import type { KeySigner } from '../signing/ports.ts';

/** An issuer whose access tokens are accepted, and where its public keys come from. */
export type TrustedIssuer = {
  readonly issuer: string;
  readonly algorithms: readonly ('ES256' | 'RS256' | 'EdDSA')[];
  readonly keys: JWTVerifyGetKey;
  /** What tokens of this issuer may say; a stolen token key must not make anybody a specialist. */
  readonly admits: (principal: Principal) => boolean;
};

export type AccessTokenCode = 'HTTP_TOKEN_EXPIRED' | 'HTTP_TOKEN_INVALID';

const skewSeconds = 30;

/**
 * Verifies access tokens (RFC 9068: JWT of type at+jwt) of the trusted issuers. A refusal never says which check
 * failed, but for an expired token, so that a client knows to renew it. Keys that can't be fetched throw: a fault of
 * the platform, not of the caller.
 */
export function accessTokens(issuers: readonly TrustedIssuer[], audience: string, clock: Clock) {
  return async function authenticate(accessToken: string): Promise<Result<Principal, Refusal<AccessTokenCode>>> {
    const trusted = issuers.find(({ issuer }) => issuer === issuerOf(accessToken));
    if (!trusted) return refuse(refusal('HTTP_TOKEN_INVALID'));
    try {
      const { payload } = await jwtVerify(accessToken, trusted.keys, {
        issuer: trusted.issuer,
        audience,
        algorithms: [...trusted.algorithms],
        typ: 'at+jwt',
        clockTolerance: skewSeconds,
        currentDate: clock.now(),
        requiredClaims: ['exp', 'iat', 'sub'],
      });
      const principal = principalFrom(payload);
      return principal && trusted.admits(principal) ? ok(principal) : refuse(refusal('HTTP_TOKEN_INVALID'));
    } catch (error) {
      if (error instanceof errors.JWTExpired) return refuse(refusal('HTTP_TOKEN_EXPIRED'));
      if (isTokensFault(error)) return refuse(refusal('HTTP_TOKEN_INVALID'));
      throw error;
    }
  };
}

/** Read before verification, only to choose the keys; jwtVerify checks it again under the signature. */
function issuerOf(token: string): string | undefined {
  try {
    return decodeJwt(token).iss;
  } catch {
    return undefined;
  }
}

/** Of jose's errors, those that the token is to blame for; a time-out or a broken key set is the issuer's. */
const isTokensFault = (error: unknown): boolean =>
  [
    errors.JWTInvalid,
    errors.JWTClaimValidationFailed,
    errors.JWSInvalid,
    errors.JWSSignatureVerificationFailed,
    errors.JOSEAlgNotAllowed,
    errors.JOSENotSupported,
    errors.JWKSNoMatchingKey,
    errors.JWKSMultipleMatchingKeys,
  ].some((kind) => error instanceof kind);

/**
 * An OIDC provider (OpenID Connect Discovery 1.0 4). Discovered once; keys are cached and fetched again when an
 * unknown `kid` comes (at most every 30 s), so that a rotation needs no restart.
 */
export function oidcIssuer(issuer: string, fetchImplementation: typeof fetch = fetch): TrustedIssuer {
  let discovered: Promise<JWTVerifyGetKey> | undefined;
  const discover = () => (discovered ??= jwksOf(issuer, fetchImplementation).catch((error: unknown) => {
    discovered = undefined;
    throw error;
  }));
  return {
    issuer,
    algorithms: ['ES256', 'RS256', 'EdDSA'],
    keys: async (header, token) => (await discover())(header, token),
    admits: () => true,
  };
}

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url() });

async function jwksOf(issuer: string, fetchImplementation: typeof fetch): Promise<JWTVerifyGetKey> {
  const answer = await fetchImplementation(`${issuer}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`OIDC discovery answered ${answer.status}`);
  const document = discovery.parse(await answer.json());
  if (document.issuer !== issuer) throw new Error('OIDC discovery names another issuer');
  return createRemoteJWKSet(new URL(document.jwks_uri), { timeoutDuration: 5000, cooldownDuration: 30_000, cacheMaxAge: 600_000 });
}

/** This API itself: it signs patients' tokens with its own key and may make nobody else of them. */
export function ownIssuer(baseUrl: string, signer: Pick<KeySigner, 'kid' | 'publicJwk'>): TrustedIssuer {
  return {
    issuer: baseUrl,
    algorithms: ['ES256'],
    keys: async (header) => {
      if (header.kid !== (await signer.kid())) throw new errors.JWKSNoMatchingKey();
      return importJWK(await signer.publicJwk(), 'ES256');
    },
    admits: ({ roles }) => roles.length === 1 && roles[0] === 'patient',
  };
}
