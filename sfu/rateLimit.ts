import type { Clock } from '../shared/kernel/clock.ts';

/**
 * A token bucket: `burst` messages at once, then `perSecond`. Returns a function that says whether one more may pass.
 * A join with 37 people in the room is about 120 messages within two seconds; a call at rest is one in five seconds.
 */
export function rateLimit(clock: Clock, { burst, perSecond }: { readonly burst: number; readonly perSecond: number }): () => boolean {
  let tokens = burst;
  let at = clock.now().getTime();
  return () => {
    const now = clock.now().getTime();
    tokens = Math.min(burst, tokens + ((now - at) / 1000) * perSecond);
    at = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
