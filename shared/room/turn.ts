import { createHmac } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import type { IceServer } from './contract.ts';

/** Where TURN is, and the key that it shares with us. No `urls`: there is none. */
export type TurnSettings = { readonly urls: readonly string[]; readonly secret: string };

/** A call may need its relay for as long as a long consultation; who loses it joins again with fresh credentials. */
const LIFE_SECONDS = 2 * 3600;

/**
 * Credentials that TURN checks without asking anybody (draft-uberti-behave-turn-rest, coturn `--use-auth-secret`): the
 * name is `<unix time of expiry>:<anything>`, the password its HMAC-SHA1 under the shared key. The name says nothing
 * about the person: it stands in the relay's log.
 */
export function turnServers({ urls, secret }: TurnSettings, { clock, newId }: { readonly clock: Clock; readonly newId: NewId }): readonly IceServer[] {
  if (urls.length === 0) return [];
  const username = `${Math.floor(clock.now().getTime() / 1000) + LIFE_SECONDS}:${newId()}`;
  return [{ urls, username, credential: createHmac('sha1', secret).update(username).digest('base64') }];
}
