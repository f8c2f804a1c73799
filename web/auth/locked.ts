import { signal } from '@preact/signals';
import type { Session } from './session.ts';

/** What a locked tab still knows: whom it waits for, and where she was. Nothing of any record. */
export type Locked = {
  readonly subject: string;
  readonly kind: Session['kind'];
  /** Of staff alone: whose work lies here is said to colleagues, whose record it was is not. */
  readonly name?: string;
  readonly place: string;
  readonly minutes: number;
};

/** sessionStorage, as for the session: the tab stays locked over a reload. */
const storageKey = 'lt.locked';

function kept(): Locked | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(storageKey) ?? 'null') as Locked | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export const locked = signal<Locked | undefined>(kept());
/** A patient types number and code on the page itself, in the place of the locked screen. */
export const unlocking = signal(false);

export function keepLocked(next: Locked | undefined): void {
  locked.value = next;
  unlocking.value = false;
  try {
    if (next === undefined) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // without storage it is locked for as long as the page lasts
  }
}

/** Somebody has signed in here: the same person goes on where she was, another one begins at `start`. Undefined where nothing was locked. */
export function placeAfterLock(subject: string, start: string): string | undefined {
  const was = locked.value;
  if (was === undefined) return undefined;
  keepLocked(undefined);
  return was.subject === subject ? was.place : start;
}
