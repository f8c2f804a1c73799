import type { Confirmation, ConfirmationStore, Passkey, PasskeyStore } from './ports.ts';

/** In memory; both pass the suite of the table's (stores.contract.ts). */
export function fakePasskeys(): PasskeyStore {
  const people = new Map<string, Map<string, Passkey>>();
  const of = (person: string): Map<string, Passkey> => {
    const known = people.get(person) ?? new Map<string, Passkey>();
    people.set(person, known);
    return known;
  };
  return {
    list: async (person) => [...of(person).values()].toSorted((a, b) => a.createdAt.getTime() - b.createdAt.getTime()),
    async add(person, passkey) {
      if (of(person).has(passkey.id)) return false;
      of(person).set(passkey.id, passkey);
      return true;
    },
    async used(person, id, { counter, backedUp, at }) {
      const known = of(person).get(id);
      if (known) of(person).set(id, { ...known, counter, backedUp, lastUsedAt: at });
    },
    remove: async (person, id) => of(person).delete(id),
  };
}

export function fakeConfirmations(): ConfirmationStore {
  const kept = new Map<string, Confirmation>();
  const slot = (person: string, matter: string): string => `${person}\n${matter}`;
  return {
    async open(person, matter, fresh, { now, usableUntil }) {
      const before = kept.get(slot(person, matter));
      if (before && before.expiresAt > now && (before.made || before.expiresAt >= usableUntil)) return before;
      kept.set(slot(person, matter), fresh);
      return fresh;
    },
    async find(person, matter, now) {
      const found = kept.get(slot(person, matter));
      return found && found.expiresAt > now ? found : undefined;
    },
    async make(person, matter, challenge, made, { now, until }) {
      const before = kept.get(slot(person, matter));
      if (before?.challenge !== challenge || before.made || before.expiresAt <= now) return false;
      kept.set(slot(person, matter), { challenge, expiresAt: until, made });
      return true;
    },
  };
}
