import { createHash } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';
import type { AnswerCache, InsurerPortal } from './ports.ts';
import type { Person } from './resolve/person.ts';
import { resolveCard, type Budget, type Resolution } from './resolve/resolve.ts';

export type AskDeps = { readonly portal: InsurerPortal; readonly cache: AnswerCache; readonly clock: Clock };

/** About one person: API Gateway waits 29 s, and one call to the portal may take 5. */
export const ordinaryBudget: Budget = { calls: 8, milliseconds: 12_000 };

/** What is not good news may change while somebody stands at the desk. */
const shortMinutes = 15;

export type Asked = { readonly found: Resolution; readonly askedAt: string };

/** The portal's answer about a person for a facility: kept for the day where it is good, asked anew where `fresh` or where a number was compared. */
export async function askPortal({ portal, cache, clock }: AskDeps, facility: string, person: Person, fresh: boolean): Promise<Asked> {
  const key = questionKey(facility, person);
  const now = clock.now();
  const kept = fresh || person.keys.some(({ trust }) => trust === 'compared') ? undefined : await cache.get(key, now);
  if (kept) return { found: JSON.parse(kept.finding) as Resolution, askedAt: kept.at };
  const found = await resolveCard(portal, facility, person, ordinaryBudget, clock);
  const askedAt = now.toISOString();
  const until = keepUntil(found, now);
  if (until) await cache.put(key, { finding: JSON.stringify(found), at: askedAt }, until);
  return { found, askedAt };
}

/** Without the numbers that an answer itself has added to the record; a number that was compared answers the question it was doubted in. */
function questionKey(facility: string, { name, birthDate, sex, keys }: Person): string {
  const asked = keys.filter(({ trust, by }) => trust !== 'certain' || by === 'citizen-id').map(({ value, trust }) => [value, trust === 'certain' ? 'certain' : 'typed']);
  return createHash('sha256').update(JSON.stringify([facility, name, birthDate, sex, asked.toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))])).digest('base64url');
}

/** To the end of the day in Vietnam (UTC+7) for a card that is good; an answer that says nothing is not kept. */
function keepUntil({ meaning }: Resolution, now: Date): Date | undefined {
  if (meaning.outcome === 'to-confirm' || meaning.outcome === 'set-up-fault') return undefined;
  if (!meaning.outcome.startsWith('covered')) return new Date(now.getTime() + shortMinutes * 60_000);
  return endOfDay(now);
}

/** Midnight in Vietnam (UTC+7). */
export function endOfDay(now: Date): Date {
  const [day, zone] = [86_400_000, 7 * 3_600_000];
  return new Date(Math.floor((now.getTime() + zone) / day + 1) * day - zone);
}
