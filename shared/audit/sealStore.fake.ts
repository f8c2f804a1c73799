import type { SealStore } from './ports.ts';

/** In memory; `days` can be tampered with, as a bucket without a lock could. */
export function fakeSealStore(): SealStore & { readonly days: Map<string, string[]> } {
  const days = new Map<string, string[]>();
  return {
    days,
    seals: async (day) => await Promise.resolve([...(days.get(day) ?? [])]),
    async add(day, number, jws) {
      const list = days.get(day) ?? [];
      if (list.length !== number - 1) return await Promise.resolve(false);
      days.set(day, [...list, jws]);
      return true;
    },
  };
}
