import type { UsageStore } from './ports.ts';

/** In memory; `asked` counts the calls, each of which would be a write of the database. */
export function fakeUsageStore(): UsageStore & { asked: number } {
  const sums = new Map<string, number>();
  return {
    asked: 0,
    async add(key, windowStart, _, amount) {
      this.asked += 1;
      const window = `${key} ${windowStart.toISOString()}`;
      const sum = (sums.get(window) ?? 0) + amount;
      sums.set(window, sum);
      return await Promise.resolve(sum);
    },
  };
}
