import { randomUUID } from 'node:crypto';
import { decodeJwt, errors, exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT } from 'jose';
import * as z from 'zod';
import type { Clock } from '../../shared/kernel/clock.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import { isAlive, type HostKey, type MediaHost, type Placements } from '../../shared/room/placement.ts';

/** Long enough to open a socket between two hosts of one network. */
const LIFE_SECONDS = 30;
const CLOCKS_APART_SECONDS = 5;
const KIND = 'media-host+jwt';
/** What is believed of the table so long: whoever knocks with nonsense costs no more than this. */
const BELIEVED_MS = 1_000;

const published = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: z.string(), y: z.string() });
const claims = z.object({ iss: z.string(), room: z.string().min(1).max(200), jti: z.string().min(1).max(100), exp: z.number() });

/** This process's own key: made when it starts, never written anywhere; its public half stands in the table, among what the host says of itself. */
export type OwnKey = { readonly published: HostKey; /** Asks `to` for a worker for this room (JWT, ES256). */ readonly ask: (to: string, room: string) => Promise<string> };

export async function makeHostKey(id: string, clock: Clock): Promise<OwnKey> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  return {
    published: published.parse(await exportJWK(publicKey)),
    ask: async (to, room) => {
      const now = Math.floor(clock.now().getTime() / 1000);
      return await new SignJWT({ room, jti: randomUUID() }).setProtectedHeader({ alg: 'ES256', typ: KIND }).setIssuer(id).setAudience(to).setIssuedAt(now).setExpirationTime(now + LIFE_SECONDS).sign(privateKey);
    },
  };
}

/** Who asks, and for which room. Refused: not a living host's word to us, too old, or heard before. */
export type HostGate = (token: string) => Promise<Result<{ readonly host: string; readonly room: string }, 'unknown host'>>;

export function hostGate({ id, placements, clock }: { readonly id: string; readonly placements: Pick<Placements, 'hosts'>; readonly clock: Clock }): HostGate {
  const used = new Map<string, number>();
  let believed: { readonly until: number; readonly hosts: Promise<readonly MediaHost[]> } | undefined;
  const keyOf = async (host: string | undefined): Promise<HostKey | undefined> => {
    const now = clock.now();
    if (believed === undefined || believed.until <= now.getTime()) believed = { until: now.getTime() + BELIEVED_MS, hosts: placements.hosts() };
    const found = (await believed.hosts).find((each) => each.id === host && host !== id && isAlive(each, now));
    return published.safeParse(found?.key).data;
  };
  const isFirstUse = ({ jti, exp }: { readonly jti: string; readonly exp: number }): boolean => {
    const now = clock.now().getTime() / 1000;
    for (const [old, end] of used) if (end + CLOCKS_APART_SECONDS < now) used.delete(old);
    if (used.has(jti)) return false;
    used.set(jti, exp);
    return true;
  };
  return async (token) => {
    try {
      const key = await keyOf(decodeJwt(token).iss);
      if (key === undefined) return refuse('unknown host');
      const { payload } = await jwtVerify(token, await importJWK({ ...key }, 'ES256'), { audience: id, typ: KIND, algorithms: ['ES256'], requiredClaims: ['exp', 'iat', 'jti'], maxTokenAge: LIFE_SECONDS, clockTolerance: CLOCKS_APART_SECONDS, currentDate: clock.now() });
      const said = claims.parse(payload);
      return isFirstUse(said) ? ok({ host: said.iss, room: said.room }) : refuse('unknown host');
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof z.ZodError) return refuse('unknown host');
      throw error;
    }
  };
}
