import type { Bundle, Resource, ResourceType } from '@medplum/fhirtypes';
import { localReference } from './references.ts';
import type { Reference } from './repository.ts';
import { rangeOf } from './search/dates.ts';
import { parametersOf, type SimpleParameter, type ValuePath } from './search/definitions.ts';
import { encodedPatientCompartment } from './search/parameters.generated.ts';
import { valuesAt } from './search/values.ts';

const nameOf = (path: ValuePath): string => path.steps.map((s) => s.name).join('.');

/** Whether R4 counts resources of the type to the records of patients. */
export const isOfARecord = (type: string): boolean => Object.hasOwn(encodedPatientCompartment, type);

/** The paths by which resources of a type belong to patients, e.g. "subject" and "performer" for Observation. */
export function compartmentPaths(type: ResourceType): ReadonlyMap<string, ValuePath> {
  const codes = Object.hasOwn(encodedPatientCompartment, type) ? (encodedPatientCompartment[type]?.split(' ') ?? []) : [];
  const parameters = parametersOf(type);
  const paths = codes.flatMap((code) => {
    const parameter = parameters?.get(code);
    return parameter && parameter.type !== 'composite' ? parameter.paths : [];
  });
  return new Map(paths.map((path) => [nameOf(path), path]));
}

/** Whether everything that the parameter finds for a patient is in the patient's compartment. */
export function inCompartment(type: ResourceType, parameter: SimpleParameter): boolean {
  const paths = compartmentPaths(type);
  return parameter.paths.every((path) => paths.has(nameOf(path)));
}

/**
 * The patients whose record a resource belongs to (R4 compartment Patient). Beyond R4: a Binary by its
 * securityContext, a document Bundle by its Composition. A Patient belongs to its own record.
 */
export function patientsOf(resource: Resource): Reference[] {
  const own: (string | undefined)[] = resource.resourceType === 'Patient' && resource.id ? [`Patient/${resource.id}`] : [];
  if (resource.resourceType === 'Binary') own.push(resource.securityContext?.reference);
  if (resource.resourceType === 'Bundle') own.push(...compositionSubjects(resource));
  const found = valuesAt(resource, [...compartmentPaths(resource.resourceType).values()]).map(({ value }) => (value as { reference?: string }).reference);
  const references = [...own, ...found].map(localReference).filter((r) => r?.startsWith('Patient/') === true);
  return [...new Set(references.filter((r) => r !== undefined))];
}

function compositionSubjects({ entry = [] }: Bundle): (string | undefined)[] {
  const first = entry[0]?.resource;
  return first?.resourceType === 'Composition' ? [first.subject?.reference] : [];
}

/** The parameter that says when something happened, for the types where the general list below picks another. */
const datedBy: Partial<Record<ResourceType, string>> = { Condition: 'recorded-date', Task: 'authored-on', Media: 'created', Patient: '_lastUpdated', Practitioner: '_lastUpdated' };
const usualDates = ['date', 'authored-on', 'authoredon', 'authored', 'created', 'sent', 'recorded', 'start', 'issued', 'recorded-date', 'period', '_lastUpdated'];

/** The search parameter by which resources of a type are ordered in time when nothing else is asked. */
export function datingParameter(type: ResourceType): SimpleParameter {
  const parameters = parametersOf(type);
  for (const code of [datedBy[type] ?? '', ...usualDates]) {
    const parameter = parameters?.get(code);
    if (parameter?.type === 'date') return parameter;
  }
  throw new Error(`${type} has no _lastUpdated`);
}

/** The instant (UTC, ISO 8601) of a resource by its dating parameter; '' when it says none. Sorts as text. */
export function clinicalDate(resource: Resource): string {
  const lows = valuesAt(resource, datingParameter(resource.resourceType).paths)
    .map(({ value, type }) => rangeOf(value, type)?.low)
    .filter((low) => low !== undefined && Number.isFinite(low));
  return lows.length === 0 ? '' : new Date(Math.min(...lows.map(Number))).toISOString();
}
