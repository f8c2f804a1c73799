import type { Bundle, Resource, ResourceType } from '@medplum/fhirtypes';
import { compartmentPaths } from '../../shared/fhir/compartment.ts';
import type { Reference, Stored } from '../../shared/fhir/repository.ts';
import { localReference, referenceTo } from '../../shared/fhir/references.ts';
import { parametersOf, resourceTypes } from '../../shared/fhir/search/definitions.ts';
import { refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { answer, factOf, type Interaction } from './context.ts';

/** Types of the record: all that R4's compartment names, without the log of who looked. */
const recordTypes = resourceTypes.filter((type) => type !== 'AuditEvent' && type !== 'Patient' && compartmentPaths(type as ResourceType).size > 0) as readonly ResourceType[];

/** Patient/{id}/$everything: the whole record as one searchset, with documents, their bytes' Binaries and the signers. */
export async function everything(interaction: Interaction, patient: Reference): Promise<Handled> {
  const { deps, access } = interaction;
  const record = await deps.repository.read(patient);
  const allowed = record !== undefined && (await access.allowed('read', record));
  await deps.repository.recordAccess(factOf(interaction, { action: 'read', event: 'fhir-everything', patient, entities: [], outcome: allowed ? 'success' : 'refused' }));
  if (!allowed) return refuse(refusal('HTTP_NOT_FOUND'));
  const own = (await Promise.all(recordTypes.map((type) => allOf(interaction, type, patient)))).flat();
  const referred = await referredFrom(interaction, own);
  const shown = await access.readable([record, ...own, ...referred]);
  const entry = shown.map((resource): NonNullable<Bundle['entry']>[number] => ({ fullUrl: `${deps.address}/${referenceTo(resource)}`, resource, search: { mode: referred.includes(resource) ? 'include' : 'match' } }));
  return ok(answer(200, { resourceType: 'Bundle', type: 'searchset', total: entry.filter((e) => e.search?.mode === 'match').length, entry }));
}

/** By each parameter that makes a resource the patient's, until the last page. */
async function allOf({ deps }: Interaction, type: ResourceType, patient: Reference): Promise<readonly Stored[]> {
  const code = ['patient', 'subject', ...compartmentCodes(type)].find((c) => parametersOf(type)?.get(c)?.type === 'reference');
  const found: Stored[] = [];
  let cursor: string | undefined;
  do {
    const page = await deps.repository.search(type, new URLSearchParams({ [code ?? 'patient']: patient, _count: '500' }), cursor);
    if (!page.ok) throw new Error(`$everything: ${type} refused: ${page.error.kind}`);
    found.push(...page.value.resources);
    cursor = page.value.next;
  } while (cursor !== undefined);
  return found;
}

const compartmentCodes = (type: ResourceType): string[] => {
  const paths = compartmentPaths(type);
  return [...(parametersOf(type)?.values() ?? [])].filter((p) => p.type === 'reference' && p.paths.some((path) => paths.has(path.steps.map((s) => s.name).join('.')))).map((p) => p.code);
};

const referredTypes = /^(Practitioner|PractitionerRole|Organization|Location|Medication|Device|Bundle|Composition|Binary|Provenance)\//;

/** What the record points to and a reader needs in order to understand it. */
async function referredFrom({ deps }: Interaction, resources: readonly Stored[]): Promise<readonly Stored[]> {
  const have = new Set<string>(resources.map(referenceTo));
  const references = new Set(resources.flatMap(referencesIn).filter((r) => referredTypes.test(r) && !have.has(r)));
  const found = (await deps.repository.readMany([...references])).filter((r) => r !== undefined);
  const signed = resources.filter((r) => r.resourceType === 'DocumentReference').map(referenceTo);
  const provenances = await Promise.all([...signed, ...found.filter((r) => r.resourceType === 'Bundle').map(referenceTo)].map((target) => deps.repository.search('Provenance', new URLSearchParams({ target }))));
  return [...new Map([...found, ...provenances.flatMap((p) => (p.ok ? p.value.resources : []))].map((r) => [referenceTo(r), r])).values()];
}

function referencesIn(value: unknown): Reference[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Resource).flatMap(([name, inner]: [string, unknown]) => {
    // Attachments name their Binary by url.
    const local = (name === 'reference' || name === 'url') && typeof inner === 'string' ? localReference(inner) : undefined;
    return local ? [local] : referencesIn(inner);
  });
}
