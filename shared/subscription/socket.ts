import type { Subscription } from '@medplum/fhirtypes';
import { idPattern } from '../fhir/references.ts';
import type { FhirRepository, Stored } from '../fhir/repository.ts';
import { actorOf, decide, type Principal } from '../identity/policy.ts';
import type { Clock } from '../kernel/clock.ts';
import type { ConnectionStore } from './ports.ts';
import { isOver, isTheirs } from './subscription.ts';

/** API Gateway ends a connection after two hours; what is kept of it outlives that by a little. */
const longestMinutes = 125;

export const socketLimits = {
  /** Subscriptions that one connection is told of. */
  binds: 10,
  /** Characters of a message: a bind has at most 69. */
  message: 128,
} as const;

export type SocketDeps = { readonly repository: FhirRepository; readonly connections: ConnectionStore; readonly clock: Clock; readonly base: string };

/** Why a message was not followed. What does not exist and what is another's are the same word. */
export type SocketError = 'message' | 'not-found' | 'not-websocket' | 'not-active' | 'too-many' | 'closed' | 'unavailable';

export const socketError = (word: SocketError): string => `error ${word}`;

/** A client that showed who it is holds the connection from now on. */
export async function openSocket({ connections, clock }: SocketDeps, connection: string, principal: Principal): Promise<void> {
  await connections.open(connection, principal, new Date(clock.now().getTime() + longestMinutes * 60_000));
}

/** R4 2.46.6.2: "bind <id>" is answered by "bound <id>"; anything else by "error <word>". `principal` holds the connection. */
export async function answerMessage(deps: SocketDeps, connection: string, principal: Principal, text: string): Promise<string> {
  const id = text.length > socketLimits.message ? undefined : /^bind +(\S+)\s*$/.exec(text)?.[1];
  if (!id || !idPattern.test(id)) return socketError('message');
  const subscription = await deps.repository.read<Subscription>(`Subscription/${id}`);
  if (!subscription || !(await mayBind(deps, principal, connection, subscription))) return socketError('not-found');
  return await bind(deps, connection, subscription);
}

async function bind({ connections, clock }: SocketDeps, connection: string, subscription: Stored<Subscription>): Promise<string> {
  const now = clock.now();
  if (subscription.channel.type !== 'websocket') return socketError('not-websocket');
  // One that is only requested becomes active a moment later; the client need not wait for it.
  if (!['requested', 'active'].includes(subscription.status) || isOver(subscription, now)) return socketError('not-active');
  const outcome = await connections.bind(connection, subscription.id, socketLimits.binds, now);
  if (outcome === 'bound') return `bound ${subscription.id}`;
  return socketError(outcome === 'full' ? 'too-many' : 'closed');
}

/** Only whose it is, while they may read it; either way it stands in the log. */
async function mayBind({ repository, base }: SocketDeps, principal: Principal, connection: string, subscription: Stored<Subscription>): Promise<boolean> {
  const theirs = isTheirs(subscription, principal, base);
  const allowed = theirs && decide({ principal, interaction: 'read', resourceType: 'Subscription', relations: ['own-subscription'], resource: subscription }).allowed;
  await repository.recordAccess({ actor: actorOf(principal), action: 'read', outcome: allowed ? 'success' : 'refused', event: 'subscription-bind', entities: [`Subscription/${subscription.id}`], correlationId: connection });
  return allowed;
}

export async function closeSocket({ connections }: SocketDeps, connection: string): Promise<void> {
  await connections.close(connection);
}
