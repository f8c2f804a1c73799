import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { compartmentPaths, datingParameter, isOfARecord } from './compartment.ts';
import { localReference } from './references.ts';
import type { Reference } from './repository.ts';
import { rangeOf } from './search/dates.ts';
import { parametersOf, resourceTypes } from './search/definitions.ts';
import { valuesAt } from './search/values.ts';

/** Types of a patient's record: all that R4's compartment names, but the Patient and the log of who looked. */
export const recordTypes = resourceTypes.filter((type) => type !== 'AuditEvent' && type !== 'Patient' && isOfARecord(type)) as readonly ResourceType[];

/** The search parameter by which resources of a type are found for a patient. */
export function patientParameter(type: ResourceType): string {
  const paths = compartmentPaths(type);
  const inRecord = [...(parametersOf(type)?.values() ?? [])].filter((p) => p.type === 'reference' && p.paths.some((path) => paths.has(path.steps.map((s) => s.name).join('.')))).map((p) => p.code);
  return ['patient', 'subject', ...inRecord].find((code) => parametersOf(type)?.get(code)?.type === 'reference') ?? 'patient';
}

/** Every local reference in a resource; attachments name their Binary by url. */
export function referencesIn(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]: [string, unknown]) => {
    const local = (name === 'reference' || name === 'url') && typeof inner === 'string' ? localReference(inner) : undefined;
    return local ? [local] : referencesIn(inner);
  });
}

/** Whether the care that a resource is about falls between two instants (ms); what has no clinical date always does. */
export function within(resource: Resource, from: number, to: number): boolean {
  const dating = datingParameter(resource.resourceType);
  if (dating.code === '_lastUpdated') return true;
  const ranges = valuesAt(resource, dating.paths).map(({ value, type }) => rangeOf(value, type)).filter((range) => range !== undefined);
  return ranges.length === 0 || ranges.some(({ low, high }) => low <= to && high >= from);
}
