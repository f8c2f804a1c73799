import { isService, type Principal } from '../../shared/identity/policy.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import type { RateLimit, RateLimiter } from '../../shared/limits/rateLimiter.ts';
import { routes, type Route } from '../../shared/routes.ts';
import { log } from './log.ts';
import type { ApiRequest } from './request.ts';

const minute = 60;

/**
 * How much one caller may ask. An address may be a whole hospital's or a mobile network's, so it is limited only where
 * nobody is signed in; the firewall of the web stack is before all of it.
 */
export const limits = {
  /** A signed-in person: fifty requests a second is no hand on a screen. */
  person: { name: 'person', most: 3_000, seconds: minute },
  /** A service client, which imports and synchronises. */
  client: { name: 'client', most: 300_000, seconds: minute },
  /** An application of others, over everybody who uses it: one that runs wild stops itself and not its users. */
  application: { name: 'application', most: 30_000, seconds: minute },
  /** Looking up people by number or name: a busy desk sees two a minute. */
  lookup: { name: 'lookup', most: 120, seconds: minute },
  /** One-time codes asked for and tried, invitations redeemed, from one address. */
  signIn: { name: 'sign-in', most: 120, seconds: minute },
  /** What guests of rooms read and write from one address: a hospital's may hold dozens of them. */
  guest: { name: 'guest', most: 600, seconds: minute },
  /** What needs no sign-in and is the same for everybody. */
  anonymous: { name: 'anonymous', most: 3_000, seconds: minute },
  /** Tokens from one address that were forged, expired or missing. */
  badToken: { name: 'bad-token', most: 300, seconds: minute },
} as const satisfies Record<string, RateLimit>;

const ofRoute = new Map<Route, RateLimit>([
  [routes.personLookup, limits.lookup],
  [routes.signInCode, limits.signIn],
  [routes.signInToken, limits.signIn],
  [routes.invitationRedemption, limits.signIn],
  [routes.invitationTalk, limits.guest],
  [routes.invitationMessage, limits.guest],
]);

/** Refused by these limits means that somebody tries doors: an alarm watches for the line (cdk/api/alarms.ts). */
const suspicious: ReadonlySet<string> = new Set([limits.signIn.name, limits.badToken.name, limits.lookup.name]);

export type Gate = {
  /** Before a public endpoint. */
  anonymous(route: Route, request: ApiRequest): Promise<Refusal | undefined>;
  /** After the token was found good. */
  signedIn(route: Route, principal: Principal): Promise<Refusal | undefined>;
  /** After a token was refused: what to answer instead when there were too many. */
  badToken(request: ApiRequest): Promise<Refusal | undefined>;
  /** For each message of somebody's WebSocket, and its opening. */
  message(principal: Principal): Promise<Refusal | undefined>;
  /** After a WebSocket was refused for its token. */
  badSocket(sourceIp: string): Promise<Refusal | undefined>;
};

/** `scale` multiplies every limit, for load tests. */
export function gate(limiter: RateLimiter, scale = 1): Gate {
  async function take(limit: RateLimit, who: string): Promise<Refusal | undefined> {
    const verdict = await limiter.take({ ...limit, most: limit.most * scale }, who);
    if (verdict.allowed) return undefined;
    // Who it was stays out of the log: the line before and after carry the correlation ids.
    if (verdict.first) log.warn('rate-limited', { limit: limit.name, suspicious: suspicious.has(limit.name) });
    return refusal('HTTP_TOO_MANY_REQUESTS', { params: { seconds: verdict.retryAfterSeconds } });
  }
  /** Of the person and of the application each; our own client is everybody's and is limited by person only. */
  async function takeFor(principal: Principal): Promise<Refusal | undefined> {
    if (isService(principal)) return await take(limits.client, principal.client ?? principal.subject);
    return (await take(limits.person, principal.subject)) ?? (principal.scopes && (await take(limits.application, principal.client ?? 'unnamed')));
  }
  return {
    anonymous: (route, request) => take(ofRoute.get(route) ?? limits.anonymous, request.sourceIp),
    async signedIn(route, principal) {
      const own = ofRoute.get(route);
      return (await takeFor(principal)) ?? (own && (await take(own, principal.subject)));
    },
    badToken: (request) => take(limits.badToken, request.sourceIp),
    message: takeFor,
    badSocket: (sourceIp) => take(limits.badToken, sourceIp),
  };
}

/** For tests of endpoints, which are about something else. */
export const openGate: Gate = { anonymous: async () => await Promise.resolve(undefined), signedIn: async () => await Promise.resolve(undefined), badToken: async () => await Promise.resolve(undefined), message: async () => await Promise.resolve(undefined), badSocket: async () => await Promise.resolve(undefined) };
