import type { ResourceType } from '@medplum/fhirtypes';
import { parametersOf } from '../../shared/fhir/search/definitions.ts';
import { compartmentParameter, largestCount, parseSearch } from '../../shared/fhir/search/parse.ts';
import type { Reference } from '../../shared/fhir/repository.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import { mediaTypeOf } from './body.ts';
import type { Interaction } from './context.ts';
import { isLenient } from './prefer.ts';
import { backParameter } from './pageLinks.ts';
import { resultParameters } from './summary.ts';

/** A search as it was asked for. */
export type Asked = {
  /** What stands in the links: all that was asked for and understood. */
  readonly query: URLSearchParams;
  /** What the repository answers: without the parameters that shape the answer. */
  readonly condition: URLSearchParams;
  readonly total: 'none' | 'estimate' | 'accurate';
  /** R4 3.1.1.5.2: a page of nothing asks for the number. */
  readonly counting: boolean;
  readonly cursor?: string;
  /** Parameters passed over because the client is lenient. */
  readonly ignored: readonly string[];
};

/** Said once, or it would not be plain which is meant. */
const single = ['_summary', '_total', '_cursor', '_elements'] as const;
const shaping: readonly string[] = [...resultParameters, '_cursor', backParameter, '_total'];

const invalid = (parameter: string, reason: string) => refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter, reason } }));

/** The parameters of the address and, for POST, of the body; references to this server are local ones. */
export function askedFor(interaction: Interaction, type: ResourceType, compartment?: Reference): Result<Asked, Refusal> {
  const given = queryOf(interaction, type);
  if (!given.ok) return given;
  const query = given.value;
  if (query.has(compartmentParameter)) return refuse(refusal('FHIR_PARAMETER_UNKNOWN', { params: { parameter: compartmentParameter } }));
  const twice = single.find((name) => query.getAll(name).length > 1);
  if (twice) return invalid(twice, '1');
  const total = query.get('_total') ?? 'none';
  if (total !== 'none' && total !== 'estimate' && total !== 'accurate') return invalid('_total', 'none, estimate, accurate');
  const ignored = isLenient(interaction) ? withoutUnknown(type, query) : [];
  const condition = new URLSearchParams([...query].filter(([name]) => !shaping.includes(name)));
  const counting = query.get('_summary') === 'count' || query.get('_count') === '0';
  if (counting) condition.set('_count', String(largestCount));
  if (compartment) condition.set(compartmentParameter, compartment);
  const cursor = query.get('_cursor');
  return ok({ query, condition, total, counting, ignored, ...(cursor === null ? {} : { cursor }) });
}

function queryOf({ method, query, request, deps }: Interaction, type: ResourceType): Result<URLSearchParams, Refusal> {
  const all = [...query];
  if (method === 'POST') {
    if (request.body.length > 0 && mediaTypeOf(request) !== 'application/x-www-form-urlencoded') return refuse(refusal('FHIR_MEDIA_TYPE_UNSUPPORTED'));
    all.push(...[...new URLSearchParams(request.body.toString('utf8'))].filter(([name]) => name !== '_format' && name !== '_pretty'));
  }
  // R4 3.1.1.4.13: a reference by this server's own address is the same as the relative one.
  const parameters = parametersOf(type);
  const isUri = (name: string) => parameters?.get(name.split(/[:.]/)[0] ?? '')?.type === 'uri';
  return ok(new URLSearchParams(all.map(([name, value]) => [name, isUri(name) ? value : value.replaceAll(`${deps.address}/`, '')])));
}

/** Takes away what this type does not know, and says what it was. */
function withoutUnknown(type: ResourceType, query: URLSearchParams): readonly string[] {
  const ignored: string[] = [];
  for (;;) {
    const parsed = parseSearch(type, new URLSearchParams([...query].filter(([name]) => !shaping.includes(name))));
    if (parsed.ok || parsed.error.kind !== 'unknown-parameter' || !query.has(parsed.error.parameter)) return ignored;
    query.delete(parsed.error.parameter);
    ignored.push(parsed.error.parameter);
  }
}
