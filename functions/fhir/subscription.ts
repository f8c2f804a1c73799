import type { Subscription } from '@medplum/fhirtypes';
import { channelOf } from '../../shared/subscription/channel.ts';
import { criteriaOf, isTheirs, ownedBy } from '../../shared/subscription/subscription.ts';
import { isService, type Principal } from '../../shared/identity/policy.ts';
import { everySubscription } from '../../shared/subscription/everySubscription.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Interaction } from './context.ts';

type Identified<T> = T & { readonly id: string };

/** The longest that a person's Subscription lasts: it is told by the roles of the day on which it was written. */
const longestDays = 90;
/** Those of one person that are told at the same time: each is looked at after every change. */
const mostAtOnce = 10;
const dayMilliseconds = 86_400_000;

/**
 * A Subscription as it is stored: whose it is stands in it, unless it is the service client's own. A person is told at once what is wrong with it, may only
 * request it or turn it off, and gets an end. The service client's is judged when it is made active, so that any
 * Subscription can be kept; its status then says what is wrong.
 */
export async function subscriptionToStore({ deps, request, access }: Pick<Interaction, 'deps' | 'request' | 'access'>, subscription: Identified<Subscription>): Promise<Result<Identified<Subscription>, Refusal>> {
  const owned = ownedBy(subscription, request.principal, deps.identifierBase);
  if (access.isSystem) return ok(request.principal.scopes ? owned : subscription);
  if (!['requested', 'off'].includes(subscription.status)) return invalid('status: requested, off', 'Subscription.status');
  const criteria = criteriaOf(subscription.criteria);
  if (!criteria.ok) return invalid(criteria.error, 'Subscription.criteria');
  const channel = channelOf(subscription.channel);
  if (!channel.ok) return invalid(channel.error, 'Subscription.channel');
  if (subscription.status === 'requested' && (await othersOf(deps, request.principal, subscription.id)) >= mostAtOnce) return invalid(`status: ${mostAtOnce}`, 'Subscription.status');
  // What leaves the house goes to the programs of others; a person is told on the socket that the person opened.
  if (!isService(request.principal) && channel.value.kind !== 'websocket') return invalid('channel.type: websocket', 'Subscription.channel.type');
  const last = new Date(deps.clock.now().getTime() + longestDays * dayMilliseconds).toISOString();
  return ok({ ...owned, end: subscription.end !== undefined && Date.parse(subscription.end) < Date.parse(last) ? subscription.end : last });
}

/** How many others of the caller are told, or about to be. */
async function othersOf({ repository, identifierBase }: Interaction['deps'], principal: Principal, id: string): Promise<number> {
  const running = await everySubscription(repository, 'requested,active');
  return running.filter((one) => one.id !== id && isTheirs(one, principal, identifierBase)).length;
}

const invalid = (reason: string, at: string): Result<never, Refusal> => refuse(refusal('FHIR_SUBSCRIPTION_INVALID', { params: { reason }, at }));
