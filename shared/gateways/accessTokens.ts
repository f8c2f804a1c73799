import { createRemoteJWKSet, decodeJwt, errors, importJWK, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { principalFrom } from '../identity/claims.ts';
import type { Principal } from '../identity/policy.ts';
import type { SignOutStore } from '../identity/ports.ts';
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

/** How long a container may go on with what it knows: the longest that a token outlives a sign-out everywhere. */
export const signOutSeconds = 30;

/**
 * Verifies access tokens (RFC 9068: JWT of type at+jwt) of the trusted issuers. A refusal never says which check
 * failed, but for an expired token, so that a client knows to renew it. Keys that can't be fetched throw: a fault of
 * the platform, not of the caller.
 */
export function accessTokens(issuers: readonly TrustedIssuer[], audience: string, clock: Clock, signOuts?: Pick<SignOutStore, 'signedOutAt'>) {
  const signedOut = signOuts && remembered(signOuts, clock);
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
      if (!principal || !trusted.admits(principal)) return refuse(refusal('HTTP_TOKEN_INVALID'));
      const end = await signedOut?.(`${trusted.issuer} ${principal.subject}`);
      return end && signedInAt(payload) <= Math.floor(end.getTime() / 1000) ? refuse(refusal('HTTP_TOKEN_EXPIRED')) : ok({ ...principal, issuer: trusted.issuer });
    } catch (error) {
      if (error instanceof errors.JWTExpired) return refuse(refusal('HTTP_TOKEN_EXPIRED'));
      if (isTokensFault(error)) return refuse(refusal('HTTP_TOKEN_INVALID'));
      throw error;
    }
  };
}

/** Epoch seconds. `auth_time` survives a refresh, so that a token renewed after the sign-out is as old as its session. */
const signedInAt = ({ auth_time: signedIn, iat = 0 }: JWTPayload): number => (typeof signedIn === 'number' ? signedIn : iat);

/** One read of a key for each person and half minute. */
function remembered(signOuts: Pick<SignOutStore, 'signedOutAt'>, clock: Clock) {
  const known = new Map<string, { readonly until: number; readonly at: Promise<Date | undefined> }>();
  return async (subject: string): Promise<Date | undefined> => {
    const now = clock.now().getTime();
    const before = known.get(subject);
    if (before && before.until > now) return await before.at;
    if (known.size >= 10_000) known.clear();
    const at = signOuts.signedOutAt(subject);
    known.set(subject, { until: now + signOutSeconds * 1000, at });
    at.catch(() => known.delete(subject));
    return await at;
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

const discovery = z.object({ issuer: z.string(), jwks_uri: z.url(), authorization_endpoint: z.optional(z.url()), token_endpoint: z.optional(z.url()), revocation_endpoint: z.optional(z.url()) });
export type OidcDiscovery = z.infer<typeof discovery>;

/** Where an issuer's endpoints are (OpenID Connect Discovery 1.0 4). Throws when it can't be asked. */
export async function discoverIssuer(issuer: string, fetchImplementation: typeof fetch = fetch): Promise<OidcDiscovery> {
  const answer = await fetchImplementation(`${issuer}/.well-known/openid-configuration`, { signal: AbortSignal.timeout(5000) });
  if (!answer.ok) throw new Error(`OIDC discovery answered ${answer.status}`);
  const document = discovery.parse(await answer.json());
  if (document.issuer !== issuer) throw new Error('OIDC discovery names another issuer');
  return document;
}

async function jwksOf(issuer: string, fetchImplementation: typeof fetch): Promise<JWTVerifyGetKey> {
  const document = await discoverIssuer(issuer, fetchImplementation);
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
