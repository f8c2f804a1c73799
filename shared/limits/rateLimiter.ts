import type { Clock } from '../kernel/clock.ts';
import type { UsageStore } from './ports.ts';

/** At most `most` in each window of `seconds`; windows begin at multiples of their length (UTC). */
export type RateLimit = { readonly name: string; readonly most: number; readonly seconds: number };

export type RateVerdict = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number; /** The first refusal that this container gives in the window. */ readonly first: boolean };

export type RateLimiter = { take(limit: RateLimit, who: string): Promise<RateVerdict> };

/**
 * A container takes at most this part of a limit at once, so that counting costs a write for some requests and not for each.
 * It begins with one and doubles: where many containers serve a few requests each, none holds what another needs.
 */
const sharesTaken = 20;
/** Who asked, kept in memory: enough for a busy container, bounded against a flood of addresses. */
const mostKept = 10_000;

type Lease = { readonly windowStart: number; left: number; next: number; refused: boolean };

/**
 * Counts requests of one person, client or address. Limits hold over all containers: each leases a share of the window
 * from the store (what a container leased and does not use is lost to the others, so they may stop a little early), and a
 * container that was refused once asks the store no more until the window ends, so that a flood costs nothing. Where the store can't be asked the request passes: a limit protects the service, it may not stop it.
 */
export function rateLimiter(store: UsageStore, clock: Clock, onFailure: (error: unknown) => void = () => undefined): RateLimiter {
  const leases = new Map<string, Lease>();

  function leaseOf(key: string, windowStart: number): Lease {
    const known = leases.get(key);
    leases.delete(key);
    const lease = known?.windowStart === windowStart ? known : { windowStart, left: 0, next: 1, refused: false };
    leases.set(key, lease);
    const oldest = leases.size > mostKept ? leases.keys().next().value : undefined;
    if (oldest !== undefined) leases.delete(oldest);
    return lease;
  }

  return {
    async take(limit, who) {
      const now = clock.now().getTime();
      const length = limit.seconds * 1000;
      const windowStart = now - (now % length);
      const retryAfterSeconds = Math.max(1, Math.ceil((windowStart + length - now) / 1000));
      const lease = leaseOf(`${limit.name} ${who}`, windowStart);
      if (lease.refused) return { allowed: false, retryAfterSeconds, first: false };
      if (lease.left === 0) {
        const share = lease.next;
        lease.next = Math.min(2 * share, Math.max(1, Math.floor(limit.most / sharesTaken)));
        try {
          const used = await store.add(`${limit.name} ${who}`, new Date(windowStart), limit.seconds, share);
          lease.left = Math.max(0, share - Math.max(0, used - limit.most));
        } catch (error) {
          onFailure(error);
          return { allowed: true };
        }
        if (lease.left === 0) {
          lease.refused = true;
          return { allowed: false, retryAfterSeconds, first: true };
        }
      }
      lease.left -= 1;
      return { allowed: true };
    },
  };
}
