import type { Bundle, OperationOutcome, Resource, ResourceType } from '@medplum/fhirtypes';
import * as z from 'zod';
import { patientParameter, recordTypes, referencesIn, within } from '../../../shared/fhir/record.ts';
import { referenceTo } from '../../../shared/fhir/references.ts';
import type { Reference, Stored } from '../../../shared/fhir/repository.ts';
import { refusal, type Refusal } from '../../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../../shared/kernel/result.ts';
import type { Handled } from '../../_http/chain.ts';
import { answer, factOf, type Interaction } from '../context.ts';
import { countIn, dateIn, invalidParameter, operationParameters, typesIn } from './parameters.ts';

/** Where the next page begins: a type (0: the Patient), and within it the page of a search for `count`. */
const place = z.object({ t: z.int().min(0).max(200), n: z.int().min(1).max(1000), c: z.string().max(4000).optional() });
type Place = z.infer<typeof place>;

type Asked = {
  readonly since: number;
  readonly from: number;
  readonly to: number;
  readonly types: ReadonlySet<string> | undefined;
  readonly count: number;
  readonly place: Place | undefined;
};

/** A page holds at most this many matches, and about this many bytes: what a function may answer is 6 MB, base64 and all. */
const largestPage = 1000;
const matchBytes = 2_000_000;
const includeBytes = 1_500_000;

const known = ['_since', '_type', 'start', 'end', '_count', '_cursor', '_format'];

/**
 * Patient/{id}/$everything, page by page: the whole record, with documents, their bytes' Binaries and the signers. A
 * page brings what its own matches refer to, so the same Practitioner may come with several pages.
 */
export async function everything(interaction: Interaction, patient: Reference): Promise<Handled> {
  const { deps, access } = interaction;
  const asked = askedIn(interaction);
  if (!asked.ok) return asked;
  const record = await deps.repository.read(patient);
  const allowed = record !== undefined && (await access.allowed('read', record));
  await deps.repository.recordAccess(factOf(interaction, { action: 'read', event: 'fhir-everything', patient, entities: [], outcome: allowed ? 'success' : 'refused' }));
  if (!allowed) return refuse(refusal('HTTP_NOT_FOUND'));
  const page = await pageOf(interaction, record, asked.value);
  if (!page.ok) return page;
  const { matches, next } = page.value;
  const included = await includedWith(interaction, matches, asked.value);
  const whole = next === undefined && asked.value.place === undefined;
  const self = addressOf(interaction, patient, asked.value, undefined);
  const link = [{ relation: 'self', url: self }, ...(next ? [{ relation: 'next', url: addressOf(interaction, patient, asked.value, next) }] : [])];
  const entry = [...matches.map((r) => entryOf(deps.address, r, 'match')), ...included.map((r) => entryOf(deps.address, r, r.resourceType === 'OperationOutcome' ? 'outcome' : 'include'))];
  return ok(answer(200, { resourceType: 'Bundle', type: 'searchset', ...(whole ? { total: matches.length } : {}), link, ...(entry.length > 0 ? { entry } : {}) }));
}

function askedIn(interaction: Interaction): Result<Asked, Refusal> {
  const parameters = operationParameters(interaction, known);
  if (!parameters.ok) return parameters;
  const [since, start, end] = ['_since', 'start', 'end'].map((name) => dateIn(parameters.value, name));
  const types = typesIn(parameters.value, '_type');
  const count = countIn(parameters.value, '_count', largestPage, largestPage);
  const cursor = placeIn(parameters.value.get('_cursor'));
  for (const part of [since, start, end, types, count, cursor]) if (part && !part.ok) return part;
  const range = (part: typeof since) => (part?.ok ? part.value : undefined);
  return ok({
    since: range(since)?.low ?? -Infinity,
    from: range(start)?.low ?? -Infinity,
    to: range(end)?.high ?? Infinity,
    types: types.ok ? types.value : undefined,
    count: count.ok ? count.value : largestPage,
    place: cursor.ok ? cursor.value : undefined,
  });
}

/** The cursor is no secret: each page is searched and judged like the first, and the search's own cursor in it is sealed. */
function placeIn(text: string | null): Result<Place | undefined, Refusal> {
  if (text === null) return ok(undefined);
  try {
    return ok(place.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))));
  } catch {
    return refuse(invalidParameter('_cursor', 'link.next'));
  }
}

function addressOf({ deps, query }: Interaction, patient: Reference, { count }: Asked, next: Place | undefined): string {
  const all = new URLSearchParams(query);
  all.delete('_cursor');
  if (next) {
    all.set('_count', String(count));
    all.set('_cursor', Buffer.from(JSON.stringify(next)).toString('base64url'));
  }
  return `${deps.address}/${patient}/$everything${all.size > 0 ? `?${all.toString()}` : ''}`;
}

const entryOf = (address: string, resource: Resource, mode: 'match' | 'include' | 'outcome'): NonNullable<Bundle['entry']>[number] =>
  mode === 'outcome' ? { resource, search: { mode } } : { fullUrl: `${address}/${resource.resourceType}/${resource.id ?? ''}`, resource, search: { mode } };

type Page = { readonly matches: readonly Stored[]; readonly next?: Place };

const sizeOf = (resource: Resource): number => Buffer.byteLength(JSON.stringify(resource));

/** Types looked at together: most of them are empty for most patients. */
const width = 12;

/** The Patient, then type by type in a fixed order, until the page is full. */
async function pageOf(interaction: Interaction, record: Stored, asked: Asked): Promise<Result<Page, Refusal>> {
  const wanted = (resource: Stored) => Date.parse(resource.meta.lastUpdated) >= asked.since && within(resource, asked.from, asked.to);
  const types = recordTypes.filter((type) => asked.types === undefined || asked.types.has(type));
  const matches: Stored[] = [];
  let bytes = 0;
  let at: Place = asked.place ?? { t: 0, n: asked.count };
  if (at.t === 0) {
    if (Date.parse(record.meta.lastUpdated) >= asked.since && (asked.types === undefined || asked.types.has('Patient'))) matches.push(record);
    at = { t: 1, n: asked.count };
  }
  while (at.t <= types.length) {
    const left = asked.count - matches.length;
    if (left <= 0 || bytes >= matchBytes) return ok({ matches, next: at });
    // A search that goes on must be asked as it began.
    const begins: readonly Place[] = [at, ...(at.c === undefined ? types.slice(at.t, at.t + width - 1).map((_, i) => ({ t: at.t + 1 + i, n: at.n })) : [])];
    const pages = await Promise.all(begins.map((one) => searchAt(interaction, record, types[one.t - 1] ?? 'Basic', one)));
    let taken = at;
    for (const [i, page] of pages.entries()) {
      if (!page.ok) return page;
      const own = (await interaction.access.readable(page.value.resources)).filter(wanted);
      const begin = begins[i] ?? at;
      // What does not fit is searched again at the top of the next page: nothing is cut in the middle.
      if (matches.length > 0 && (matches.length + own.length > asked.count || bytes >= matchBytes)) return ok({ matches, next: begin });
      matches.push(...own);
      bytes += own.reduce((sum, resource) => sum + sizeOf(resource), 0);
      if (page.value.next !== undefined) {
        taken = { t: begin.t, n: begin.n, c: page.value.next };
        break;
      }
      taken = { t: begin.t + 1, n: asked.count };
    }
    at = taken;
  }
  return ok({ matches });
}

/** How many of one type are read at once: a page of documents must fit the answer. */
const stride = 50;

async function searchAt({ deps, access }: Interaction, record: Stored, type: ResourceType, { n, c }: Place): Promise<Result<{ readonly resources: readonly Stored[]; readonly next?: string }, Refusal>> {
  const query = new URLSearchParams({ [patientParameter(type)]: referenceTo(record), _count: String(Math.min(n, stride)) });
  const found = await deps.repository.search(type, query, c, access.visible);
  if (found.ok) return ok(found.value);
  if (c !== undefined && found.error.kind === 'invalid-value') return refuse(invalidParameter('_cursor', 'link.next'));
  throw new Error(`$everything: ${type} refused: ${found.error.kind}`);
}

const referredTypes = /^(Practitioner|PractitionerRole|Organization|Location|Medication|Device|Bundle|Composition|Binary|Provenance)\//;

/** What the page points to and a reader needs in order to understand it, as far as it fits the answer. */
async function includedWith(interaction: Interaction, matches: readonly Stored[], { types }: Asked): Promise<readonly Resource[]> {
  const { deps, access } = interaction;
  const isWanted = (type: string) => types === undefined || types.has(type);
  const have = new Set<string>(matches.map(referenceTo));
  const references = new Set(matches.flatMap(referencesIn).filter((r) => referredTypes.test(r) && !have.has(r) && isWanted(r.split('/')[0] ?? '')));
  const found = (await deps.repository.readMany([...references])).filter((r) => r !== undefined);
  const provenances = isWanted('Provenance') ? await provenancesOf(interaction, [...matches, ...found]) : [];
  const all = await access.readable([...new Map([...found, ...provenances].filter((r) => !have.has(referenceTo(r))).map((r) => [referenceTo(r), r])).values()]);
  const included: Resource[] = [];
  let bytes = 0;
  for (const resource of all) {
    bytes += sizeOf(resource);
    if (bytes > includeBytes) return [...included, tooMuch(all.length - included.length)];
    included.push(resource);
  }
  return included;
}

async function provenancesOf({ deps, access }: Interaction, resources: readonly Stored[]): Promise<readonly Stored[]> {
  const signed = resources.filter((r) => r.resourceType === 'DocumentReference' || r.resourceType === 'Bundle').map(referenceTo);
  const found = await Promise.all(signed.map((target) => deps.repository.search('Provenance', new URLSearchParams({ target }), undefined, access.visible)));
  return found.flatMap((page) => (page.ok ? page.value.resources : []));
}

const tooMuch = (left: number): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'information', code: 'too-long', diagnostics: `${left} referenced resources did not fit this page; read them by their references` }],
});
