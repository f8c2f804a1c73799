import { expect, it } from '@jest/globals';
import type { Challenge, ChallengeStore } from './ports.ts';

/** What every ChallengeStore keeps to; run by the fake and by DynamoDB's. `suffix` keeps runs apart. */
export function challengeStoreContract(make: () => Promise<ChallengeStore>, suffix = ''): void {
  const start = new Date('2026-06-30T08:00:00.000Z');
  const later = (milliseconds: number) => new Date(start.getTime() + milliseconds);
  const aChallenge = (id: string): Challenge => ({ id: `${id}${suffix}`, salt: 's', codeHash: 'h', patient: 'Patient/p', expiresAt: later(300_000) });

  it('gives back the challenge for an attempt, one attempt fewer', async () => {
    const store = await make();
    await store.save(aChallenge('a'), 5);
    expect(await store.takeAttempt(`a${suffix}`, start)).toEqual({ kind: 'taken', challenge: aChallenge('a'), attemptsLeft: 4 });
  });

  it('gives parallel guesses no more attempts than there are', async () => {
    const store = await make();
    await store.save(aChallenge('b'), 5);
    const attempts = await Promise.all(Array.from({ length: 40 }, () => store.takeAttempt(`b${suffix}`, start)));
    expect(attempts.filter(({ kind }) => kind === 'taken')).toHaveLength(5);
    expect(attempts.filter(({ kind }) => kind === 'exhausted')).toHaveLength(35);
  });

  it('is gone when unknown, at its end, and after it was used', async () => {
    const store = await make();
    await store.save(aChallenge('c'), 5);
    expect(await store.takeAttempt(`nobody${suffix}`, start)).toEqual({ kind: 'gone' });
    expect(await store.takeAttempt(`c${suffix}`, later(300_000))).toEqual({ kind: 'gone' });
    expect(await store.consume(`c${suffix}`)).toBe(true);
    expect(await store.takeAttempt(`c${suffix}`, start)).toEqual({ kind: 'gone' });
  });

  it('is used by exactly one of many', async () => {
    const store = await make();
    await store.save(aChallenge('d'), 5);
    const used = await Promise.all(Array.from({ length: 10 }, () => store.consume(`d${suffix}`)));
    expect(used.filter(Boolean)).toHaveLength(1);
  });

  it('keeps a challenge with nobody behind it', async () => {
    const store = await make();
    const { patient: _, ...decoy } = aChallenge('e');
    await store.save(decoy, 5);
    expect(await store.takeAttempt(`e${suffix}`, start)).toEqual({ kind: 'taken', challenge: decoy, attemptsLeft: 4 });
  });

  it('counts codes of a number up to the limit, in each window anew', async () => {
    const store = await make();
    const counted = await Promise.all(Array.from({ length: 9 }, () => store.countCode(`n${suffix}`, start, 5)));
    expect(counted.filter(Boolean)).toHaveLength(5);
    expect(await store.countCode(`other${suffix}`, start, 5)).toBe(true);
    expect(await store.countCode(`n${suffix}`, later(3_600_000), 5)).toBe(true);
  });
}
