import type { Subscription } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { channelOf } from './channel.ts';
import type { HookSender } from './ports.ts';
import { criteriaOf, isOver, subscriberOf } from './subscription.ts';

export type SubscriptionDeps = {
  readonly repository: FhirRepository;
  readonly hooks: HookSender;
  readonly clock: Clock;
  readonly base: string;
};

/** R4 2.46.5: what a client requested is looked at and made active, or in error with the reason; what is over is off. */
export async function activate(deps: SubscriptionDeps, subscription: Stored<Subscription>): Promise<'active' | 'error' | 'off'> {
  if (isOver(subscription, deps.clock.now())) return await turn(deps, subscription, 'off');
  const fault = await faultOf(deps, subscription);
  return fault === undefined ? await turn(deps, subscription, 'active') : await turn(deps, subscription, 'error', fault);
}

/** Why a Subscription can't be active; undefined when it can. */
async function faultOf({ hooks, base }: SubscriptionDeps, subscription: Subscription): Promise<string | undefined> {
  if (!subscriberOf(subscription, base)) return 'subscriber';
  const criteria = criteriaOf(subscription.criteria);
  if (!criteria.ok) return criteria.error;
  const channel = channelOf(subscription.channel);
  if (!channel.ok) return channel.error;
  if (channel.value.kind === 'websocket') return undefined;
  const barred = await hooks.barred(channel.value.hook.url);
  return barred && `channel.endpoint: ${barred}`;
}

/** The next state, unless somebody changed the Subscription meanwhile: then that change decides. */
export async function turn<S extends 'active' | 'error' | 'off'>({ repository }: Pick<SubscriptionDeps, 'repository'>, subscription: Stored<Subscription>, status: S, error?: string): Promise<S> {
  const { meta, error: _, ...rest } = subscription;
  const { versionId, lastUpdated: __, ...kept } = meta;
  const resource: Subscription & { id: string } = { ...rest, meta: kept, status, ...(error === undefined ? {} : { error }) };
  const saved = await repository.commit({ writes: [{ kind: 'put', resource, precondition: { kind: 'version', versionId } }], audit: factOf(subscription, status) });
  if (!saved.ok && saved.error.kind !== 'precondition-failed') throw new Error(`subscription: ${saved.error.kind}`);
  return status;
}

const factOf = ({ id }: Stored<Subscription>, status: string): AuditFact => ({
  actor: { subject: 'delivery', name: 'Liên Tuyến', role: 'system' },
  action: 'update',
  outcome: 'success',
  event: `subscription-${status}`,
  entities: [`Subscription/${id}`],
  correlationId: id,
});
