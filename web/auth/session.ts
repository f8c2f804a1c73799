import { computed, signal } from '@preact/signals';
import type { Me } from '../../shared/identity/contract.ts';

/** A person signed in. Staff come from the OIDC issuer and can be renewed; patients come by one-time code. */
export type Session = {
  readonly kind: 'staff' | 'patient';
  readonly accessToken: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  readonly refreshToken?: string;
  readonly idToken?: string;
  /** Without a touch, until the screen locks. */
  readonly idleMinutes?: number;
  /** When she signed in here, by this device's clock; `keepSession` writes it. */
  readonly since?: number;
};

/** sessionStorage: survives a reload, not the closing of the tab; nothing is left on a shared machine. */
const storageKey = 'lt.session';

function kept(): Session | undefined {
  try {
    const text = sessionStorage.getItem(storageKey);
    return text === null ? undefined : (JSON.parse(text) as Session);
  } catch {
    return undefined;
  }
}

export const session = signal<Session | undefined>(kept());
/** Who that is, from GET /api/me; undefined until it was asked. */
export const me = signal<Me | undefined>(undefined);
/** The issuer or the API no longer accepts the session: the page stays, and asks to sign in again. */
export const expired = signal(false);
export const signedIn = computed(() => session.value !== undefined);
/** Counts sign-ins and sign-outs, not renewals: what was read before one of them is not shown after it. */
export const signIns = signal(0);

export function keepSession(given: Session | undefined, { renewed = false }: { readonly renewed?: boolean } = {}): void {
  const next = given && { ...given, since: (renewed ? session.value?.since : undefined) ?? Date.now() };
  session.value = next;
  expired.value = false;
  if (!renewed) {
    me.value = undefined;
    signIns.value += 1;
  }
  try {
    if (next === undefined) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // without storage the session lasts as long as the page
  }
}

export const sessionRefused = (): void => {
  expired.value = true;
};

/** Whose an access token is; empty where it is none. Read to tell people apart on this screen, never to trust. */
export function subjectOf(accessToken: string): string {
  try {
    const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob((accessToken.split('.')[1] ?? '').replaceAll('-', '+').replaceAll('_', '/')), (c) => c.charCodeAt(0)))) as { readonly sub?: unknown };
    return typeof claims.sub === 'string' ? claims.sub : '';
  } catch {
    return '';
  }
}

type Renew = (refreshToken: string) => Promise<Session | undefined>;
let renew: Renew = async () => undefined;
let renewing: Promise<Session | undefined> | undefined;

/** How a session is renewed; given by auth/oidc.ts when the client starts. */
export const renewBy = (how: Renew): void => {
  renew = how;
};

/** A token that is still good for a minute, renewed if need be; one renewal at a time. */
export async function accessToken(options: { readonly insteadOf?: string } = {}): Promise<string | undefined> {
  const now = session.value;
  if (!now) return undefined;
  const stale = now.expiresAt - Date.now() < 60_000 || now.accessToken === options.insteadOf;
  if (!stale) return now.accessToken;
  if (!now.refreshToken) return options.insteadOf === undefined ? now.accessToken : undefined;
  renewing ??= renew(now.refreshToken).finally(() => {
    renewing = undefined;
  });
  const renewed = await renewing;
  if (renewed) return renewed.accessToken;
  return options.insteadOf === undefined ? now.accessToken : undefined;
}
