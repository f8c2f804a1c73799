import type { AnswerCache, BreakerState, BreakerStore, ClaimGateway, ConfirmationQueue, GatewayReply, KeptAnswer, Unconfirmed } from './ports.ts';

export function fakeBreakerStore(): BreakerStore & { readonly writes: BreakerState[] } {
  const writes: BreakerState[] = [];
  return {
    writes,
    read: async () => writes.at(-1),
    async write(state) {
      if (state.version !== (writes.at(-1)?.version ?? 0) + 1) return false;
      writes.push(state);
      return true;
    },
  };
}

export function fakeAnswerCache(): AnswerCache {
  const kept = new Map<string, { readonly answer: KeptAnswer; readonly until: Date }>();
  return {
    async get(key, now) {
      const found = kept.get(key);
      return found && found.until > now ? found.answer : undefined;
    },
    async put(key, answer, until) {
      kept.set(key, { answer, until });
    },
  };
}

export function fakeConfirmationQueue(): ConfirmationQueue & { readonly waiting: () => readonly Unconfirmed[] } {
  const entries = new Map<string, Unconfirmed>();
  const sorted = () => [...entries.values()].toSorted((a, b) => (a.since + a.id < b.since + b.id ? -1 : 1));
  return {
    waiting: sorted,
    async add(entry) {
      if (!entries.has(entry.id)) entries.set(entry.id, entry);
    },
    due: async (now, limit) => sorted().filter(({ notBefore }) => notBefore <= now.toISOString()).slice(0, limit),
    async postpone(entry) {
      if (entries.has(entry.id)) entries.set(entry.id, entry);
    },
    async remove({ id }) {
      entries.delete(id);
    },
  };
}

/** A gateway that replies as told and keeps what it was sent. */
export function fakeClaimGateway(reply: () => GatewayReply = () => ({ kind: 'accepted', transactionId: 'GD1' })): ClaimGateway & { readonly sent: Readonly<Record<string, string>>[] } {
  const sent: Readonly<Record<string, string>>[] = [];
  return {
    sent,
    async checkIn(_facility, values) {
      sent.push(values);
      return reply();
    },
  };
}
