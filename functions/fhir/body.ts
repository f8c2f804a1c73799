import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { parseJson } from '../../shared/fhir/decimals.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import { deepestNesting, nestsTooDeep } from '../_http/nesting.ts';
import type { ApiRequest } from '../_http/request.ts';
import { invalidResource } from './outcome.ts';

/** A resource is small; files go as Binary, and a Bundle may carry many. */
export const resourceLimit = 1024 * 1024;
export const bundleLimit = 4.5 * 1024 * 1024;

export const jsonTypes: ReadonlySet<string> = new Set(['application/fhir+json', 'application/json', 'text/json']);

/** What the sender says the body is; for a PATCH nothing said is nothing known. */
export const mediaTypeOf = ({ headers }: Pick<ApiRequest, 'headers'>): string => (headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

/** The body as a JSON object with the resourceType asked for; not validated yet. */
export function parseResource(request: ApiRequest, type: ResourceType, limit = resourceLimit): Result<Resource, Refusal> {
  if (!jsonTypes.has(mediaTypeOf(request) || 'application/fhir+json')) return refuse(refusal('FHIR_MEDIA_TYPE_UNSUPPORTED'));
  if (request.body.length > limit) return refuse(refusal('HTTP_BODY_TOO_LARGE', { params: { limit: limit === resourceLimit ? '1 MB' : '4.5 MB' } }));
  const text = request.body.toString('utf8');
  if (nestsTooDeep(text)) return refuse(tooDeep());
  let value: unknown;
  try {
    value = parseJson(text);
  } catch (error) {
    const position = /position (\d+)/.exec(String(error))?.[1] ?? '0';
    return refuse(refusal('HTTP_BODY_NOT_JSON', { params: { reason: `position ${position}` } }));
  }
  return asResource(value, type);
}

export const tooDeep = (): Refusal => refusal('HTTP_BODY_INVALID', { params: { field: '(body)', reason: `JSON > ${deepestNesting}` } });

export function asResource(value: unknown, type: ResourceType): Result<Resource, Refusal> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject || (value as Resource).resourceType !== type) return refuse(refusal('FHIR_BODY_NOT_RESOURCE', { params: { type } }));
  return ok(value as Resource);
}

/** Without what the server itself says of a version. */
export function withoutVersion<T extends Resource>(resource: T): T {
  const { meta, ...rest } = resource;
  if (typeof meta !== 'object' || meta === null) return resource;
  const { versionId: _, lastUpdated: __, ...kept } = meta;
  return { ...rest, ...(Object.keys(kept).length > 0 ? { meta: kept } : {}) } as T;
}

/** By the rules of R4 alone, for what is read and not stored. */
export async function validByR4<T extends Resource>(resource: T): Promise<Result<T, Refusal>> {
  const { validate } = await import('../../shared/fhir/validation/validate.ts');
  const issues = validate(resource);
  return issues.length === 0 ? ok(resource) : refuse(invalidResource(issues));
}
