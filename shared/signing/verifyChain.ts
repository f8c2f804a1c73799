import type { Bundle } from '@medplum/fhirtypes';
import { digestOf } from './canonical.ts';
import type { Verification } from './contract.ts';
import { verifyDocument, type Trust } from './verify.ts';

/**
 * Checks a document with its amendments, oldest first: each by itself, and that every one names, within what was signed,
 * the digest of the very document before it. The first amends nothing that is missing.
 */
export async function verifyChain(documents: readonly Bundle[], trust: Trust): Promise<{ readonly valid: boolean; readonly chained: boolean; readonly checks: readonly Verification[] }> {
  const [checks, digests] = await Promise.all([Promise.all(documents.map(async (document) => await verifyDocument(document, trust))), Promise.all(documents.map(digestOf))]);
  const chained = checks.every(({ previous }, index) => previous === digests[index - 1]);
  return { valid: chained && checks.every(({ valid }) => valid), chained, checks };
}

/**
 * Documents in any order put into their chain: the first is the one that amends none of them. Two that amend the same
 * one, or one whose predecessor is not here, are left where they came.
 */
export async function inChain(documents: readonly Bundle[], trust: Trust): Promise<readonly Bundle[]> {
  const [checks, digests] = await Promise.all([Promise.all(documents.map(async (document) => await verifyDocument(document, trust))), Promise.all(documents.map(digestOf))]);
  const depth = (index: number, seen = 0): number => {
    const previous = checks[index]?.previous;
    const before = previous === undefined ? -1 : digests.indexOf(previous);
    return before < 0 || seen > documents.length ? 0 : 1 + depth(before, seen + 1);
  };
  return documents.map((document, index) => ({ document, at: depth(index) })).toSorted((a, b) => a.at - b.at).map(({ document }) => document);
}
