import type { Bundle, OperationOutcome, Resource, ResourceType } from '@medplum/fhirtypes';
import type { Reference, Stored } from '../../shared/fhir/repository.ts';
import { largestCount } from '../../shared/fhir/search/parse.ts';
import { parseReference, referenceTo } from '../../shared/fhir/references.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { answer, factOf, type Interaction } from './context.ts';
import { searchRefusal } from './outcome.ts';
import { pageLinks } from './pageLinks.ts';
import { readingOf } from './prefer.ts';
import { askedFor, type Asked } from './searchQuery.ts';
import { pruned } from './summary.ts';

export type Found = { readonly matches: readonly Stored[]; readonly included: readonly Stored[]; readonly next?: string };

/**
 * GET [type]?…, POST [type]/_search, and the same within a patient's record. What the caller may not read is left out,
 * and nothing says that it was.
 */
export async function searchType(interaction: Interaction, type: ResourceType, compartment?: Reference): Promise<Handled> {
  const read = askedFor(interaction, type, compartment);
  if (!read.ok) return read;
  const asked = read.value;
  if (!interaction.access.possible('search', type)) {
    await interaction.deps.repository.recordAccess(factOf(interaction, { action: 'search', event: 'fhir-search', outcome: 'refused', entities: [] }));
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const found = await readablePage(interaction, type, asked.condition, asked.cursor);
  if (!found.ok) return found;
  await auditShown(interaction, `fhir-search-${type}`, [...found.value.matches, ...found.value.included], [...namedIn(asked.condition), ...(compartment?.startsWith('Patient/') ? [compartment] : [])]);
  if (asked.counting) return countOnly(found.value);
  const total = await totalOf(interaction, type, asked, { ...found.value, whole: found.value.next === undefined && asked.cursor === undefined });
  return total.ok ? await pageOf(interaction, compartment ? `${compartment}/${type}` : type, asked, found.value, total.value) : total;
}

/**
 * How many match: known when the page is all of it, counted when asked for. What is too much to count is refused for
 * `accurate` and left out for `estimate`.
 */
async function totalOf(interaction: Interaction, type: ResourceType, { total, condition }: Asked, { matches, whole }: Found & { readonly whole: boolean }): Promise<Result<number | undefined, Refusal>> {
  if (whole) return ok(matches.length);
  if (total === 'none') return ok(undefined);
  const counted = new URLSearchParams([...condition].filter(([name]) => !/^_(include|revinclude|sort|count)\b/.test(name)));
  counted.set('_count', String(largestCount));
  const all = await readablePage(interaction, type, counted, undefined);
  if (!all.ok) return all;
  if (all.value.next === undefined) return ok(all.value.matches.length);
  return total === 'estimate' ? ok(undefined) : refuse(tooManyToCount);
}

export const tooManyToCount = refusal('FHIR_SEARCH_TOO_COSTLY', { params: { add: '_id, identifier, patient' } });

/** One page of what the caller may read: the store leaves out the rest before it fills a page. */
export async function readablePage(interaction: Interaction, type: ResourceType, condition: URLSearchParams, cursor: string | undefined): Promise<Result<Found, Refusal>> {
  const { deps, access } = interaction;
  const found = await deps.repository.search(type, condition, cursor, access.visible, readingOf(interaction));
  if (!found.ok) return refuse(searchRefusal(found.error));
  const [matches, included] = await Promise.all([access.readable(found.value.resources), access.readable(found.value.included)]);
  return ok({ matches, included, ...(found.value.next ? { next: found.value.next } : {}) });
}

/** The patients that a search names by itself: for them it is logged even when it finds nothing. */
function namedIn(condition: URLSearchParams): Reference[] {
  return [...condition].flatMap(([name, value]) => {
    const parsed = /^(patient|subject)(:Patient)?$/.test(name) ? parseReference(value.includes('/') ? value : `Patient/${value}`) : undefined;
    return parsed?.type === 'Patient' ? [`Patient/${parsed.id}` as const] : [];
  });
}

/** Each patient whose record was shown finds it in the log. */
export async function auditShown(interaction: Interaction, event: string, shown: readonly Resource[], named: readonly Reference[] = []): Promise<void> {
  const owners = await Promise.all(shown.map(async (resource) => ({ resource, patients: await interaction.access.patientsOf(resource) })));
  const patients = new Set<Reference>([...owners.flatMap((o) => o.patients), ...named]);
  await Promise.all(
    [...patients].map((patient) => {
      const entities = owners.filter((o) => o.patients.includes(patient)).slice(0, 20).map((o) => referenceTo(o.resource as Stored));
      return interaction.deps.repository.recordAccess(factOf(interaction, { action: 'search', event, patient, entities }));
    }),
  );
}

/** A page with its links. */
export async function pageOf({ deps }: Interaction, path: string, { query, ignored }: Pick<Asked, 'query' | 'ignored'>, { matches, included, next }: Found, total: number | undefined): Promise<Handled> {
  const entry: NonNullable<Bundle['entry']> = [];
  for (const [mode, resources] of [['match', matches], ['include', included]] as const)
    for (const resource of resources) {
      const shown = await pruned(resource, query);
      if (!shown.ok) return shown;
      entry.push({ fullUrl: `${deps.address}/${referenceTo(resource)}`, resource: shown.value, search: { mode } });
    }
  if (ignored.length > 0) entry.push({ resource: toldIgnored(ignored), search: { mode: 'outcome' } });
  const link = pageLinks(`${deps.address}${path ? `/${path}` : ''}`, query, next);
  return ok(answer(200, { resourceType: 'Bundle', type: 'searchset', ...(total === undefined ? {} : { total }), link, ...(entry.length > 0 ? { entry } : {}) }));
}

const toldIgnored = (ignored: readonly string[]): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: ignored.map((parameter) => ({ severity: 'warning', code: 'not-supported', diagnostics: parameter, expression: [`http.${parameter}`] })),
});

export function countOnly({ matches, next }: Pick<Found, 'matches' | 'next'>): Handled {
  if (next) return refuse(tooManyToCount);
  return ok(answer(200, { resourceType: 'Bundle', type: 'searchset', total: matches.length }));
}
