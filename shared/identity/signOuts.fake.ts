import type { SignOutStore } from './ports.ts';

/** In memory; passes for the table's. */
export function fakeSignOuts(): SignOutStore {
  const ends = new Map<string, Date>();
  return { signedOutAt: async (subject) => ends.get(subject), signOut: async (subject, at) => void ends.set(subject, at) };
}
