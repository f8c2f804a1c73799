import type { HumanName, Patient, Resource } from '@medplum/fhirtypes';
import { clinicalDate, compartmentPaths, isOfARecord, patientsOf } from '../fhir/compartment.ts';
import { matchKeysOf } from '../fhir/matchKeys.ts';
import { localReference } from '../fhir/references.ts';
import { parametersOf, resourceTypes, type ValuePath } from '../fhir/search/definitions.ts';
import { tokensOf } from '../fhir/search/tokens.ts';
import { textsOf } from '../fhir/search/texts.ts';
import { valuesAt } from '../fhir/search/values.ts';
import { fold } from '../kernel/fold.ts';
import { dayShards, listShards, shardOf, wordShards, type Key, type Keys } from './keys.ts';

/**
 * The index entries of a resource: a pure function of it, so that the entries to drop are known from the old version.
 * `pointers` name the resource and are written before the commit; `copies` (the patient's record) carry the body and
 * are written in the commit.
 */
export type Entries = { readonly pointers: readonly Key[]; readonly copies: readonly Key[] };

/** Of no patient's record, and yet as many as the patients' records make of them. */
const many: ReadonlySet<string> = new Set(['Binary', 'Bundle', 'Slot', 'MessageHeader', 'GuidanceResponse', 'OperationOutcome', 'Parameters', 'VerificationResult', 'PaymentNotice', 'PaymentReconciliation', 'EnrollmentResponse', 'DeviceMetric']);

/**
 * Types of which there are few enough to be listed whole, and so searched by any parameter: directories, definitions
 * and terminology, which belong to no patient.
 */
export const listedTypes: ReadonlySet<string> = new Set(resourceTypes.filter((type) => !many.has(type) && !isOfARecord(type)));

/** Types that are looked up by the words of a human name. */
export const namedTypes: ReadonlySet<string> = new Set(['Patient', 'Practitioner', 'RelatedPerson', 'Person']);

/** Where the status stands before the date in reverse references, because lists of work ask for it. */
export const statusFirst: Readonly<Record<string, readonly string[]>> = { Task: ['owner'], Slot: ['schedule'] };

export const pathName = (path: ValuePath): string => path.steps.map((s) => s.name).join('.');

/** The sort key of an entry in order of time; the reference comes last, so that it can be read back. */
export const datedKey = (resource: Resource & { readonly id: string }): string => `${clinicalDate(resource)}#${resource.id}`;

export function entriesOf(resource: Resource & { readonly id: string }, keys: Keys): Entries {
  const type = resource.resourceType;
  const compartment = patientsOf(resource).map((patient) => ({ pk: keys.compartment(patient, type), sk: datedKey(resource) }));
  // An audit trail is long and seldom read: its entries are pointers, at half the price.
  if (type === 'AuditEvent') {
    const day = keys.day(type, clinicalDate(resource).slice(0, 10), shardOf(resource.id, dayShards));
    return { pointers: unique([...compartment, { pk: day, sk: datedKey(resource) }]), copies: [] };
  }
  const own = type === 'Patient' ? keys.compartment(`Patient/${resource.id}`, type) : '';
  return {
    pointers: unique([...referenceEntries(resource, keys), ...tokenEntries(resource, keys), ...personEntries(resource, keys), ...matchEntries(resource, keys), ...listEntries(resource, keys)]),
    // The Patient itself is read by its id.
    copies: unique(compartment.filter(({ pk }) => pk !== own)),
  };
}

function referenceEntries(resource: Resource & { readonly id: string }, keys: Keys): Key[] {
  const type = resource.resourceType;
  const inRecord = compartmentPaths(type);
  const paths = new Map<string, ValuePath>();
  for (const parameter of parametersOf(type)?.values() ?? [])
    if (parameter.type === 'reference') for (const path of parameter.paths) paths.set(pathName(path), path);
  return [...paths].flatMap(([name, path]) =>
    valuesAt(resource, [{ steps: path.steps, type: path.type }]).flatMap(({ value }) => {
      const target = localReference(typeof value === 'object' ? (value as { reference?: string }).reference : undefined);
      if (!target || (target.startsWith('Patient/') && inRecord.has(name))) return [];
      const status = statusFirst[type]?.includes(name) ? `${(resource as { status?: string }).status ?? ''}#` : '';
      return [{ pk: keys.reference(target, type), sk: `${name}#${status}${datedKey(resource)}` }];
    }),
  );
}

/** Identifiers of every type, telecoms of people: exact values, no system, which the matcher checks. */
function tokenEntries(resource: Resource & { readonly id: string }, keys: Keys): Key[] {
  const type = resource.resourceType;
  return ['identifier', 'telecom'].flatMap((kind) => {
    const parameter = parametersOf(type)?.get(kind);
    if (!parameter || parameter.type !== 'token' || (kind === 'telecom' && !namedTypes.has(type))) return [];
    return valuesAt(resource, parameter.paths)
      .flatMap(tokensOf)
      .flatMap(({ code }) => (code ? [{ pk: keys.token(type, kind, code), sk: resource.id }] : []));
  });
}

function personEntries(resource: Resource & { readonly id: string }, keys: Keys): Key[] {
  const type = resource.resourceType;
  if (!namedTypes.has(type)) return [];
  const { name = [], birthDate } = resource as { name?: readonly HumanName[]; birthDate?: string };
  const words = new Set(name.flatMap((one) => textsOf({ value: one, type: 'HumanName' })).flatMap((text) => fold(text).split(' ')));
  return [
    ...(birthDate ? [{ pk: keys.birth(type, birthDate), sk: resource.id }] : []),
    ...[...words].filter((w) => w.length > 0).map((w) => ({ pk: keys.word(type, w.slice(0, 2), shardOf(resource.id, wordShards)), sk: `${w.slice(0, 40)}#${resource.id}` })),
  ];
}

const matchEntries = (resource: Resource & { readonly id: string }, keys: Keys): Key[] =>
  resource.resourceType === 'Patient' ? matchKeysOf(resource as Patient).map((key) => ({ pk: keys.match(key), sk: resource.id })) : [];

const listEntries = ({ resourceType: type, id }: Resource & { readonly id: string }, keys: Keys): Key[] =>
  listedTypes.has(type) ? [{ pk: keys.list(type, shardOf(id, listShards)), sk: id }] : [];

export const keyText = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

const unique = (entries: readonly Key[]): Key[] => [...new Map(entries.map((e) => [keyText(e), e])).values()];
