import type { SignInTokenAnswer } from '../../shared/identity/contract.ts';
import { keepSession } from './session.ts';

/** A patient has given the right one-time code: signed in for as long as the token lasts. */
export const acceptPatientToken = (answer: SignInTokenAnswer): void =>
  keepSession({ kind: 'patient', accessToken: answer.accessToken, expiresAt: Date.now() + answer.expiresIn * 1000 });
