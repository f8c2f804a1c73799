import { compactVerify, createLocalJWKSet, type JSONWebKeySet } from 'jose';
import type { ChainStore, SealStore } from './ports.ts';
import { dayBefore, sealDigest, sealOf, type Seal } from './seal.ts';
import { verifyChain, type ChainFault } from './verifyChain.ts';

export type SealFault =
  /** The day ended, its log has entries, and no seal covers them. */
  | { readonly kind: 'unsealed' }
  /** A seal's signature is not of one of the keys, or the seal was changed. */
  | { readonly kind: 'seal-invalid'; readonly number: number }
  /** The chain is not the one that was sealed. */
  | { readonly kind: 'seal-differs'; readonly number: number; readonly sequence: number }
  /** The seal does not follow the seal of the day before: one was taken away or exchanged. */
  | { readonly kind: 'seal-order'; readonly number: number };

export type DayReport = { readonly day: string; readonly entries: number; readonly sealedUpTo: number; readonly faults: readonly (ChainFault | SealFault)[] };

export type VerifyDeps = { readonly chain: ChainStore; readonly seals: SealStore; readonly keys: JSONWebKeySet };

/** How long the stream may take: an entry that is beside the chain for longer was put there, or delivery stands still. */
const deliveryMilliseconds = 15 * 60_000;

/** The chain of a day and its seals, against the public keys. A day that has not ended has no seal. */
export async function verifyDay({ chain, seals, keys }: VerifyDeps, day: string, now: Date): Promise<DayReport> {
  const ended = day < now.toISOString().slice(0, 10);
  const [report, list, before, entries] = await Promise.all([verifyChain(chain, day), seals.seals(day), seals.seals(dayBefore(day)), chain.entries(day)]);
  const faults: (ChainFault | SealFault)[] = report.faults.filter((fault) => fault.kind !== 'unchained' || Date.parse(fault.recorded) < now.getTime() - deliveryMilliseconds);
  const hashes = new Map(entries.map(({ sequence, hash }) => [sequence, hash]));
  const predecessors = new Set(before.map(sealDigest));
  let sealedUpTo = 0;
  for (const [i, jws] of list.entries()) {
    const seal = await sealFrom(jws, keys);
    if (!seal || seal.day !== day) faults.push({ kind: 'seal-invalid', number: i + 1 });
    else {
      if ((hashes.get(seal.sequence) ?? '') !== seal.hash) faults.push({ kind: 'seal-differs', number: i + 1, sequence: seal.sequence });
      if (seal.previous === '' ? before.length > 0 : !predecessors.has(seal.previous)) faults.push({ kind: 'seal-order', number: i + 1 });
      sealedUpTo = Math.max(sealedUpTo, seal.sequence);
    }
  }
  if (ended && report.entries > sealedUpTo) faults.push({ kind: 'unsealed' });
  return { day, entries: report.entries, sealedUpTo, faults };
}

async function sealFrom(jws: string, keys: JSONWebKeySet): Promise<Seal | undefined> {
  return await compactVerify(jws, createLocalJWKSet(keys), { algorithms: ['ES256'] }).then(() => sealOf(jws), () => undefined);
}
