import type { RoomControl } from '../notification/ports.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import type { KeySigner } from '../signing/ports.ts';

export type SfuControlOptions = {
  /** SFU_CONTROL_URL, without a slash at the end. */
  readonly url: string;
  readonly signer: Pick<KeySigner, 'signJws'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly timeoutMilliseconds: number;
};

const orderLifeSeconds = 60;

/**
 * The SFU's control side over HTTP. Each order is a fresh JWT (ES256, aud `sfu-control`) about one room; the SFU
 * checks it against GET /api/keys. Where nothing listens there is no room to close: that counts as done.
 */
export function sfuControl({ url, signer, clock, newId, timeoutMilliseconds }: SfuControlOptions, fetchImplementation: typeof fetch = fetch): RoomControl {
  return {
    async close(room) {
      const issuedAt = Math.floor(clock.now().getTime() / 1000);
      const claims = { aud: 'sfu-control', room, jti: newId(), iat: issuedAt, exp: issuedAt + orderLifeSeconds };
      const token = await signer.signJws(new TextEncoder().encode(JSON.stringify(claims)), { typ: 'JWT' });
      const response = await send(`${url}/rooms/${encodeURIComponent(room)}/close`, token);
      // Anything but 204 may come from something else in between (a proxy, the client's pages).
      if (response && response.status !== 204) throw new Error(`the SFU answered ${response.status}`);
    },
  };

  async function send(address: string, token: string): Promise<Response | undefined> {
    try {
      return await fetchImplementation(address, { method: 'POST', headers: { authorization: `Bearer ${token}` }, signal: AbortSignal.timeout(timeoutMilliseconds) });
    } catch (error) {
      if (isRefused(error)) return undefined;
      throw error;
    }
  }
}

/** Node's fetch puts the system's error into `cause`. */
const isRefused = (error: unknown): boolean => {
  const cause: unknown = error instanceof Error || (typeof error === 'object' && error !== null && 'cause' in error) ? error.cause : undefined;
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ECONNREFUSED';
};
