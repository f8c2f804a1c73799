import type { Resource, ResourceType } from '@medplum/fhirtypes';
import type { Reference } from './repository.ts';

/** R4 2.24.0.1: the form of a logical id. */
export const idPattern = /^[A-Za-z0-9\-.]{1,64}$/;

export const referenceTo = (resource: Resource & { readonly id: string }): Reference => `${resource.resourceType}/${resource.id}`;

/** "Patient/p1/_history/3" and "https://host/fhir/Patient/p1" give type, id, version; undefined for anything else. */
export function parseReference(text: string): { readonly type: ResourceType; readonly id: string; readonly version?: string; readonly local: boolean } | undefined {
  const match = /^(.*\/)?([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})(?:\/_history\/([A-Za-z0-9\-.]{1,64}))?$/.exec(text);
  if (!match?.[2] || !match[3]) return undefined;
  return { type: match[2] as ResourceType, id: match[3], local: match[1] === undefined, ...(match[4] ? { version: match[4] } : {}) };
}

/** The local reference of a text, without its version; undefined when it points elsewhere. */
export function localReference(text: string | undefined): Reference | undefined {
  const parsed = text === undefined ? undefined : parseReference(text);
  return parsed?.local ? `${parsed.type}/${parsed.id}` : undefined;
}
