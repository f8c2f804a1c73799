import { createHash } from 'node:crypto';
import type { Resource, Subscription } from '@medplum/fhirtypes';
import { patientsOf } from '../fhir/compartment.ts';
import { keepForLater, settle, type DueWork, type PendingWork } from '../fhir/pendingWork.ts';
import { referenceTo } from '../fhir/references.ts';
import type { Reference, Stored } from '../fhir/repository.ts';
import { matches } from '../fhir/search/match.ts';
import { actorOf, type Principal } from '../identity/policy.ts';
import { turn, type SubscriptionDeps } from './activate.ts';
import { channelOf, type Hook } from './channel.ts';
import { ping, type PingDeps } from './ping.ts';
import { everySubscription } from './everySubscription.ts';
import type { Sent } from './ports.ts';
import { criteriaOf, isOver, subscriberOf } from './subscription.ts';

export type NotifyDeps = SubscriptionDeps & PingDeps & {
  /** May this caller read the resource now? The same decision as for a read at the FHIR endpoint. */
  readonly mayRead: (principal: Principal, resource: Resource) => Promise<boolean>;
};

/** Every Subscription that is told of changes. Read anew for each batch: one that became active is told of the next change. */
export async function activeSubscriptions({ repository, clock }: Pick<NotifyDeps, 'repository' | 'clock'>): Promise<readonly Stored<Subscription>[]> {
  return (await everySubscription(repository, 'active')).filter((one) => !isOver(one, clock.now()));
}

/** Tells every subscriber whose criteria a changed resource meets and who may read it now. A failure is kept for later. */
export async function notifyOf(deps: NotifyDeps, subscriptions: readonly Stored<Subscription>[], resource: Stored): Promise<number> {
  const meets = subscriptions.filter(({ criteria }) => {
    const request = criteriaOf(criteria);
    return request.ok && matches(resource, request.value);
  });
  const told = await Promise.all(meets.map(async (subscription) => await notifyFirst(deps, subscription, resource)));
  return told.filter(Boolean).length;
}

export const notificationKind = 'subscription-notification';

async function notifyFirst(deps: NotifyDeps, subscription: Stored<Subscription>, resource: Stored): Promise<boolean> {
  const sent = await notify(deps, subscription, resource);
  if (sent.kind === 'failed') await keepForLater({ ...deps, now: deps.clock.now() }, workFor(subscription, resource));
  return sent.kind === 'sent';
}

/** One work for a version of a resource and a Subscription: the stream may bring it again. */
function workFor(subscription: Stored<Subscription>, resource: Stored): PendingWork {
  const reference = referenceTo(resource);
  const { versionId } = resource.meta;
  const id = createHash('sha256').update(`${subscription.id} ${reference} ${versionId}`).digest('hex').slice(0, 40);
  return { id, kind: notificationKind, focus: reference, data: { subscription: subscription.id } };
}

type Told = Sent | { readonly kind: 'not-theirs' | 'nobody-there' };

async function notify(deps: NotifyDeps, subscription: Subscription & { readonly id: string }, resource: Stored): Promise<Told> {
  const principal = subscriberOf(subscription, deps.base);
  if (!principal || !(await deps.mayRead(principal, resource))) return { kind: 'not-theirs' };
  const channel = channelOf(subscription.channel);
  if (!channel.ok) return { kind: 'failed', why: channel.error };
  const record = async () => await recordTold(deps, principal, subscription.id, resource);
  return channel.value.kind === 'websocket' ? await overSockets(deps, subscription.id, record) : await byHook(deps, channel.value.hook, resource, record);
}

/** Whom nobody listens for is told nothing: the client searches for what it missed when it binds again. */
async function overSockets(deps: NotifyDeps, subscription: string, record: () => Promise<void>): Promise<Told> {
  const bound = await deps.connections.boundTo(subscription, deps.clock.now());
  if (bound.length === 0) return { kind: 'nobody-there' };
  await record();
  return await ping(deps, subscription, bound);
}

/** Who is told what was read is recorded before it leaves. */
async function byHook({ hooks }: NotifyDeps, { url, withResource, headers }: Hook, resource: Stored, record: () => Promise<void>): Promise<Told> {
  if (!withResource) return await hooks.send({ method: 'POST', url, headers });
  await record();
  return await hooks.send({ method: 'PUT', url: `${url}/${referenceTo(resource)}`, headers: { ...headers, 'content-type': 'application/fhir+json' }, body: JSON.stringify(resource) });
}

async function recordTold({ repository }: NotifyDeps, principal: Principal, subscription: string, resource: Stored): Promise<void> {
  const entities: readonly Reference[] = [referenceTo(resource), `Subscription/${subscription}`];
  const fact = { actor: actorOf(principal), action: 'read', outcome: 'success', event: 'subscription-notified', entities, correlationId: subscription } as const;
  const patients = patientsOf(resource);
  if (patients.length === 0) await repository.recordAccess(fact);
  for (const patient of patients) await repository.recordAccess({ ...fact, patient });
}

/** Another attempt at a notification: with the resource as it is now, and only while the Subscription is active. */
export async function notifyAgain(deps: NotifyDeps, work: DueWork): Promise<void> {
  const pending = { ...deps, now: deps.clock.now() };
  const [subscription, resource] = await deps.repository.readMany([`Subscription/${work.data['subscription'] ?? ''}`, work.focus]);
  const active = subscription?.resourceType === 'Subscription' && subscription.status === 'active' && !isOver(subscription, pending.now) ? (subscription as Stored<Subscription>) : undefined;
  // Stopped, ended or deleted meanwhile: nobody is to be told any more.
  if (!active || !resource) return void (await settle(pending, work, true));
  const sent = await notify(deps, active, resource);
  const outcome = await settle(pending, work, sent.kind !== 'failed');
  if (outcome === 'given-up' && sent.kind === 'failed') await turn(deps, active, 'error', `${sent.why}: ${work.attempts + 1} attempts, the last at ${pending.now.toISOString()}`);
}

/** Turns off what has reached its end. */
export async function endSubscriptions(deps: Pick<NotifyDeps, 'repository' | 'clock'>): Promise<number> {
  const over = (await everySubscription(deps.repository, 'active')).filter((one) => isOver(one, deps.clock.now()));
  for (const one of over) await turn(deps, one, 'off');
  return over.length;
}
