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

/** An entry that carries the body as well, if that has at most so many bytes: a search is answered from it alone. */
export type Copy = Key & { readonly most: number };

/**
 * The index entries of a resource: a pure function of it, so that the entries to drop are known from the old version.
 * All are written before the commit. `pointers` name the resource; `copies` carry the body for what is read most, the
 * patient's record and the lookup by identifier. PERMANENT for copies: where a type's copies stand may change only
 * together with a new writing of all its resources, since a confirmed copy that no commit knows of is never corrected.
 */
export type Entries = { readonly pointers: readonly Key[]; readonly copies: readonly Copy[] };

/** In the record of a patient a page must stay one cheap read. */
const recordMost = 8 * 1024;

/** An entry under an identifier costs one write unit, with a body as without. */
const identifierMost = 700;

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
  const identifiers = tokenEntries(resource, 'identifier', keys);
  const people = namedTypes.has(type);
  return {
    pointers: unique([
      ...referenceEntries(resource, keys), ...(people ? [...tokenEntries(resource, 'telecom', keys), ...personEntries(resource, keys)] : identifiers), ...matchEntries(resource, keys), ...listEntries(resource, keys),
    ]),
    copies: [
      // The Patient itself is read by its id.
      ...unique(compartment.filter(({ pk }) => pk !== own)).map((key) => ({ ...key, most: recordMost })),
      ...(people ? unique(identifiers).map((key) => ({ ...key, most: identifierMost })) : []),
    ],
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

/** Exact values, no system, which the matcher checks. */
function tokenEntries(resource: Resource & { readonly id: string }, kind: 'identifier' | 'telecom', keys: Keys): Key[] {
  const type = resource.resourceType;
  const parameter = parametersOf(type)?.get(kind);
  if (!parameter || parameter.type !== 'token') return [];
  return valuesAt(resource, parameter.paths)
    .flatMap(tokensOf)
    .flatMap(({ code }) => (code ? [{ pk: keys.token(type, kind, code), sk: resource.id }] : []));
}

/** So many different words no people's names have; a resource with more is refused, since a search would not find all of it. */
export const mostWords = 200;

/** The different words of all names, folded. */
export function wordsOf(resource: Resource): ReadonlySet<string> {
  const { name = [] } = resource as { name?: readonly HumanName[] };
  return new Set(name.flatMap((one) => textsOf({ value: one, type: 'HumanName' })).flatMap((text) => fold(text).split(' ')).filter((word) => word.length > 0));
}

function personEntries(resource: Resource & { readonly id: string }, keys: Keys): Key[] {
  const type = resource.resourceType;
  const { birthDate } = resource as { birthDate?: string };
  return [
    ...(birthDate ? [{ pk: keys.birth(type, birthDate), sk: resource.id }] : []),
    ...[...wordsOf(resource)].map((w) => ({ pk: keys.word(type, w.slice(0, 2), shardOf(resource.id, wordShards)), sk: `${w.slice(0, 40)}#${resource.id}` })),
  ];
}

const matchEntries = (resource: Resource & { readonly id: string }, keys: Keys): Key[] =>
  resource.resourceType === 'Patient' ? matchKeysOf(resource as Patient).map((key) => ({ pk: keys.match(key), sk: resource.id })) : [];

/** Whether the type has a list in the order of its date. The audit log has its days, and what belongs to no record is listed by id. */
export const isListedByDate = (type: string, { lists }: Keys): boolean => lists === 'all' && !listedTypes.has(type) && type !== 'AuditEvent';

/** Where a resource stands in the list of its type. */
export function listEntries(resource: Resource & { readonly id: string }, keys: Keys): Key[] {
  const { resourceType: type, id } = resource;
  const pk = keys.list(type, shardOf(id, listShards));
  if (listedTypes.has(type)) return [{ pk, sk: id }];
  return isListedByDate(type, keys) ? [{ pk, sk: datedKey(resource) }] : [];
}

export const keyText = ({ pk, sk }: Key): string => `${pk}\n${sk}`;

const unique = (entries: readonly Key[]): Key[] => [...new Map(entries.map((e) => [keyText(e), e])).values()];
