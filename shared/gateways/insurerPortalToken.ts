import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Clock } from '../kernel/clock.ts';
import type { PortalReply } from '../insurance/ports.ts';
import type { PortalCall } from './insurerPortalHttp.ts';

export type PortalLogin = { readonly username: string; readonly password: string; readonly staffName: string; readonly staffCitizenId: string };
/** JSON of the secret: facility code to login. An empty secret leaves every facility without one. */
const logins = z.record(z.string(), z.object({ username: z.string(), password: z.string(), staffName: z.string(), staffCitizenId: z.string() }));
export const portalLogins = (credentials: string): Readonly<Record<string, PortalLogin | undefined>> => logins.parse(JSON.parse(credentials));

export type PortalToken = { readonly accessToken: string; readonly idToken: string; readonly passwordHash: string };
type Got = { readonly kind: 'token'; readonly token: PortalToken } | Exclude<PortalReply, { readonly kind: 'no-login' }>;

const answer = z.object({ maKetQua: z.string(), APIKey: z.object({ access_token: z.string(), id_token: z.string(), expires_in: z.string() }).nullish() });

/** A token is not used in its last minute, nor for longer than this where its end can't be read. */
const marginMilliseconds = 60_000;
const unknownLifeMilliseconds = 5 * 60_000;

/** Tokens by login, each asked for once and kept until `expires_in`, which is a UTC time stamp. */
export function portalTokens(call: PortalCall, clock: Clock) {
  const kept = new Map<string, { readonly token: PortalToken; readonly until: number }>();
  const asking = new Map<string, Promise<Got>>();

  async function take(login: PortalLogin): Promise<Got> {
    const passwordHash = createHash('md5').update(login.password).digest('hex').toUpperCase(); // the protocol wants MD5
    const reply = await call('/api/token/take', {}, { username: login.username, password: passwordHash });
    if (reply.kind === 'unauthorized') return { kind: 'answered', resultCode: '401' };
    if (reply.kind !== 'json') return reply;
    const parsed = answer.safeParse(reply.value);
    if (!parsed.success) return { kind: 'unavailable', why: 'wrong-shape' };
    const { maKetQua, APIKey } = parsed.data;
    if (maKetQua !== '200' || !APIKey) return { kind: 'answered', resultCode: maKetQua === '200' ? '500' : maKetQua };
    const token = { accessToken: APIKey.access_token, idToken: APIKey.id_token, passwordHash };
    const end = Date.parse(APIKey.expires_in);
    kept.set(login.username, { token, until: Number.isNaN(end) ? clock.now().getTime() + unknownLifeMilliseconds : end - marginMilliseconds });
    return { kind: 'token', token };
  }

  /** Calls at one moment share one question. */
  function takeOnce(login: PortalLogin): Promise<Got> {
    const running = asking.get(login.username) ?? take(login).finally(() => asking.delete(login.username));
    asking.set(login.username, running);
    return running;
  }

  return {
    async get(login: PortalLogin): Promise<Got> {
      const before = kept.get(login.username);
      return before && before.until > clock.now().getTime() ? { kind: 'token', token: before.token } : await takeOnce(login);
    },
    /** Instead of a token that was refused; another call may have renewed it already. */
    async renew(login: PortalLogin, refused: PortalToken): Promise<Got> {
      if (kept.get(login.username)?.token === refused) kept.delete(login.username);
      return await this.get(login);
    },
  };
}
