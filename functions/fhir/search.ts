import type { Bundle, Resource, ResourceType } from '@medplum/fhirtypes';
import type { Reference, Stored } from '../../shared/fhir/repository.ts';
import { largestCount } from '../../shared/fhir/search/parse.ts';
import { parseReference, referenceTo } from '../../shared/fhir/references.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { answer, factOf, type Interaction } from './context.ts';
import { searchRefusal } from './outcome.ts';
import { pruned, resultParameters } from './summary.ts';

type Found = { readonly matches: readonly Stored[]; readonly included: readonly Stored[]; readonly next?: string };

/** GET [type]?… and POST [type]/_search. What the caller may not read is left out, and nothing says that it was. */
export async function searchType(interaction: Interaction, type: ResourceType): Promise<Handled> {
  const asked = queryOf(interaction);
  if (!asked.ok) return asked;
  const query = asked.value;
  if (!interaction.access.possible('search', type)) {
    await interaction.deps.repository.recordAccess(factOf(interaction, { action: 'search', event: 'fhir-search', outcome: 'refused', entities: [] }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const condition = new URLSearchParams([...query].filter(([name]) => ![...resultParameters, '_cursor', '_total'].includes(name)));
  const total = query.get('_total') ?? 'none';
  if (!['none', 'estimate', 'accurate'].includes(total)) return refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: '_total', reason: 'none, estimate, accurate' } }));
  // R4 3.1.1.5.2: a page of nothing asks for the number.
  const counting = query.get('_summary') === 'count' || query.get('_count') === '0';
  if (counting) condition.set('_count', String(largestCount));
  const found = await readablePage(interaction, type, condition, query.get('_cursor') ?? undefined);
  if (!found.ok) return found;
  await audit(interaction, type, condition, [...found.value.matches, ...found.value.included]);
  if (counting) return countOnly(found.value);
  const all = await totalOf(interaction, type, condition, total, { ...found.value, whole: found.value.next === undefined && !query.has('_cursor') });
  return all.ok ? page(interaction, type, query, found.value, all.value) : all;
}

/**
 * How many match: known when the page is all of it, counted when asked for. What is too much to count is refused for
 * `accurate` and left out for `estimate`.
 */
async function totalOf(interaction: Interaction, type: ResourceType, condition: URLSearchParams, asked: string, { matches, whole }: Found & { readonly whole: boolean }): Promise<Result<number | undefined, Refusal>> {
  if (whole) return ok(matches.length);
  if (asked === 'none') return ok(undefined);
  const counted = new URLSearchParams([...condition].filter(([name]) => !/^_(include|revinclude|sort|count)\b/.test(name)));
  counted.set('_count', String(largestCount));
  const all = await readablePage(interaction, type, counted, undefined);
  if (!all.ok) return all;
  if (all.value.next === undefined) return ok(all.value.matches.length);
  return asked === 'estimate' ? ok(undefined) : refuse(tooManyToCount);
}

const tooManyToCount = refusal('FHIR_SEARCH_TOO_COSTLY', { params: { add: '_id, identifier, patient' } });

function queryOf({ method, query, request }: Interaction): Result<URLSearchParams, Refusal> {
  if (method !== 'POST') return ok(query);
  const mediaType = (request.headers['content-type'] ?? '').split(';')[0]?.trim();
  if (request.body.length > 0 && mediaType !== 'application/x-www-form-urlencoded') return refuse(refusal('FHIR_MEDIA_TYPE_UNSUPPORTED'));
  return ok(new URLSearchParams([...query, ...new URLSearchParams(request.body.toString('utf8'))]));
}

/** Pages that a search goes on through while everything is left out; then it gives a page that is short. */
const longestWalk = 5;

async function readablePage({ deps, access }: Interaction, type: ResourceType, condition: URLSearchParams, cursor: string | undefined): Promise<Result<Found, Refusal>> {
  let next = cursor;
  for (let pages = 1; ; pages++) {
    const found = await deps.repository.search(type, condition, next, access.visible);
    if (!found.ok) return refuse(searchRefusal(found.error));
    const [matches, included] = await Promise.all([access.readable(found.value.resources), access.readable(found.value.included)]);
    next = found.value.next;
    if (matches.length > 0 || next === undefined || pages === longestWalk) return ok({ matches, included, ...(next ? { next } : {}) });
  }
}

/** Each patient whose record was shown finds it in the log; a search for one who was named is logged even when empty. */
async function audit(interaction: Interaction, type: ResourceType, condition: URLSearchParams, shown: readonly Resource[]): Promise<void> {
  const named = [...condition].flatMap(([name, value]) => (/^(patient|subject)(:Patient)?$/.test(name) ? [parseReference(value.includes('/') ? value : `Patient/${value}`)] : []));
  const owners = await Promise.all(shown.map(async (resource) => ({ resource, patients: await interaction.access.patientsOf(resource) })));
  const patients = new Set<Reference>([...owners.flatMap((o) => o.patients), ...named.flatMap((r) => (r?.type === 'Patient' ? [`Patient/${r.id}` as const] : []))]);
  await Promise.all(
    [...patients].map((patient) => {
      const entities = owners.filter((o) => o.patients.includes(patient)).slice(0, 20).map((o) => referenceTo(o.resource as Stored));
      return interaction.deps.repository.recordAccess(factOf(interaction, { action: 'search', event: `fhir-search-${type}`, patient, entities }));
    }),
  );
}

function page({ deps }: Interaction, type: ResourceType, query: URLSearchParams, { matches, included, next }: Found, total: number | undefined): Handled {
  const entry: NonNullable<Bundle['entry']> = [];
  for (const [mode, resources] of [['match', matches], ['include', included]] as const)
    for (const resource of resources) {
      const shown = pruned(resource, query);
      if (!shown.ok) return shown;
      entry.push({ fullUrl: `${deps.address}/${referenceTo(resource)}`, resource: shown.value, search: { mode } });
    }
  const address = (more: Record<string, string>) => {
    const all = new URLSearchParams(query);
    for (const [name, value] of Object.entries(more)) all.set(name, value);
    return `${deps.address}/${type}?${all.toString()}`;
  };
  const link = [{ relation: 'self', url: address({}) }, ...(next ? [{ relation: 'next', url: address({ _cursor: next }) }] : [])];
  return ok(answer(200, { resourceType: 'Bundle', type: 'searchset', ...(total === undefined ? {} : { total }), link, ...(entry.length > 0 ? { entry } : {}) }));
}

function countOnly({ matches, next }: Found): Handled {
  if (next) return refuse(tooManyToCount);
  return ok(answer(200, { resourceType: 'Bundle', type: 'searchset', total: matches.length }));
}
