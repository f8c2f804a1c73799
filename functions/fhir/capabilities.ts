import type { CapabilityStatement, ResourceType } from '@medplum/fhirtypes';
import { parametersOf, resourceTypes } from '../../shared/fhir/search/definitions.ts';
import type { FhirDeps } from './deps.ts';
import { isFor, operations } from './operations/index.ts';
import type { Operation } from './operations/operation.ts';

type RestResource = NonNullable<NonNullable<CapabilityStatement['rest']>[number]['resource']>[number];

const interactions = ['read', 'vread', 'update', 'patch', 'delete', 'history-instance', 'create', 'search-type'] as const;

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
    patchFormat: ['application/json-patch+json'],
    rest: [
      {
        mode: 'server',
        security: { cors: false, description: 'OAuth 2.0 bearer tokens; access by role and relationship, every access audited' },
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
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
    searchParam: parameters.map(({ code, type: kind }) => ({ name: code, type: kind })),
    ...operationsOf((one) => isFor(one, { type: type as ResourceType }) || isFor(one, { type: type as ResourceType, id: 'any' })),
  };
}

/** One entry for each definition: an operation at two levels is one operation. */
function operationsOf(wanted: (operation: Operation) => boolean): { operation?: { name: string; definition: string }[] } {
  const found = operations.filter(wanted).flatMap(({ name, definition }) => (definition ? [{ name, definition }] : []));
  const each = [...new Map(found.map((one) => [one.definition, one])).values()];
  return each.length > 0 ? { operation: each } : {};
}
