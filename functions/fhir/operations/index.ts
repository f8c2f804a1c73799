import type { ResourceType } from '@medplum/fhirtypes';
import { idPattern } from '../../../shared/fhir/references.ts';
import { isResourceType } from '../../../shared/fhir/search/definitions.ts';
import { refusal } from '../../../shared/kernel/refusal.ts';
import { refuse } from '../../../shared/kernel/result.ts';
import type { Handled } from '../../_http/chain.ts';
import type { Interaction } from '../context.ts';
import type { Operation, Target } from './operation.ts';

/** Every operation of the endpoint: the router finds them here, and the CapabilityStatement lists them from here. */
export const operations: readonly Operation[] = [
  {
    name: 'everything', level: 'instance', types: ['Patient'], methods: ['GET', 'POST'],
    definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
    handle: async (interaction, { id }) => await (await import('./everything.ts')).everything(interaction, `Patient/${id ?? ''}`),
  },
  {
    name: 'match', level: 'type', types: ['Patient'], methods: ['POST'],
    definition: 'http://hl7.org/fhir/OperationDefinition/Patient-match',
    handle: async (interaction) => await (await import('./match.ts')).matchPatient(interaction),
  },
  ...([['system', undefined], ['type', 'Patient'], ['instance', 'Group']] as const).map(([level, type]): Operation => ({
    name: 'export', level, ...(type ? { types: [type] } : {}), methods: ['GET', 'POST'],
    definition: `http://hl7.org/fhir/uv/bulkdata/OperationDefinition/${type ? `${type.toLowerCase()}-` : ''}export`,
    handle: async (interaction, target) => await (await import('./export.ts')).startExport(interaction, target),
  })),
  { name: 'export-poll-status', level: 'system', methods: ['GET', 'DELETE'], handle: async (interaction) => await (await import('./export.ts')).pollExport(interaction) },
  { name: 'export-file', level: 'system', methods: ['GET'], handle: async (interaction) => await (await import('./export.ts')).exportFile(interaction) },
  // R4 has it on types and instances; test suites and clients of later releases also ask the system.
  { name: 'validate', level: 'system', methods: ['POST'], handle: async (interaction, target) => await (await import('./validate.ts')).validateResource(interaction, target) },
  ...(['type', 'instance'] as const).flatMap((level): Operation[] => [
    {
      name: 'validate', level, methods: ['GET', 'POST'], definition: 'http://hl7.org/fhir/OperationDefinition/Resource-validate',
      handle: async (interaction, target) => await (await import('./validate.ts')).validateResource(interaction, target),
    },
    {
      name: 'expand', level, types: ['ValueSet'], methods: ['GET', 'POST'], definition: 'http://hl7.org/fhir/OperationDefinition/ValueSet-expand',
      handle: async (interaction, target) => await (await import('./terminology.ts')).expand(interaction, target),
    },
    {
      name: 'validate-code', level, types: ['ValueSet'], methods: ['GET', 'POST'], definition: 'http://hl7.org/fhir/OperationDefinition/ValueSet-validate-code',
      handle: async (interaction, target) => await (await import('./terminology.ts')).validateInSet(interaction, target),
    },
    {
      name: 'validate-code', level, types: ['CodeSystem'], methods: ['GET', 'POST'], definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-validate-code',
      handle: async (interaction, target) => await (await import('./terminology.ts')).validateInSystem(interaction, target),
    },
    {
      name: 'lookup', level, types: ['CodeSystem'], methods: ['GET', 'POST'], definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-lookup',
      handle: async (interaction, target) => await (await import('./terminology.ts')).lookup(interaction, target),
    },
    {
      name: 'subsumes', level, types: ['CodeSystem'], methods: ['GET', 'POST'], definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-subsumes',
      handle: async (interaction, target) => await (await import('./terminology.ts')).subsumes(interaction, target),
    },
  ]),
  {
    name: 'summary', level: 'instance', types: ['Patient'], methods: ['GET', 'POST'],
    definition: 'http://hl7.org/fhir/uv/ips/OperationDefinition/summary',
    handle: async (interaction, { id }) => await (await import('./summary.ts')).summary(interaction, id ?? ''),
  },
  {
    name: 'summary', level: 'type', types: ['Patient'], methods: ['GET', 'POST'],
    definition: 'http://hl7.org/fhir/uv/ips/OperationDefinition/summary',
    handle: async (interaction) => await (await import('./summary.ts')).summaryByIdentifier(interaction),
  },
  { name: 'link', level: 'instance', types: ['Binary'], methods: ['GET'], handle: async (interaction, { id }) => await (await import('./link.ts')).link(interaction, id ?? '') },
  ...(['system', 'instance'] as const).map((level): Operation => ({
    name: 'graphql', level, methods: ['GET', 'POST'],
    definition: 'http://hl7.org/fhir/OperationDefinition/Resource-graphql',
    handle: async (interaction, target) => await (await import('./graphql.ts')).graphql(interaction, target),
  })),
];

export const isOperation = (path: readonly string[]): boolean => path.some((segment) => segment.startsWith('$'));

/** Runs the operation that a path names; it is the last segment, after nothing, a type, or a type and an id. */
export async function runOperation(interaction: Interaction): Promise<Handled> {
  const { path, method } = interaction;
  const [type, id] = path.slice(0, -1);
  if (path.length > 3 || (id !== undefined && !idPattern.test(id)) || (type !== undefined && !isResourceType(type))) return refuse(refusal('HTTP_NOT_FOUND'));
  const target: Target = { ...(type ? { type: type as ResourceType } : {}), ...(id ? { id } : {}) };
  const found = operations.filter((operation) => `$${operation.name}` === path.at(-1) && isFor(operation, target));
  if (found.length === 0) return refuse(refusal('HTTP_NOT_FOUND'));
  const operation = found.find(({ methods }) => methods.some((m) => m === method));
  return operation ? await operation.handle(interaction, target) : refuse(refusal('HTTP_METHOD_NOT_ALLOWED', { params: { method } }));
}

export function isFor({ level, types }: Operation, { type, id }: Target): boolean {
  if (level === 'system') return type === undefined;
  if (type === undefined || (level === 'instance') !== (id !== undefined)) return false;
  return types === undefined || types.includes(type);
}
