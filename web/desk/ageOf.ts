export type AgeOf = { readonly unit: 'today' | 'days' | 'months' | 'years'; readonly count: number };

const day = 86_400_000;

/** How old a value is, in the unit in which one would say it: nobody counts 538 days. */
export function ageOf(at: string, now: number): AgeOf {
  const days = Math.floor(Math.max(0, now - Date.parse(at)) / day);
  if (days < 1) return { unit: 'today', count: 0 };
  if (days < 60) return { unit: 'days', count: days };
  if (days < 730) return { unit: 'months', count: Math.floor(days / 30.44) };
  return { unit: 'years', count: Math.floor(days / 365.25) };
}
