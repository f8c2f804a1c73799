import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { FhirRepository, Reference } from '../../shared/fhir/repository.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { answer, factOf, versionHeaders, type Interaction } from './context.ts';
import { pruned } from './summary.ts';

/**
 * What may not be seen answers like what is not there. The attempt is recorded, with the patients whose record it was.
 */
export async function guardRead(interaction: Interaction, resource: Resource, event: string, action: 'read' | 'delete' = 'read'): Promise<boolean> {
  const { access, deps } = interaction;
  const allowed = await access.allowed(event === 'fhir-history' ? 'history' : 'read', resource);
  const reference = `${resource.resourceType}/${resource.id ?? ''}` as const;
  const patients = await access.patientsOf(resource);
  const fact = factOf(interaction, { action, event, entities: [reference], outcome: allowed ? 'success' : 'refused' });
  if (patients.length > 0) await Promise.all(patients.map((patient) => deps.repository.recordAccess({ ...fact, patient })));
  else if (!allowed) await deps.repository.recordAccess(fact);
  return allowed;
}

export async function readResource(interaction: Interaction, reference: Reference): Promise<Handled> {
  const { deps, headers } = interaction;
  const resource = await deps.repository.read(reference);
  if (!resource) return await missing(interaction, reference);
  if (!(await guardRead(interaction, resource, 'fhir-read'))) return refuse(refusal('HTTP_NOT_FOUND'));
  const sent = pruned(resource, interaction.query);
  if (!sent.ok) return sent;
  const version = versionHeaders(resource);
  const known = (headers['if-none-match'] ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (known.includes('*') || known.includes(`"${resource.meta.versionId}"`)) return ok(answer(304, undefined, version));
  const since = Date.parse(headers['if-modified-since'] ?? '');
  if (!headers['if-none-match'] && Math.floor(Date.parse(resource.meta.lastUpdated) / 1000) * 1000 <= since) return ok(answer(304, undefined, version));
  return ok(answer(200, sent.value, version));
}

/** Only the service client is told that something was there once. */
export async function missing({ deps, access }: Interaction, reference: Reference): Promise<Handled> {
  if (!access.isSystem) return refuse(refusal('HTTP_NOT_FOUND'));
  const [last] = await deps.repository.history(reference);
  return refuse(refusal(last ? 'FHIR_GONE' : 'HTTP_NOT_FOUND'));
}

export async function readVersion(interaction: Interaction, reference: Reference, versionId: string): Promise<Handled> {
  const version = await interaction.deps.repository.readVersion(reference, versionId);
  if (version === undefined) return refuse(refusal('HTTP_NOT_FOUND'));
  if (version === 'deleted') return refuse(refusal(interaction.access.isSystem ? 'FHIR_GONE' : 'HTTP_NOT_FOUND'));
  if (!(await guardRead(interaction, version, 'fhir-history'))) return refuse(refusal('HTTP_NOT_FOUND'));
  return ok(answer(200, version, versionHeaders(version)));
}

type Version = Awaited<ReturnType<FhirRepository['history']>>[number];
type Deletion = Extract<Version, { deleted: true; versionId: string }>;
const isDeletion = (version: Version): version is Deletion => 'deleted' in version;

export async function historyOf(interaction: Interaction, reference: Reference): Promise<Handled> {
  const { deps, access } = interaction;
  const asked = historyQuery(interaction.query);
  if (!asked.ok) return asked;
  const versions = await deps.repository.history(reference);
  const newest = versions.find((v) => !isDeletion(v));
  if (!newest || isDeletion(newest)) return refuse(refusal('HTTP_NOT_FOUND'));
  // Each version is judged by itself: an older one may have belonged to somebody else.
  const resources = versions.flatMap((v) => (isDeletion(v) ? [] : [v]));
  if (!(await guardRead(interaction, newest, 'fhir-history'))) return refuse(refusal('HTTP_NOT_FOUND'));
  const shown = new Set((await Promise.all(resources.map(async (v) => ((await access.allowed('history', v)) ? [v] : [])))).flat());
  const told = versions.filter((v) => (isDeletion(v) || shown.has(v)) && Date.parse(isDeletion(v) ? v.lastUpdated : v.meta.lastUpdated) >= asked.value.since);
  const entry = told.slice(asked.value.offset, asked.value.offset + asked.value.count).flatMap((v): NonNullable<Bundle['entry']> => {
    if (isDeletion(v)) return [{ fullUrl: `${deps.address}/${reference}`, request: { method: 'DELETE', url: reference }, response: { status: '204', etag: `W/"${v.versionId}"`, lastModified: v.lastUpdated } }];
    const first = v.meta.versionId === '1';
    return [{ fullUrl: `${deps.address}/${reference}`, resource: v, request: { method: first ? 'POST' : 'PUT', url: first ? v.resourceType : reference }, response: { status: first ? '201' : '200', etag: `W/"${v.meta.versionId}"`, lastModified: v.meta.lastUpdated } }];
  });
  const end = asked.value.offset + entry.length;
  const address = (more: Record<string, string>) => `${deps.address}/${reference}/_history?${new URLSearchParams({ ...Object.fromEntries(interaction.query), ...more }).toString()}`;
  const link = [{ relation: 'self', url: address({}) }, ...(end < told.length && entry.length > 0 ? [{ relation: 'next', url: address({ _offset: String(end) }) }] : [])];
  return ok(answer(200, { resourceType: 'Bundle', type: 'history', total: told.length, link, ...(entry.length > 0 ? { entry } : {}) }));
}

type HistoryQuery = { readonly since: number; readonly count: number; readonly offset: number };

/** R4 3.1.0.9.2: _since and _count; _offset is how our own links go on. */
function historyQuery(query: URLSearchParams): Result<HistoryQuery, Refusal> {
  const read = { since: -Infinity, count: 1000, offset: 0 };
  for (const [name, value] of query) {
    const number = name === '_since' ? Date.parse(value) : /^\d{1,6}$/.test(value) ? Number(value) : NaN;
    if (!['_since', '_count', '_offset'].includes(name)) return refuse(refusal('FHIR_PARAMETER_UNKNOWN', { params: { parameter: name } }));
    if (Number.isNaN(number)) return refuse(refusal('FHIR_PARAMETER_INVALID', { params: { parameter: name, reason: name === '_since' ? 'instant' : '0–999999' } }));
    read[name.slice(1) as keyof HistoryQuery] = number;
  }
  return ok(read);
}
