import { limitsOf } from './idle.ts';
import { idleWatch } from './idleWatch.ts';
import { isBusy } from './busy.ts';
import { keepLocked } from './locked.ts';
import { giveBack } from './oidc.ts';
import { accessToken, keepSession, me, session, signIns, subjectOf } from './session.ts';
import { shelf } from './shelf.ts';
import { followSignOut } from './signedOut.ts';
import { asked } from './stepUp.ts';
import { online } from '../offline/online.ts';

const { idleness, touched, stay, look: lookAtClock } = idleWatch({
  now: Date.now, shelf, busy: isBusy, lock: () => void lock(),
  // On the way back from the issuer nothing is on the screen, and the session is about to be another.
  limits: () => (session.value === undefined || location.pathname === '/auth/callback' ? undefined : limitsOf(session.value)),
});

export { idleness, stay };

const look = (): void => {
  void followSignOut();
  lookAtClock();
};

const pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds));
/** The issuer is told, but a lock does not wait for a link that is down. */
const patienceMs = 3000;

/** The tab's tokens, its copies of answers and what is on the screen go at once; then the page itself, with all that its memory held. */
async function lock(): Promise<void> {
  const before = session.value;
  if (before === undefined) return;
  const name = before.kind === 'staff' ? me.value?.name : undefined;
  keepLocked({ subject: subjectOf(before.accessToken), kind: before.kind, ...(name === undefined ? {} : { name }), place: location.pathname + location.search, minutes: limitsOf(before).after / 60_000 });
  asked.value?.answer(false);
  keepSession(undefined);
  // Tabs in the background, whose timers are slowed, look at the clock now.
  shelf.setItem('lt.locked-at', String(Date.now()));
  await pause(0); // for the screen to become empty, and for what asks before a page is left to be gone with it
  if (before.refreshToken) await Promise.race([giveBack(before.refreshToken), pause(patienceMs)]);
  // Only where the page comes back without a network too; elsewhere the empty page stays as it is.
  if (navigator.serviceWorker?.controller) location.reload();
}

const touches = ['pointerdown', 'keydown', 'wheel', 'touchstart', 'click', 'input'] as const;

/** From the first page on: looks each second, hears of touches here and in other tabs, and of waking up. */
export function watchIdleness(): void {
  let signInsSeen = signIns.value;
  signIns.subscribe((now) => {
    if (now !== signInsSeen && session.value) stay();
    signInsSeen = now;
  });
  for (const name of touches) addEventListener(name, touched, { capture: true, passive: true });
  addEventListener('pointermove', moved, { capture: true, passive: true });
  for (const name of ['focus', 'storage', 'pageshow', 'resume'] as const) addEventListener(name, look);
  document.addEventListener('visibilitychange', look);
  // A page that comes out of the browser's memory shows what was on it then, whoever has signed in or out since.
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  setInterval(look, 1000);
  setInterval(keepAlive, 30_000);
  look();
}

let at = '';

/** Browsers tell of a move when the page changes under a still pointer; that is nobody's hand. */
function moved({ screenX, screenY }: PointerEvent): void {
  const before = at;
  at = `${screenX} ${screenY}`;
  if (before !== '' && before !== at) touched();
}

/** Whoever writes a long text asks nothing of the server; her session there goes on all the same, while she is awake. */
function keepAlive(): void {
  if (session.value?.refreshToken && online.value && idleness.value.kind === 'awake') void accessToken();
}
