import { describe, expect, it } from '@jest/globals';
import { fixedClock } from '../kernel/clock.ts';
import { rateLimiter, type RateLimit } from './rateLimiter.ts';
import { fakeUsageStore } from './usageStore.fake.ts';

const limit: RateLimit = { name: 'person', most: 100, seconds: 60 };
const setting = (most = 100) => {
  const clock = fixedClock('2026-11-22T03:00:30Z');
  const store = fakeUsageStore();
  return { clock, store, limiter: rateLimiter(store, clock), limit: { ...limit, most } };
};

async function allowed(times: number, take: () => Promise<{ allowed: boolean }>): Promise<number> {
  let count = 0;
  for (let i = 0; i < times; i++) if ((await take()).allowed) count += 1;
  return count;
}

describe('a rate limit', () => {
  it.each([1, 7, 20, 100, 333])('lets exactly %d through in a window, and says when to come again', async (most) => {
    const { limiter, limit } = setting(most);
    expect(await allowed(most * 2, () => limiter.take(limit, 'a'))).toBe(most);
    expect(await limiter.take(limit, 'a')).toEqual({ allowed: false, retryAfterSeconds: 30, first: false });
  });
  it('holds over several containers', async () => {
    const { clock, store, limit } = setting();
    const containers = [1, 2, 3].map(() => rateLimiter(store, clock));
    let i = 0;
    expect(await allowed(900, () => (containers[i++ % 3] as (typeof containers)[0]).take(limit, 'a'))).toBe(100);
  });
  it('counts each person alone and each limit alone', async () => {
    const { limiter, limit } = setting(5);
    expect(await allowed(9, () => limiter.take(limit, 'a'))).toBe(5);
    expect(await allowed(9, () => limiter.take(limit, 'b'))).toBe(5);
    expect(await allowed(9, () => limiter.take({ ...limit, name: 'other' }, 'a'))).toBe(5);
  });
  it('begins anew with the next window', async () => {
    const { limiter, clock, limit } = setting(5);
    await allowed(9, () => limiter.take(limit, 'a'));
    clock.advance(30_000);
    expect(await allowed(9, () => limiter.take(limit, 'a'))).toBe(5);
  });
  it('refuses nobody early where many containers serve a few requests each', async () => {
    const { clock, store, limit } = setting();
    const containers = Array.from({ length: 50 }, () => rateLimiter(store, clock));
    let i = 0;
    expect(await allowed(50, () => (containers[i++] as (typeof containers)[0]).take(limit, 'a'))).toBe(50);
  });
  it('costs a fortieth of a write a request, and a flood costs none', async () => {
    const { limiter, store, limit } = setting(1000);
    await allowed(1000, () => limiter.take(limit, 'a'));
    expect(store.asked).toBe(25);
    await allowed(10_000, () => limiter.take(limit, 'a'));
    expect(store.asked).toBe(26);
  });
  it('tells the first refusal of a window apart, for the alert', async () => {
    const { limiter, limit } = setting(1);
    await limiter.take(limit, 'a');
    expect(await limiter.take(limit, 'a')).toMatchObject({ allowed: false, first: true });
    expect(await limiter.take(limit, 'a')).toMatchObject({ allowed: false, first: false });
  });
  it('lets pass where the count cannot be kept, and tells so', async () => {
    const failures: unknown[] = [];
    const limiter = rateLimiter({ add: () => Promise.reject(new Error('down')) }, fixedClock('2026-11-22T03:00:00Z'), (error) => failures.push(error));
    expect(await limiter.take(limit, 'a')).toEqual({ allowed: true });
    expect(failures).toHaveLength(1);
  });
});
