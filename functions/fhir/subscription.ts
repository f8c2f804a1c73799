import type { Subscription } from '@medplum/fhirtypes';
import { channelOf } from '../../shared/subscription/channel.ts';
import { criteriaOf, ownedBy } from '../../shared/subscription/subscription.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Interaction } from './context.ts';

type Identified<T> = T & { readonly id: string };

/** The longest that a person's Subscription lasts: it is told by the roles of the day on which it was written. */
const longestDays = 90;
const dayMilliseconds = 86_400_000;

/**
 * A Subscription as it is stored: whose it is stands in it, unless it is the service client's own. A person is told at once what is wrong with it, may only
 * request it or turn it off, and gets an end. The service client's is judged when it is made active, so that any
 * Subscription can be kept; its status then says what is wrong.
 */
export function subscriptionToStore({ deps, request, access }: Pick<Interaction, 'deps' | 'request' | 'access'>, subscription: Identified<Subscription>): Result<Identified<Subscription>, Refusal> {
  const owned = ownedBy(subscription, request.principal, deps.identifierBase);
  if (access.isSystem) return ok(request.principal.scopes ? owned : subscription);
  if (!['requested', 'off'].includes(subscription.status)) return invalid('status: requested, off', 'Subscription.status');
  const criteria = criteriaOf(subscription.criteria);
  if (!criteria.ok) return invalid(criteria.error, 'Subscription.criteria');
  const channel = channelOf(subscription.channel);
  if (!channel.ok) return invalid(channel.error, 'Subscription.channel');
  const last = new Date(deps.clock.now().getTime() + longestDays * dayMilliseconds).toISOString();
  return ok({ ...owned, end: subscription.end !== undefined && Date.parse(subscription.end) < Date.parse(last) ? subscription.end : last });
}

const invalid = (reason: string, at: string): Result<never, Refusal> => refuse(refusal('FHIR_SUBSCRIPTION_INVALID', { params: { reason }, at }));
