import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { isResourceType } from '../fhir/search/definitions.ts';
import { matches } from '../fhir/search/match.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import type { SearchRequest } from '../fhir/search/request.ts';
import type { Interaction } from './interactions.ts';

export type ScopeLevel = 'patient' | 'user' | 'system';
export type Permission = 'c' | 'r' | 'u' | 'd' | 's';

/** One clinical scope (SMART App Launch 2.2, "Scopes for requesting FHIR Resources"). */
export type Scope = {
  readonly level: ScopeLevel;
  readonly type: ResourceType | '*';
  readonly permissions: readonly Permission[];
  /** What a resource must meet: "category=vital-signs". */
  readonly constraint?: SearchRequest;
};

/** The scope of our own client, which stands for everything that its user may do. */
export const firstPartyScope = 'api';

const shape = /^(patient|user|system)\/(\*|[A-Z][A-Za-z]{1,63})\.(read|write|\*|(?=[cruds])c?r?u?d?s?)(?:\?(.+))?$/;
const version1 = { read: ['r', 's'], write: ['c', 'u', 'd'], '*': ['c', 'r', 'u', 'd', 's'] } as const;

/** The words of a scope claim or parameter that are clinical scopes. What can't be read gives nothing. */
export function parseScopes(text: string): readonly Scope[] {
  return text.split(' ').flatMap((word) => parseScope(word) ?? []);
}

/** One scope, of version 1 (.read, .write, .*) or 2 (.cruds, with a search as constraint); undefined when it is none. */
export function parseScope(word: string): Scope | undefined {
  const [, level, type = '', may = '', query] = shape.exec(word) ?? [];
  if (!level || (type !== '*' && !isResourceType(type))) return undefined;
  const permissions: readonly Permission[] = may in version1 ? version1[may as keyof typeof version1] : (may.split('') as Permission[]);
  const scope = { level: level as ScopeLevel, type: type as ResourceType | '*', permissions };
  if (query === undefined) return scope;
  const constraint = type === '*' ? undefined : constraintIn(type as ResourceType, query);
  return constraint && { ...scope, constraint };
}

/** Only what a resource can be held against by itself: no chains, no results of other searches, no includes. */
function constraintIn(type: ResourceType, query: string): SearchRequest | undefined {
  const parsed = parseSearch(type, query);
  if (!parsed.ok) return undefined;
  const { clauses, include, revinclude, sort } = parsed.value;
  const plain = clauses.length > 0 && include.length + revinclude.length + sort.length === 0 && clauses.every(({ kind }) => ['simple', 'composite', 'missing'].includes(kind));
  return plain ? parsed.value : undefined;
}

const permissionFor: Readonly<Record<Interaction, Permission>> = { read: 'r', history: 'r', search: 's', create: 'c', update: 'u', delete: 'd' };

export type ScopeQuestion = {
  readonly interaction: Interaction;
  readonly resourceType: ResourceType;
  /** Absent where the type alone is asked about: a constraint is then held against each resource later. */
  readonly resource: Resource | undefined;
  /** The resource is in the record of the patient in context, or there is one and the resource holds nothing about a patient. */
  readonly inContext: boolean;
  readonly service: boolean;
};

/** Whether a token's scopes let this through; `undefined` scopes are those of our own client. */
export function scopesAllow(scopes: readonly Scope[] | undefined, asked: ScopeQuestion): boolean {
  return scopes === undefined || scopes.some((scope) => covers(scope, asked));
}

/** Whether all that the token may do is about a patient in context (SMART App Launch 2.2, `patient/`). */
export const needsPatient = (scopes: readonly Scope[] | undefined): boolean => scopes !== undefined && scopes.length > 0 && scopes.every(({ level }) => level === 'patient');

function covers({ level, type, permissions, constraint }: Scope, { interaction, resourceType, resource, inContext, service }: ScopeQuestion): boolean {
  if (type !== '*' && type !== resourceType) return false;
  if (!permissions.includes(permissionFor[interaction])) return false;
  if ((level === 'system') !== service) return false;
  if (level === 'patient' && !inContext) return false;
  return constraint === undefined || resource === undefined || matches(resource, constraint);
}
