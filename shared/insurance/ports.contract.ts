import { describe, expect, it } from '@jest/globals';
import type { AnswerCache, BreakerStore, ConfirmationQueue, Unconfirmed } from './ports.ts';

const at = (minutes: number): Date => new Date(Date.UTC(2026, 10, 22, 1, minutes));
const waiting = (id: string, minutes: number, more: Partial<Unconfirmed> = {}): Unconfirmed => ({ id, since: at(minutes).toISOString(), patient: `Patient/${id}`, organization: 'Organization/station', attempts: 0, notBefore: at(minutes).toISOString(), ...more });

type Stores = { readonly cache: AnswerCache; readonly breaker: BreakerStore; readonly queue: ConfirmationQueue };

/** What the stores of this slice keep to; `make` gives empty ones. The fakes and DynamoDB's pass it. */
export function insuranceStoresContract(make: () => Promise<Stores>): void {
  describe('kept answers', () => {
    it('are given until their time, and a newer one replaces them', async () => {
      const { cache } = await make();
      expect(await cache.get('k', at(0))).toBeUndefined();
      await cache.put('k', { finding: '{"ă":1}', at: at(0).toISOString() }, at(10));
      expect(await cache.get('k', at(9))).toEqual({ finding: '{"ă":1}', at: at(0).toISOString() });
      expect([await cache.get('k', at(10)), await cache.get('other', at(9))]).toEqual([undefined, undefined]);
      await cache.put('k', { finding: '2', at: at(9).toISOString() }, at(20));
      expect((await cache.get('k', at(11)))?.finding).toBe('2');
    });
  });

  describe('the breaker’s state', () => {
    it('is written only over the state that was read', async () => {
      const { breaker } = await make();
      expect(await breaker.read()).toBeUndefined();
      const first = { failures: 1, pauses: 0, version: 1 };
      const second = { failures: 5, pauses: 1, pausedUntil: at(1).toISOString(), version: 2 };
      expect([await breaker.write(first), await breaker.write(first), await breaker.write(second)]).toEqual([true, false, true]);
      expect(await breaker.read()).toEqual(second);
      const results = await Promise.all(Array.from({ length: 20 }, (_, i) => breaker.write({ failures: i, pauses: 0, version: 3 })));
      expect(results.filter(Boolean)).toHaveLength(1);
    });
  });

  describe('the queue', () => {
    it('gives the oldest that are due, so many, and keeps one for each check', async () => {
      const { queue } = await make();
      for (const entry of [waiting('c', 3), waiting('a', 1), waiting('b', 2), waiting('later', 0, { notBefore: at(50).toISOString() })]) await queue.add(entry);
      await queue.add(waiting('a', 1, { attempts: 9 }));
      expect((await queue.due(at(10), 2)).map(({ id }) => id)).toEqual(['a', 'b']);
      expect(await queue.due(at(10), 10)).toEqual([waiting('a', 1), waiting('b', 2), waiting('c', 3)]);
      expect((await queue.due(at(50), 10)).map(({ id }) => id)).toEqual(['later', 'a', 'b', 'c']);
    });
    it('postpones and removes, and brings nothing back that was removed', async () => {
      const { queue } = await make();
      await queue.add(waiting('a', 1));
      await queue.postpone({ ...waiting('a', 1), attempts: 1, notBefore: at(20).toISOString() });
      expect(await queue.due(at(10), 10)).toEqual([]);
      expect(await queue.due(at(20), 10)).toMatchObject([{ attempts: 1 }]);
      await queue.remove(waiting('a', 1));
      await queue.postpone({ ...waiting('a', 1), attempts: 2 });
      expect(await queue.due(at(30), 10)).toEqual([]);
    });
  });
}
