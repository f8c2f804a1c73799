import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { patientsOf } from '../compartment.ts';
import { localReference } from '../references.ts';
import type { Reference } from '../repository.ts';
import { encodedCompartments } from './compartments.generated.ts';
import { parametersOf, type SimpleParameter } from './definitions.ts';
import { valuesAt } from './values.ts';

/** R4's compartments beside the patient's record: what has to do with an encounter, a practitioner, a relative, a device. */
export const otherCompartments: readonly string[] = Object.keys(encodedCompartments);

const membersOf = (compartment: string): ReadonlyMap<string, readonly string[]> =>
  new Map((Object.hasOwn(encodedCompartments, compartment) ? (encodedCompartments[compartment] ?? '') : '').split(' ').map((one) => one.split(':')).map(([type = '', codes = '']) => [type, codes.split(',')]));

/** The types that a compartment holds. */
export const typesIn = (compartment: string): readonly ResourceType[] => [...membersOf(compartment).keys()] as ResourceType[];

/** Whether what gives the compartment its name is a member of it. */
export const holdsItself = (compartment: string): boolean => membersOf(compartment).get(compartment)?.includes('{def}') === true;

/** The parameters by which resources of a type are members. */
export function membership(compartment: string, type: ResourceType): readonly SimpleParameter[] {
  const parameters = parametersOf(type);
  return (membersOf(compartment).get(type) ?? []).flatMap((code) => {
    const parameter = parameters?.get(code);
    return parameter?.type === 'reference' ? [parameter] : [];
  });
}

/** Whether a resource stands in the compartment of another one. */
export function isIn(resource: Resource, of: Reference): boolean {
  const compartment = of.split('/')[0] ?? '';
  if (compartment === 'Patient') return patientsOf(resource).includes(of);
  if (`${resource.resourceType}/${resource.id}` === of) return holdsItself(compartment);
  return membership(compartment, resource.resourceType).some(({ paths }) => valuesAt(resource, paths).some(({ value }) => localReference((value as { reference?: string } | undefined)?.reference) === of));
}
