import { signal, type ReadonlySignal } from '@preact/signals';
import { idlenessAt, type IdleLimits, type Idleness } from './idle.ts';

export type IdleDeps = {
  readonly now: () => number;
  /** Common to all tabs of the browser (localStorage): when somebody last touched one of them. */
  readonly shelf: Pick<Storage, 'getItem' | 'setItem'>;
  /** Undefined while nobody is signed in here. */
  readonly limits: () => IdleLimits | undefined;
  /** A call or an open room: as good as a touch. */
  readonly busy: () => boolean;
  readonly lock: () => void;
};

export type IdleWatch = {
  readonly idleness: ReadonlySignal<Idleness>;
  /** A key, a pointer, a finger. Does not answer the warning: whoever taps blindly through a dialog presses what lies under it. */
  readonly touched: () => void;
  /** She has answered the warning, or signed in. */
  readonly stay: () => void;
  /** Looks at the clock: each second, and whenever the page wakes up. */
  readonly look: () => void;
};

const key = 'lt.touched';
/** Nobody needs to know it more exactly, and every writing wakes the other tabs. */
const exactness = 1000;

/** Tells when nobody has touched any tab for too long. It decides by the clock, so sleep and slowed timers make it no later. */
export function idleWatch({ now, shelf, limits, busy, lock }: IdleDeps): IdleWatch {
  const idleness = signal<Idleness>({ kind: 'awake' });
  const write = (at: number) => shelf.setItem(key, String(at));
  const lastTouch = (at: number): number => {
    const kept = Number(shelf.getItem(key) ?? NaN);
    // Never touched; or the clock was put back, which must not keep the screen open for all that time.
    if (!(kept <= at)) write(at);
    return kept <= at ? kept : at;
  };
  /** Every second: what has not changed must not draw the page anew. */
  const tell = (is: Idleness) => {
    if (is.kind !== idleness.value.kind || is.kind === 'warning') idleness.value = is;
  };
  const look = () => {
    const set = limits();
    const at = now();
    if (set === undefined) return tell({ kind: 'awake' });
    const before = idlenessAt(set, lastTouch(at), at);
    // A machine that slept through it in a call has locked: the room is long without it.
    if (busy() && before.kind !== 'over') write(at);
    const is = idlenessAt(set, lastTouch(at), at);
    tell(is);
    if (is.kind === 'over') lock();
  };
  const stay = () => {
    write(now());
    look();
  };
  const touched = () => {
    look();
    if (idleness.value.kind === 'awake' && limits() !== undefined && now() - lastTouch(now()) >= exactness) write(now());
  };
  return { idleness, touched, stay, look };
}
