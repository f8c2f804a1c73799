import type { Challenge, ChallengeStore } from './ports.ts';

/** The challenge store in memory; passes the same suite as DynamoDB's. */
export function fakeChallengeStore(): ChallengeStore {
  const challenges = new Map<string, { readonly challenge: Challenge; attempts: number }>();
  const counts = new Map<string, number>();
  return {
    async countCode(numberHash, windowStart, limit) {
      const key = `${numberHash} ${windowStart.toISOString()}`;
      const before = counts.get(key) ?? 0;
      if (before >= limit) return false;
      counts.set(key, before + 1);
      return true;
    },
    async save(challenge, attempts) {
      challenges.set(challenge.id, { challenge, attempts });
    },
    async takeAttempt(id, now) {
      const kept = challenges.get(id);
      if (!kept || kept.challenge.expiresAt <= now) return { kind: 'gone' };
      if (kept.attempts === 0) return { kind: 'exhausted' };
      kept.attempts -= 1;
      return { kind: 'taken', challenge: kept.challenge, attemptsLeft: kept.attempts };
    },
    consume: async (id) => challenges.delete(id),
  };
}
