import { createHash } from 'node:crypto';
import type { KeySigner } from '../signing/ports.ts';
import type { ChainStore, SealStore } from './ports.ts';
import { verifyChain } from './verifyChain.ts';

/**
 * A day's chain as it stood when it was sealed: whatever is before `sequence` can't change any more unseen. `previous`
 * is the SHA-256 of the last seal of the day before, so that a whole day can't be left out either.
 */
export type Seal = { readonly day: string; readonly sequence: number; readonly hash: string; readonly previous: string; readonly sealedAt: string };

export type Sealed = { readonly day: string; readonly outcome: 'sealed' | 'unchanged' | 'damaged' | 'elsewhere' };

export type SealDeps = { readonly chain: ChainStore; readonly seals: SealStore; readonly signer: Pick<KeySigner, 'signJws'> };

export const sealDigest = (jws: string | undefined): string => (jws === undefined ? '' : createHash('sha256').update(jws).digest('hex'));

export const dayBefore = (day: string): string => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

/** How long after a day's end a late delivery may still extend its chain and be sealed once more: longer than a stream keeps its records. */
const daysLookedBack = 3;

/**
 * Seals the days that ended, oldest first, and again those whose chain grew since. A chain that does not verify is
 * not sealed but told: the log was touched. Repeating it changes nothing; of two at once one seals.
 */
export async function sealEndedDays(deps: SealDeps, now: Date): Promise<readonly Sealed[]> {
  const days: string[] = [];
  for (let i = 0, day = now.toISOString().slice(0, 10); i < daysLookedBack; i++) days.unshift((day = dayBefore(day)));
  const sealed: Sealed[] = [];
  for (const day of days) sealed.push({ day, outcome: await sealDay(deps, day, now) });
  return sealed;
}

async function sealDay({ chain, seals, signer }: SealDeps, day: string, now: Date): Promise<Sealed['outcome']> {
  const [head, known, before] = await Promise.all([chain.head(day), seals.seals(day), seals.seals(dayBefore(day))]);
  const last = known.at(-1);
  if (last !== undefined && sealOf(last).sequence === head.sequence) return 'unchanged';
  if ((await verifyChain(chain, day)).faults.some(({ kind }) => kind !== 'unchained')) return 'damaged';
  const seal: Seal = { day, ...head, previous: sealDigest(before.at(-1)), sealedAt: now.toISOString() };
  const jws = await signer.signJws(new TextEncoder().encode(JSON.stringify(seal)), { typ: 'audit-seal+jwt' });
  return (await seals.add(day, known.length + 1, jws)) ? 'sealed' : 'elsewhere';
}

/** What a seal says, without a look at its signature. */
export const sealOf = (jws: string): Seal => JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')) as Seal;
