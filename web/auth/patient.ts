import type { SignInTokenAnswer } from '../../shared/identity/contract.ts';
import { placeAfterLock } from './locked.ts';
import { keepSession, subjectOf } from './session.ts';

/** A patient has given the right one-time code: signed in for as long as the token lasts. Gives the place to go on at, where the page was locked. */
export function acceptPatientToken({ accessToken, expiresIn, idleMinutes }: SignInTokenAnswer): string | undefined {
  keepSession({ kind: 'patient', accessToken, expiresAt: Date.now() + expiresIn * 1000, idleMinutes });
  return placeAfterLock(subjectOf(accessToken), '/patient');
}
