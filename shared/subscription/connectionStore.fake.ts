import type { Principal } from '../identity/policy.ts';
import type { ConnectionStore } from './ports.ts';

type Open = { readonly principal: Principal; readonly until: Date; readonly bound: Set<string> };

/** The connection store in memory; passes the same suite as DynamoDB's. */
export function fakeConnectionStore(): ConnectionStore {
  const all = new Map<string, Open>();
  const openAt = (connection: string, now: Date) => {
    const found = all.get(connection);
    return found && found.until > now ? found : undefined;
  };
  return {
    async open(connection, principal, until) {
      all.set(connection, { principal, until, bound: new Set() });
    },
    holderOf: async (connection, now) => openAt(connection, now)?.principal,
    async bind(connection, subscription, most, now) {
      const bound = openAt(connection, now)?.bound;
      if (!bound) return 'gone';
      if (!bound.has(subscription) && bound.size >= most) return 'full';
      bound.add(subscription);
      return 'bound';
    },
    boundTo: async (subscription, now) => [...all].filter(([, one]) => one.until > now && one.bound.has(subscription)).map(([connection]) => connection),
    async unbind(connection, subscription) {
      all.get(connection)?.bound.delete(subscription);
    },
    async close(connection) {
      all.delete(connection);
    },
  };
}
