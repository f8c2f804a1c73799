import type { Bundle, Resource, ResourceType } from '@medplum/fhirtypes';
import type { Reference, Stored } from '../../shared/fhir/repository.ts';
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
  const counting = query.get('_summary') === 'count';
  if (counting) condition.set('_count', '1000');
  const found = await readablePage(interaction, type, condition, query.get('_cursor') ?? undefined);
  if (!found.ok) return found;
  await audit(interaction, type, condition, [...found.value.matches, ...found.value.included]);
  return counting ? countOnly(found.value) : page(interaction, type, query, found.value);
}

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
    const found = await deps.repository.search(type, condition, next);
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

function page({ deps, query: given }: Interaction, type: ResourceType, query: URLSearchParams, { matches, included, next }: Found): Handled {
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
  // A total is told only when this page is all of it.
  const whole = next === undefined && !given.has('_cursor');
  return ok(answer(200, { resourceType: 'Bundle', type: 'searchset', ...(whole ? { total: matches.length } : {}), link, ...(entry.length > 0 ? { entry } : {}) }));
}

function countOnly({ matches, next }: Found): Handled {
  if (next) return refuse(refusal('FHIR_SEARCH_TOO_COSTLY', { params: { add: '_id, identifier, patient' } }));
  return ok(answer(200, { resourceType: 'Bundle', type: 'searchset', total: matches.length }));
}
