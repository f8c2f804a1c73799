/** A code that was sent; times are milliseconds since 1970. */
export type Challenge = { readonly challengeId: string; readonly expiresAt: number; readonly sentAt: number };

/** Digits alone; blanks, dots and dashes are how people group them. */
export const digitsOf = (typed: string): string => typed.normalize('NFKC').replace(/\D/g, '');

/** "012 185 000 011": in threes, as it is easiest to compare with the card. */
export const inThrees = (typed: string): string => digitsOf(typed).slice(0, 12).replace(/(\d{3})(?=\d)/g, '$1 ');

export type Left = { readonly minutes: number; readonly seconds: number };

/** What is left until an instant; undefined when it has passed. */
export function leftUntil(instant: number, now: number): Left | undefined {
  const seconds = Math.ceil((instant - now) / 1000);
  return seconds <= 0 ? undefined : { minutes: Math.floor(seconds / 60), seconds: seconds % 60 };
}

/** Seconds before another code may be asked for, so that a slow message is not chased by a second one. */
export const resendAfter = 60;
