import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import type { JWTVerifyGetKey } from 'jose';
import * as z from 'zod';
import type { Clock } from '../shared/kernel/clock.ts';
import type { Result } from '../shared/kernel/result.ts';
import { ok, refuse } from '../shared/kernel/result.ts';
import { roomClaims } from '../shared/room/contract.ts';
import type { RoomClaims } from '../shared/room/contract.ts';
import type { SignallingCode } from '../shared/room/signalling.ts';

export type PassRefusal = Extract<SignallingCode, 'ROOM_PASS_INVALID' | 'ROOM_PASS_EXPIRED' | 'ROOM_PASS_USED' | 'ROOM_KEYS_UNREACHABLE'>;

const claimsOfPass = roomClaims.extend({ jti: z.string().min(1).max(200), exp: z.number(), iat: z.number() });
const claimsOfOrder = z.object({ room: z.string(), jti: z.string().min(1).max(200), exp: z.number() });

export type PassGate = {
  /** The claims of a pass that is valid, for us, and not used before. */
  readonly checkPass: (token: string) => Promise<Result<RoomClaims, PassRefusal>>;
  /** Whether the token is the API's order about this room (aud `sfu-control`). */
  readonly checkOrder: (token: string, room: string) => Promise<Result<true, PassRefusal>>;
};

/** The API's published keys, fetched when needed and kept for ten minutes. Retired ones verify old documents only. */
export function remoteKeys(url: string): JWTVerifyGetKey {
  const published = createRemoteJWKSet(new URL(url), { timeoutDuration: 3_000, cooldownDuration: 2_000 });
  return async (header, token) => {
    const key = await published(header, token);
    if (published.jwks()?.keys.some((one) => one.kid === header.kid && 'retired' in one)) throw new errors.JWKSNoMatchingKey();
    return key;
  };
}

/**
 * Who may enter is decided here and only from the signed claims: signature, audience, life, and one use a pass. What
 * was used and which rooms were closed is remembered by this process alone: so a pass from before it began is refused
 * as expired, and the client asks the API, which knows whether the room is open, for another (docs/adr/0080).
 */
export function passGate(keys: JWTVerifyGetKey, clock: Clock): PassGate {
  const used = new Map<string, number>();
  const began = Math.floor(clock.now().getTime() / 1000);

  const isFirstUse = (jti: string, expiresAt: number): boolean => {
    const now = clock.now().getTime() / 1000;
    for (const [old, end] of used) if (end < now - 60) used.delete(old);
    if (used.has(jti)) return false;
    used.set(jti, expiresAt);
    return true;
  };

  const check = async <T extends { jti: string; exp: number }>(token: string, audience: string, claims: z.ZodType<T>): Promise<Result<T, PassRefusal>> => {
    try {
      const { payload } = await jwtVerify(token, keys, {
        audience,
        algorithms: ['ES256'],
        requiredClaims: ['exp', 'jti'],
        clockTolerance: 5,
        currentDate: clock.now(),
      });
      const parsed = claims.safeParse(payload);
      if (!parsed.success) return refuse('ROOM_PASS_INVALID');
      return isFirstUse(parsed.data.jti, parsed.data.exp) ? ok(parsed.data) : refuse('ROOM_PASS_USED');
    } catch (error) {
      return refuse(reasonOf(error));
    }
  };

  return {
    checkPass: async (token) => {
      const checked = await check(token, 'sfu', claimsOfPass);
      if (!checked.ok) return checked;
      const { exp: _, iat, ...claims } = checked.value;
      return iat < began ? refuse('ROOM_PASS_EXPIRED') : ok(claims);
    },
    checkOrder: async (token, room) => {
      const checked = await check(token, 'sfu-control', claimsOfOrder);
      if (!checked.ok) return checked;
      return checked.value.room === room ? ok(true) : refuse('ROOM_PASS_INVALID');
    },
  };
}

function reasonOf(error: unknown): PassRefusal {
  if (error instanceof errors.JWTExpired) return 'ROOM_PASS_EXPIRED';
  // A fault of the key server is not the caller's: the client tries again with the same right.
  if (error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) return 'ROOM_KEYS_UNREACHABLE';
  if (error instanceof errors.JOSEError && error.code !== 'ERR_JOSE_GENERIC') return 'ROOM_PASS_INVALID';
  return 'ROOM_KEYS_UNREACHABLE';
}
