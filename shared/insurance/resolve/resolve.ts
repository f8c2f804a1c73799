import type { InsuranceStep } from '../contract.ts';
import type { InsurerPortal } from '../ports.ts';
import type { Clock } from '../../kernel/clock.ts';
import { dayInVietnam } from '../../kernel/dayInVietnam.ts';
import type { Person } from './person.ts';
import { strategy, wasAsked, type Attempt, type Finding, type Reply } from './strategy.ts';

/** How much may be asked about one person: calls to the portal, and time after which no new call begins. */
export type Budget = { readonly calls: number; readonly milliseconds: number };

export type Resolution = Finding & { readonly steps: readonly InsuranceStep[] };

/** Runs the strategy against the portal, within the budget, and tells each step. */
export async function resolveCard(portal: Pick<InsurerPortal, 'lookUp'>, facility: string, person: Person, budget: Budget, clock: Clock): Promise<Resolution> {
  const now = clock.now().getTime();
  const search = strategy(person, dayInVietnam(new Date(now)));
  const steps: InsuranceStep[] = [];
  let at = search.next();
  while (!at.done) {
    const spent = steps.length >= budget.calls || clock.now().getTime() - now >= budget.milliseconds;
    const reply: Reply = spent ? { kind: 'spent' } : await portal.lookUp({ facility, key: at.value.key.value, name: at.value.name.text, birthDate: at.value.birthDate.date });
    if (wasAsked(reply)) steps.push(stepOf(at.value, reply));
    at = search.next(reply);
  }
  const { weighed, ...finding } = at.value;
  return { ...finding, steps: steps.map((step, i) => ({ ...step, ...(weighed[i] ? { weighed: weighed[i] } : {}) })) };
}

const stepOf = ({ key, name, birthDate }: Attempt, reply: Reply): InsuranceStep => ({
  by: key.by,
  name: name.kind,
  birthDate: birthDate.kind,
  ...(reply.kind === 'answered' ? { resultCode: reply.resultCode } : {}),
  ...(key.trust === 'compared' ? { compared: true } : {}),
});
