import type { Element, Extension, Identifier, Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import { currentIdentifier } from '../fhir/identifierSystems.ts';
import type { KnownField, KnownValue, ValueSource } from './contract.ts';
import type { Naming } from './naming.ts';

/**
 * Where each value of a person came from and when: an extension on the value itself, so that it is never apart from it
 * and older versions keep theirs. (Provenance would say it of whole versions.)
 */
export type ValueOrigin = { readonly source: Exclude<ValueSource, 'record'>; readonly at: string };

const urlOf = (base: string): string => `${base}/StructureDefinition/value-source`;

export const originExtension = (base: string, { source, at }: ValueOrigin): Extension => ({
  url: urlOf(base),
  extension: [{ url: 'source', valueCode: source }, { url: 'at', valueDateTime: at }],
});

/** A value's element with its origin, the earlier one replaced. */
export const withOrigin = <T extends Element>(element: T, base: string, origin: ValueOrigin): T => ({
  ...element,
  extension: [...(element.extension ?? []).filter(({ url }) => url !== urlOf(base)), originExtension(base, origin)],
});

/** FHIR's companions of primitives, which the types leave out. */
export type PatientPrimitives = { readonly _birthDate?: Element; readonly _gender?: Element };

const current = <T extends { use?: string }>(list: readonly T[] | undefined): T | undefined => list?.find(({ use }) => use !== 'old');

/**
 * What a record knows, by field, with the origin of each value. Records made before origins were kept say by which way
 * they were registered; those from elsewhere only how old the version is.
 */
export function knownValues(patient: Patient, { base, systems }: Naming, now: Date): ReadonlyMap<KnownField, KnownValue> {
  const whole = wholeOrigin(patient, base);
  const primitives = patient as PatientPrimitives;
  const identifier = (system: string): Identifier | undefined => {
    const value = currentIdentifier(patient.identifier, system, now);
    return patient.identifier?.find((i) => i.system === system && i.value === value);
  };
  const old = patient.identifier?.find(({ system }) => system === systems.previousId);
  const name = patient.name?.find(({ use }) => use === 'official') ?? patient.name?.[0];
  const phone = patient.telecom?.find(({ system, use }) => system === 'phone' && use !== 'old');
  const address = current(patient.address);
  const all: readonly (readonly [KnownField, string | undefined, Element | undefined])[] = [
    ['name', nameOf(patient) || undefined, name],
    ['birthDate', patient.birthDate, primitives._birthDate],
    ['sex', patient.gender, primitives._gender],
    ['citizenId', identifier(systems.citizenId)?.value, identifier(systems.citizenId)],
    ['previousId', old?.value, old],
    ['insuranceCard', identifier(systems.insuranceCard)?.value, identifier(systems.insuranceCard)],
    ['passport', identifier(systems.passport)?.value, identifier(systems.passport)],
    ['birthCertificate', identifier(systems.birthCertificate)?.value, identifier(systems.birthCertificate)],
    ['phone', phone?.value, phone],
    ['address', address?.text, address],
  ];
  return new Map(all.flatMap(([field, value, element]) => (value === undefined ? [] : [[field, { value, ...(originOf(element, base) ?? whole) }] as const])));
}

function originOf(element: Element | undefined, base: string): Omit<KnownValue, 'value'> | undefined {
  const parts = element?.extension?.find(({ url }) => url === urlOf(base))?.extension;
  const source = parts?.find(({ url }) => url === 'source')?.valueCode as ValueSource | undefined;
  const at = parts?.find(({ url }) => url === 'at')?.valueDateTime;
  return source && at ? { source, at } : undefined;
}

function wholeOrigin(patient: Patient, base: string): Omit<KnownValue, 'value'> {
  const part = (name: string) => patient.extension?.find(({ url }) => url === `${base}/StructureDefinition/${name}`);
  const at = part('registered-at')?.valueDateTime ?? patient.meta?.lastUpdated ?? '';
  return { source: (part('data-source')?.valueCode as ValueSource | undefined) ?? 'record', at };
}
