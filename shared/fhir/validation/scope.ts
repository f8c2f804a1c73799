import type { Resource } from '@medplum/fhirtypes';
import { parseReference } from '../references.ts';
import { isResourceType } from '../search/definitions.ts';

/** What the rules of an element may look at around it (%resource, %rootResource, R4 fhirpath.html#variables). */
export type Scope = {
  /** The resource that the element is of. */
  readonly resource: Resource;
  /** The resource that holds it, when it is contained; else itself. */
  readonly root: Resource;
  /** Types of the contained resources of the root, by id. */
  readonly contained: ReadonlyMap<string, string>;
  /** Types of a Bundle's entries, by fullUrl. */
  readonly entries: ReadonlyMap<string, string>;
};

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function containedIn(resource: Resource): ReadonlyMap<string, string> {
  const inner = list((resource as { contained?: unknown }).contained).filter(isObject);
  return new Map(inner.map((one) => [String(one['id']), String(one['resourceType'])]));
}

export function scopeOf(resource: Resource, outer?: Scope): Scope {
  const entries = resource.resourceType === 'Bundle' ? list((resource as { entry?: unknown }).entry).filter(isObject) : [];
  const urls = entries.flatMap(({ fullUrl, resource: inner }) => (typeof fullUrl === 'string' && isObject(inner) ? [[fullUrl, String(inner['resourceType'])] as const] : []));
  return { resource, root: resource, contained: containedIn(resource), entries: urls.length > 0 ? new Map(urls) : (outer?.entries ?? new Map()) };
}

/** A contained resource looks at itself and at what holds it. */
export const containedScope = (resource: Resource, { root, contained, entries }: Scope): Scope => ({ resource, root, contained, entries });

/** The type that a reference points to, as far as its text and its surroundings say. */
export function targetType(reference: string, { root, contained, entries }: Scope): string | undefined {
  if (reference === '#') return root.resourceType;
  if (reference.startsWith('#')) return contained.get(reference.slice(1));
  const type = entries.get(reference) ?? parseReference(reference)?.type ?? reference.split('?')[0];
  return type !== undefined && isResourceType(type) ? type : undefined;
}
