import type { Clock } from '../../shared/kernel/clock.ts';

/** Tries that reach the comparison of passwords, of one window; then nothing does until it ends. */
export const guardLimits = { account: 10, address: 100, windowSeconds: 15 * 60 } as const;
/** Names and addresses kept in memory; the oldest go first. */
const mostKept = 50_000;

export type SignInGuard = {
  /** Takes one try; undefined when the password may be compared, else the seconds until the next try. Right passwords are refused too. */
  take(user: string, address: string): number | undefined;
  /** The right password came: earlier slips of this account are forgotten; of the address, which may be trying others, only this try. */
  succeeded(user: string, address: string): void;
};

/**
 * What any issuer of a deployment must do (docs/deploy.md): passwords can't be tried in mass, from one address or from
 * many. Tries are counted before the comparison, and unknown names like known ones. `onLock` is told once a window.
 */
export function signInGuard(clock: Clock, onLock: (by: 'account' | 'address') => void): SignInGuard {
  const windows = new Map<string, { readonly endsAt: number; tries: number }>();

  function count(key: string, most: number, by: 'account' | 'address'): number | undefined {
    const now = clock.now().getTime();
    const known = windows.get(key);
    const window = known && known.endsAt > now ? known : { endsAt: now + guardLimits.windowSeconds * 1000, tries: 0 };
    if (window !== known) {
      windows.delete(key);
      windows.set(key, window);
      const oldest = windows.size > mostKept ? windows.keys().next().value : undefined;
      if (oldest !== undefined) windows.delete(oldest);
    }
    window.tries += 1;
    if (window.tries === most + 1) onLock(by);
    return window.tries > most ? Math.ceil((window.endsAt - now) / 1000) : undefined;
  }

  const account = (user: string): string => `account ${user.trim().toLowerCase()}`;
  return {
    take: (user, address) => count(`address ${address}`, guardLimits.address, 'address') ?? count(account(user), guardLimits.account, 'account'),
    succeeded(user, address) {
      windows.delete(account(user));
      const window = windows.get(`address ${address}`);
      if (window) window.tries -= 1;
    },
  };
}
