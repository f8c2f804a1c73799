import { createHmac, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** Six digits, each equally likely. */
export const newCode = (): string => String(randomInt(0, 1_000_000)).padStart(6, '0');

export const newSalt = (): string => randomBytes(16).toString('base64url');

export const hashCode = (code: string, salt: string): string => createHmac('sha256', salt).update(code).digest('base64url');

/** In constant time: the answer's delay tells nothing of how much was right. */
export function isCode(typed: string, salt: string, codeHash: string): boolean {
  const code = typed.normalize('NFKC').replace(/\s/g, '');
  return timingSafeEqual(Buffer.from(hashCode(code, salt)), Buffer.from(codeHash));
}
