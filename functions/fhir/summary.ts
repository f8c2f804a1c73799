import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { asWrittenIn } from '../../shared/fhir/decimals.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';

export const resultParameters = ['_summary', '_elements'] as const;

/** The definitions are looked at only where a part is asked for. */
const elementsOf = async (type: ResourceType) => (await import('../../shared/fhir/validation/summary.ts')).summaryElements(type);

/** A resource as `_elements` or `_summary` asks for it (R4 3.1.1.5.8), marked as a part. */
export async function pruned<T extends Resource>(resource: T, query: URLSearchParams): Promise<Result<Resource, Refusal>> {
  const elements = query.get('_elements');
  const summary = query.get('_summary') ?? 'false';
  if (elements !== null) return ok(pick(resource, new Set([...elements.split(',').map((e) => e.trim()), ...(await elementsOf(resource.resourceType)).mandatory])));
  switch (summary) {
    case 'false':
    case 'count':
      return ok(resource);
    case 'true':
      return ok(pick(resource, new Set((await elementsOf(resource.resourceType)).summary)));
    case 'text':
      return ok(pick(resource, new Set(['text', ...(await elementsOf(resource.resourceType)).mandatory])));
    case 'data':
      return ok(pick(resource, new Set(Object.keys(resource).filter((name) => name !== 'text'))));
    default:
      return refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: '_summary', reason: 'true, false, text, data, count' } }));
  }
}

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

function pick(resource: Resource, wanted: ReadonlySet<string>): Resource {
  const kept = Object.entries(resource).filter(([name]) => ['resourceType', 'id', 'meta'].includes(name) || wanted.has(name) || wanted.has(name.replace(/^_/, '')));
  return { ...asWrittenIn(Object.fromEntries(kept), resource), meta: { ...resource.meta, tag: [...(resource.meta?.tag ?? []), subsetted] } } as unknown as Resource;
}
