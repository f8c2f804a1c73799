import { leastTold, type Count } from './contract.ts';

/**
 * Counts of the groups of one whole, of which the sum is told as well. From 1 to 4 is null; and where these could be had
 * by subtraction (there is one, or all together are fewer than five) the smallest others are hidden with them.
 */
export function disclosed(counts: readonly number[]): readonly Count[] {
  const small = (count: number) => count > 0 && count < leastTold;
  const nulls = new Set(counts.flatMap((count, i) => (small(count) ? [i] : [])));
  const hidden = new Set(nulls);
  if (hidden.size === 0 || counts.length === 1) return counts.map((count) => (small(count) ? null : count));
  const rest = counts.flatMap((count, i) => (count >= leastTold ? [{ count, i }] : [])).toSorted((a, b) => a.count - b.count);
  const sum = () => [...hidden].reduce((all, i) => all + (counts[i] ?? 0), 0);
  while ((hidden.size < 2 || sum() < leastTold) && rest.length > 0) hidden.add(rest.shift()?.i ?? -1);
  return counts.map((count, i) => (nulls.has(i) ? null : hidden.has(i) ? 'hidden' : count));
}
