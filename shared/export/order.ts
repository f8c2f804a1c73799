import type { Group, ResourceType } from '@medplum/fhirtypes';
import * as z from 'zod';
import { recordTypes } from '../fhir/record.ts';
import { localReference } from '../fhir/references.ts';
import type { Reference } from '../fhir/repository.ts';
import { dateRange } from '../fhir/search/dates.ts';
import { isResourceType, resourceTypes } from '../fhir/search/definitions.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import type { Principal } from '../identity/policy.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';

/** What is to be exported (Bulk Data Access 2.0): `patients` where it is some, otherwise of everybody. */
export const orderShape = z.object({
  level: z.enum(['system', 'patient', 'group']),
  /** The kick-off request as it came. */
  request: z.string(),
  patients: z.array(z.string()).optional(),
  since: z.string().optional(),
  types: z.array(z.string()),
  /** Queries ("Observation?status=final"): of a type that is named, what meets one of them. */
  filters: z.array(z.string()),
  principal: z.looseObject({ subject: z.string(), issuer: z.string().optional(), name: z.string(), roles: z.array(z.string()) }),
});
export type ExportOrder = z.infer<typeof orderShape>;

export type Refused = { readonly parameter: string; readonly reason?: string };

export const exportParameters = ['_outputFormat', '_since', '_type', '_typeFilter'] as const;
const formats = ['application/fhir+ndjson', 'application/ndjson', 'ndjson'];

/** Who may: the service client all of it, a patient the own record. Nobody downloads the records of many others. */
export function mayExport({ roles, patient }: Principal, level: ExportOrder['level']): boolean {
  return roles.includes('system') || (level === 'patient' && roles.includes('patient') && patient !== undefined);
}

/** Of the members of a Group, the patients; a member that has left, or is excluded, is none. */
export const membersOf = ({ member = [] }: Group): Reference[] =>
  [...new Set(member.flatMap(({ entity, inactive }) => (inactive ? [] : (localReference(entity.reference) ?? []))).filter((r) => r.startsWith('Patient/')))];

/** The types of a level where none are named. The log of accesses is exported where it is named, by system-level exports. */
export const defaultTypes = (level: ExportOrder['level']): readonly string[] => (level === 'system' ? resourceTypes.filter((type) => type !== 'AuditEvent') : ['Patient', ...recordTypes]);

export type Choice = Pick<ExportOrder, 'since' | 'types' | 'filters'>;

/** The parameters of a kick-off; everything that is not known or can't be honoured is refused by its name. */
export function choiceIn(parameters: URLSearchParams, level: ExportOrder['level']): Result<Choice, Refused> {
  const format = parameters.get('_outputFormat')?.replace(' ', '+');
  if (format !== undefined && !formats.includes(format)) return refuse({ parameter: '_outputFormat', reason: formats.join(', ') });
  const since = parameters.get('_since')?.replace(' ', '+');
  const from = since === undefined ? undefined : dateRange(since);
  if (since !== undefined && !from) return refuse({ parameter: '_since', reason: 'YYYY-MM-DDThh:mm:ssZ' });
  const possible = level === 'system' ? resourceTypes : defaultTypes(level);
  const named = parameters.getAll('_type').flatMap((text) => text.split(',')).map((text) => text.trim()).filter(Boolean);
  if (named.some((type) => !isResourceType(type) || !possible.includes(type))) return refuse({ parameter: '_type', reason: level === 'system' ? 'R4' : 'compartment Patient' });
  const types = named.length > 0 ? [...new Set(named)] : defaultTypes(level);
  const filters = parameters.getAll('_typeFilter').flatMap((text) => text.split(/,(?=[A-Z]\w+\?)/));
  const wrong = filters.find((filter) => !isFilter(filter, types));
  if (wrong !== undefined) return refuse({ parameter: '_typeFilter', reason: 'Type?parameter=value' });
  return ok({ types: [...types], filters, ...(from ? { since: new Date(from.low).toISOString() } : {}) });
}

/** A query about one resource alone, of a type that is exported. */
function isFilter(filter: string, types: readonly string[]): boolean {
  const [type = '', query] = filter.split('?');
  if (query === undefined || !types.includes(type)) return false;
  const parsed = parseSearch(type as ResourceType, query);
  return parsed.ok && parsed.value.include.length + parsed.value.revinclude.length + parsed.value.sort.length === 0 && parsed.value.clauses.every(({ kind }) => kind !== 'chain' && kind !== 'has');
}
