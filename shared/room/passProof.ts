import { decodeJwt, errors, importJWK, jwtVerify } from 'jose';
import { roomClaims, type RoomClaims } from './contract.ts';
import type { PassMaker } from './pass.ts';

/** What the media server says of a call with a pass is taken for as long after the pass was given. */
const PROVES_FOR_MS = 24 * 3_600_000;

/**
 * The claims of a pass of ours, used or expired, not older than a day: whoever brings it was let into that room. Undefined
 * for any other.
 */
export async function claimsOfPass({ signer, issuer, clock }: Pick<PassMaker, 'signer' | 'issuer' | 'clock'>, pass: string): Promise<RoomClaims | undefined> {
  try {
    const issuedAt = new Date((decodeJwt(pass).iat ?? 0) * 1000);
    const { payload } = await jwtVerify(pass, await importJWK(await signer.publicJwk(), 'ES256'), { issuer, audience: 'sfu', algorithms: ['ES256'], currentDate: issuedAt });
    const age = clock.now().getTime() - issuedAt.getTime();
    return age >= -60_000 && age <= PROVES_FOR_MS ? roomClaims.safeParse(payload).data : undefined;
  } catch (error) {
    if (error instanceof errors.JOSEError) return undefined;
    throw error;
  }
}
