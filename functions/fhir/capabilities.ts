import type { CapabilityStatement, ResourceType } from '@medplum/fhirtypes';
import { otherCompartments } from '../../shared/fhir/search/compartments.ts';
import { parametersOf, resourceTypes } from '../../shared/fhir/search/definitions.ts';
import type { FhirDeps } from './deps.ts';
import { isFor, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';

type RestResource = NonNullable<NonNullable<CapabilityStatement['rest']>[number]['resource']>[number];

const interactions = ['read', 'vread', 'update', 'patch', 'delete', 'history-instance', 'history-type', 'create', 'search-type'] as const;

/** A log is never changed; the bytes of a file are not to be patched. */
const without: Readonly<Record<string, readonly string[]>> = { AuditEvent: ['update', 'patch', 'delete'], Binary: ['patch'] };

/** What the endpoint does, made from what it is made of (R4 CapabilityStatement). */
export function capabilities({ address, clock }: Pick<FhirDeps, 'address' | 'clock'>): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: clock.now().toISOString(),
    kind: 'instance',
    software: { name: 'Liên Tuyến' },
    implementation: { description: 'Liên Tuyến', url: address },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json', 'json'],
    patchFormat: ['application/json-patch+json', 'application/fhir+json'],
    rest: [
      {
        // Where a client binds its Subscriptions with the websocket channel.
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/capabilitystatement-websocket', valueUri: new URL('/socket', address).href.replace(/^http/, 'ws') }],
        mode: 'server',
        documentation: 'A search sees every write that was answered before it. With Cache-Control: max-stale (RFC 9111; with or without seconds) a read or a search page may show the state of a moment ago.',
        security: { cors: false, description: 'OAuth 2.0 bearer tokens; access by role and relationship, every access audited' },
        interaction: [{ code: 'transaction' }, { code: 'batch' }, { code: 'search-system' }],
        compartment: ['patient', ...otherCompartments.map((one) => `${one.charAt(0).toLowerCase()}${one.slice(1)}`)].map((one) => `http://hl7.org/fhir/CompartmentDefinition/${one}`),
        resource: resourceTypes.map(resourceOf),
        ...operationsOf((one) => one.level === 'system'),
      },
    ],
  };
}

function resourceOf(type: string): RestResource {
  const parameters = [...(parametersOf(type)?.values() ?? [])];
  const references = parameters.filter((p) => p.type === 'reference').map((p) => `${type}:${p.code}`);
  return {
    type: type as RestResource['type'],
    profile: `http://hl7.org/fhir/StructureDefinition/${type}`,
    interaction: interactions.filter((code) => !without[type]?.includes(code)).map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalRead: 'full-support',
    conditionalUpdate: true,
    conditionalDelete: 'single',
    searchInclude: [...(references.length > 0 ? ['*', `${type}:*`] : []), ...references],
    searchRevInclude: [...(pointingTo().get(type) ?? [])],
    searchParam: [...parameters.map(({ code, type: kind }) => ({ name: code, type: kind })), { name: '_list', type: 'special' as const }],
    ...operationsOf((one) => isFor(one, { type: type as ResourceType }) || isFor(one, { type: type as ResourceType, id: 'any' })),
  };
}

let revIncludes: ReadonlyMap<string, readonly string[]> | undefined;

/** The parameters, as "Type:code", by which resources point to one of a type. Those that point to anything are no news. */
function pointingTo(): ReadonlyMap<string, readonly string[]> {
  if (revIncludes) return revIncludes;
  const found = new Map<string, string[]>();
  for (const source of resourceTypes)
    for (const parameter of parametersOf(source)?.values() ?? [])
      if (parameter.type === 'reference') for (const target of parameter.targets) found.set(target, [...(found.get(target) ?? []), `${source}:${parameter.code}`]);
  revIncludes = found;
  return found;
}

/** One entry for each definition: an operation at two levels is one operation. */
function operationsOf(wanted: (operation: Operation) => boolean): { operation?: { name: string; definition: string }[] } {
  const found = operations.filter(wanted).flatMap(({ name, definition }) => (definition ? [{ name, definition }] : []));
  const each = [...new Map(found.map((one) => [one.definition, one])).values()];
  return each.length > 0 ? { operation: each } : {};
}
