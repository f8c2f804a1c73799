import { isBusy } from './busy.ts';
import { keepSession, session } from './session.ts';
import { shelf } from './shelf.ts';
import { asked } from './stepUp.ts';

const key = 'lt.signed-out-at';

/** Whoever signs out means the machine, not the tab that the button is in. */
export const tellSignedOut = (): void => shelf.setItem(key, String(Date.now()));

/** Another tab was signed out since this one signed in: it follows, with all that its memory held. A call goes on to its end first. */
export async function followSignOut(): Promise<void> {
  const since = session.value?.since;
  if (since === undefined || isBusy() || !(Number(shelf.getItem(key) ?? NaN) >= since)) return;
  asked.value?.answer(false);
  keepSession(undefined);
  // For the screen to become empty, and for what asks before a page is left to be gone with it.
  await new Promise<void>((done) => setTimeout(done, 0));
  location.assign('/');
}
