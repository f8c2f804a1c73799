import type { FhirRepository } from '../fhir/repository.ts';
import { actorOf, mayCommand, type Principal } from '../identity/policy.ts';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { aggregate, monthsBetween } from './aggregate.ts';
import type { Overview, OverviewQuery } from './contract.ts';
import type { MeasureStore } from './ports.ts';

export type OverviewDeps = { readonly repository: Pick<FhirRepository, 'recordAccess'>; readonly measures: Pick<MeasureStore, 'inMonth'>; readonly clock: Clock; /** The times stated on a day. */ readonly stated: (day: string) => Overview['stated'] };
type Ask = { readonly principal: Principal; readonly correlationId: string };

/** Figures of the months for the health department; nothing in it is about one person. Audited, and refusals too. */
export async function readOverview({ repository, measures, clock, stated }: OverviewDeps, { principal, correlationId }: Ask, { from, to }: OverviewQuery): Promise<Result<Overview, Refusal>> {
  const allowed = mayCommand(principal, 'read-overview').allowed;
  await repository.recordAccess({ actor: actorOf(principal), action: 'read', outcome: allowed ? 'success' : 'refused', event: 'overview-read', entities: [], reason: `${from}..${to}`, correlationId });
  if (!allowed) return refuse(refusal('HTTP_FORBIDDEN'));
  const found = await Promise.all(monthsBetween(from, to).map(async (month) => await measures.inMonth(month)));
  return ok(aggregate(found.flat(), { from, to, now: clock.now(), stated: stated(`${to}-28`) }));
}
