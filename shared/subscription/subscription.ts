import type { ResourceType, Subscription } from '@medplum/fhirtypes';
import * as z from 'zod/mini';
import { isResourceType } from '../fhir/search/definitions.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import type { SearchRequest } from '../fhir/search/request.ts';
import { isSameAccount, type Principal } from '../identity/policy.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';

/**
 * Where a Subscription keeps whose it is: written by the server at every write by anybody but the service client, whose
 * Subscriptions come back as they were given. One without it is therefore the service client's.
 */
export const subscriberExtension = (base: string): string => `${base}/StructureDefinition/subscriber`;

/** The Subscription as this caller's. Whatever the caller wrote there is replaced. */
export function ownedBy(subscription: Subscription & { readonly id: string }, principal: Principal, base: string): Subscription & { readonly id: string } {
  const url = subscriberExtension(base);
  const others = (subscription.meta?.extension ?? []).filter((e) => e.url !== url);
  return { ...subscription, meta: { ...subscription.meta, extension: [...others, { url, valueString: JSON.stringify(principal) }] } };
}

const principalShape = z.looseObject({ subject: z.string(), name: z.string(), roles: z.array(z.string()) });

const serviceClient: Principal = { subject: 'system', name: 'Liên Tuyến', roles: ['system'] };

/** Whose the Subscription is, with the roles as they stood in the token it was written with; undefined when that can't be read. */
export function subscriberOf(subscription: Subscription, base: string): Principal | undefined {
  const text = subscription.meta?.extension?.find((e) => e.url === subscriberExtension(base))?.valueString;
  if (text === undefined) return serviceClient;
  try {
    return principalShape.parse(JSON.parse(text)) as unknown as Principal;
  } catch {
    return undefined;
  }
}

/** Is it this caller's? A subject is unique with its issuer; what has no owner written in it is the service client's. */
export function isTheirs(subscription: Subscription, principal: Principal, base: string): boolean {
  if (!subscription.meta?.extension?.some((e) => e.url === subscriberExtension(base))) return principal.roles.includes('system') && !principal.scopes;
  const owner = subscriberOf(subscription, base);
  return owner !== undefined && isSameAccount(owner, principal);
}

/** Types that tell nothing: a log that every notification would make longer, and the Subscriptions themselves. */
const untold: ReadonlySet<string> = new Set(['AuditEvent', 'Subscription']);

/**
 * "Observation?code=…&patient=…" as a search that our matcher answers for one resource alone (R4 2.46.4). What needs
 * other resources (chains, _has, includes) is refused by name.
 */
export function criteriaOf(text: string): Result<SearchRequest, string> {
  const [type = '', query = ''] = text.split('?');
  if (!isResourceType(type) || untold.has(type)) return refuse('criteria: Type?parameter=value, not AuditEvent or Subscription');
  const parsed = parseSearch(type as ResourceType, query);
  if (!parsed.ok) return refuse(`criteria: ${parsed.error.kind === 'too-costly' ? 'too-costly' : parsed.error.parameter}`);
  const { clauses, include, revinclude } = parsed.value;
  const needsOthers = clauses.find((clause) => clause.kind === 'chain' || clause.kind === 'has');
  if (needsOthers) return refuse(`criteria: ${needsOthers.name}`);
  if (include.length > 0 || revinclude.length > 0) return refuse('criteria: _include, _revinclude');
  return ok(parsed.value);
}

export const isOver = ({ end }: Subscription, now: Date): boolean => end !== undefined && Date.parse(end) <= now.getTime();
