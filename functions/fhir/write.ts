import type { Provenance, Resource, ResourceType, Task } from '@medplum/fhirtypes';
import { blobExtension } from '../../shared/fhir/blobs.ts';
import { patientsOf } from '../../shared/fhir/compartment.ts';
import type { AuditFact, CommitRefusal, Precondition, Reference, Stored, Watch, Write } from '../../shared/fhir/repository.ts';
import { idPattern, localReference, referenceTo } from '../../shared/fhir/references.ts';
import { writtenBySteps } from '../../shared/identity/policy.ts';
import { groupOf } from '../../shared/identity/resourceGroups.ts';
import type { Issue } from '../../shared/fhir/validation/issue.ts';
import { refusal, type Refusal } from '../../shared/kernel/refusal.ts';
import { ok, refuse, type Result } from '../../shared/kernel/result.ts';
import type { Handled } from '../_http/chain.ts';
import { parseResource, withoutVersion } from './body.ts';
import { answer, factOf, versionHeaders, type Interaction } from './context.ts';
import { searchRefusal } from './outcome.ts';
import { shownAfter } from './prefer.ts';
import { remarksOn, validated } from './validated.ts';
import { mayBeBuiltIn } from './knowledge/builtIn.ts';
import { guardRead } from './read.ts';
import { keptAnswer, repeatable } from './repeated.ts';
import { subscriptionToStore } from './subscription.ts';

type Identified = Resource & { readonly id: string };

export async function createResource(interaction: Interaction, type: ResourceType): Promise<Handled> {
  const body = parseResource(interaction.request, type);
  if (!body.ok) return body;
  const condition = interaction.headers['if-none-exist'];
  if (condition) return await relyingOn(() => createUnless(interaction, body.value, new URLSearchParams(condition.replace(/^\?/, ''))));
  const planned = await planPut(interaction, { ...body.value, id: interaction.deps.newId() }, 'create', { kind: 'absent' });
  return planned.ok ? await save(interaction, planned.value, 'fhir-create', 201) : planned;
}

async function createUnless(interaction: Interaction, body: Resource, condition: URLSearchParams): Promise<Handled | 'changed'> {
  const matched = await matchOrWatch(interaction, body.resourceType, condition);
  if (!matched.ok) return matched;
  if ('found' in matched.value) return await found(interaction, matched.value.found);
  const planned = await planPut(interaction, { ...body, id: interaction.deps.newId() }, 'create', { kind: 'absent' });
  return planned.ok ? await saveRelying(interaction, planned.value, 'fhir-create', 201, [matched.value.watch]) : planned;
}

/** Again when another made what was not there a moment ago: then it is found. */
export async function relyingOn(run: () => Promise<Handled | 'changed'>): Promise<Handled> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const handled = await run();
    if (handled !== 'changed') return handled;
  }
  return refuse(refusal('HTTP_CONTENTION'));
}

/** What a conditional create found instead of creating is read, and that is recorded. */
async function found(interaction: Interaction, resource: Stored): Promise<Handled> {
  if (!(await guardRead(interaction, resource, 'fhir-read'))) return refuse(refusal('HTTP_NOT_FOUND'));
  return ok(answer(200, shownAfter(interaction, resource), versionHeaders(resource)));
}

/** PUT [type]?[condition] (R4 3.1.0.4.3): the one that matches is updated; with none, one is created. */
export async function updateByCondition(interaction: Interaction, type: ResourceType): Promise<Handled> {
  const body = parseResource(interaction.request, type);
  return body.ok ? await relyingOn(() => updateMatch(interaction, type, body.value)) : body;
}

async function updateMatch(interaction: Interaction, type: ResourceType, body: Resource): Promise<Handled | 'changed'> {
  const matched = await matchOrWatch(interaction, type, interaction.query);
  if (!matched.ok) return matched;
  const match = 'found' in matched.value ? matched.value.found : undefined;
  const given = body.id;
  // An id that a person may choose would tell by the answer whether it is taken.
  if (given !== undefined && !match && !interaction.access.isSystem) return refuse(refusal('FHIR_ID_MISMATCH', { at: `${type}.id` }));
  if (given !== undefined && (!idPattern.test(given) || (match && match.id !== given))) return refuse(refusal('FHIR_ID_MISMATCH', { at: `${type}.id` }));
  const known = match?.id ?? given;
  const planned = await planUpdate(interaction, { ...body, id: known ?? interaction.deps.newId() }, { isNew: known === undefined });
  if (!planned.ok) return planned;
  return await saveRelying(interaction, planned.value.write, 'fhir-update', planned.value.isNew ? 201 : 200, 'watch' in matched.value ? [matched.value.watch] : []);
}

/** DELETE [type]?[condition]: the one that matches; several are refused. */
export async function deleteByCondition(interaction: Interaction, type: ResourceType): Promise<Handled> {
  const matched = await onlyMatch(interaction, type, interaction.query);
  if (!matched.ok) return matched;
  return matched.value ? await deleteResource(interaction, referenceTo(matched.value)) : ok(answer(204, undefined));
}

export async function updateResource(interaction: Interaction, type: ResourceType, id: string): Promise<Handled> {
  const body = parseResource(interaction.request, type);
  if (!body.ok) return body;
  if (body.value.id !== id || !idPattern.test(id)) return refuse(refusal('FHIR_ID_MISMATCH', { at: `${type}.id` }));
  const planned = await planUpdate(interaction, { ...body.value, id });
  return planned.ok ? await save(interaction, planned.value.write, 'fhir-update', planned.value.isNew ? 201 : 200) : planned;
}

/** An update with its precondition: If-Match, or what was current while access to it was judged. */
export async function planUpdate(interaction: Interaction, resource: Identified, { isNew = false }: { readonly /** The id is one that we have just made. */ isNew?: boolean } = {}): Promise<Result<{ readonly write: Write; readonly isNew: boolean }, Refusal>> {
  const current = await interaction.deps.repository.read(referenceTo(resource));
  // Only the service client may choose ids: to a person, an id that is free looks like one that is another's.
  if (!current && !interaction.access.isSystem && !isNew) return refuse(refusal('HTTP_NOT_FOUND'));
  if (!current && expectedVersion(interaction)) return refuse(refusal('FHIR_VERSION_CONFLICT'));
  const planned = current ? await planReplacement(interaction, current, () => ok(resource)) : await planPut(interaction, resource, 'create', { kind: 'absent' });
  return planned.ok ? ok({ write: planned.value, isNew: !current }) : planned;
}

/**
 * The next version of what was read: what stands now and what will stand are both the caller's to change. `change` is
 * asked only after the first is known, since its failure may tell of the content.
 */
export async function planReplacement(interaction: Interaction, current: Stored, change: () => Result<Identified, Refusal> | Promise<Result<Identified, Refusal>>): Promise<Result<Write, Refusal>> {
  const barred = await barredFromStanding(interaction, current, 'update');
  if (barred) return refuse(barred);
  const expected = expectedVersion(interaction);
  if (expected && expected !== current.meta.versionId) return refuse(refusal('FHIR_VERSION_CONFLICT'));
  const changed = await change();
  return changed.ok ? await planPut(interaction, changed.value, 'update', { kind: 'version', versionId: current.meta.versionId }) : changed;
}

/** The version that If-Match names. */
const expectedVersion = ({ headers }: Interaction): string | undefined => /^(?:W\/)?"?([^"]+)"?$/.exec(headers['if-match'] ?? '')?.[1];

/** Validated and allowed, for the resource as it will be. */
export async function planPut(interaction: Interaction, resource: Identified, asked: 'create' | 'update', precondition: Precondition): Promise<Result<Write, Refusal>> {
  // The database looks for the relations while the resource is validated.
  interaction.access.prepare(asked, resource.resourceType, likelyPatients(resource));
  const valid = await validated(interaction, withoutVersion(resource));
  if (!valid.ok) return valid;
  if (await namesForeignBytes(interaction, valid.value)) return refuse(refusal('HTTP_FORBIDDEN'));
  // Whose a Subscription is stands in what is stored.
  const kept = valid.value.resourceType === 'Subscription' ? await subscriptionToStore(interaction, valid.value) : valid;
  if (!kept.ok) return kept;
  const barred = await barredFrom(interaction, kept.value, asked);
  return barred ? refuse(barred) : ok({ kind: 'put', resource: kept.value, precondition });
}

/** Of what is not validated yet and may be anything: most resources name one patient. */
function likelyPatients(resource: Resource): readonly Reference[] {
  try {
    return patientsOf(resource).slice(0, 2);
  } catch {
    return [];
  }
}

/** The name of stored bytes is the server's to give: by another's name their bytes could be read. */
async function namesForeignBytes({ deps }: Interaction, resource: Identified): Promise<boolean> {
  if (resource.resourceType !== 'Binary') return false;
  const nameIn = (r: Resource | undefined) => r?.meta?.extension?.find(({ url }) => url === blobExtension(deps.identifierBase))?.valueString;
  const name = nameIn(resource);
  return name !== undefined && name !== nameIn(await deps.repository.read(referenceTo(resource)));
}

export async function deleteResource(interaction: Interaction, reference: Reference): Promise<Handled> {
  const planned = await planDelete(interaction, reference);
  if (!planned.ok) return planned;
  if (!planned.value) return ok(answer(204, undefined));
  return await save(interaction, planned.value.write, 'fhir-delete', 204, planned.value.patients);
}

export async function planDelete(interaction: Interaction, reference: Reference): Promise<Result<{ readonly write: Write; readonly patients: readonly Reference[] } | undefined, Refusal>> {
  const current = await interaction.deps.repository.read(reference);
  if (!current) return interaction.access.isSystem ? ok(undefined) : refuse(refusal('HTTP_NOT_FOUND'));
  const barred = await barredFromStanding(interaction, current, 'delete');
  if (barred) return refuse(barred);
  const expected = expectedVersion(interaction);
  if (expected && expected !== current.meta.versionId) return refuse(refusal('FHIR_VERSION_CONFLICT'));
  return ok({ write: { kind: 'delete', reference, precondition: { kind: 'version', versionId: current.meta.versionId } }, patients: patientsOf(current) });
}

/** The same for what stands: whoever may not read it is told that nothing is there. */
async function barredFromStanding(interaction: Interaction, current: Stored, asked: 'update' | 'delete'): Promise<Refusal | undefined> {
  if (await interaction.access.allowed('read', current)) return await barredFrom(interaction, current, asked);
  await recordRefused(interaction, current, asked);
  return refusal('HTTP_NOT_FOUND');
}

/** Why the caller may not write this, if so. Refused attempts on a record are audited. */
async function barredFrom(interaction: Interaction, resource: Resource, asked: 'create' | 'update' | 'delete'): Promise<Refusal | undefined> {
  const { access } = interaction;
  const type = resource.resourceType;
  if (mayBeBuiltIn(`${type}/`) && (await isBuiltIn(interaction, resource))) return refusal('FHIR_NOT_WRITABLE', { params: { type } });
  if (!access.isSystem && writtenBySteps.includes(type)) return refusal('FHIR_NOT_WRITABLE', { params: { type } });
  if (asked !== 'create' && type === 'AuditEvent') return refusal('FHIR_NOT_WRITABLE', { params: { type } });
  const signed = asked === 'create' ? undefined : await signedBefore(interaction, resource);
  if (!signed && (await access.allowed(asked, resource))) return undefined;
  await recordRefused(interaction, resource, asked);
  return signed ?? refusal('HTTP_FORBIDDEN');
}

/** What stands under a signature, as far as it is known before the write: the store refuses the rest of it (ADR 128). */
async function signedBefore(interaction: Interaction, resource: Resource): Promise<Refusal | undefined> {
  const params = { type: resource.resourceType };
  if (await isSigned(interaction, resource)) return refusal('FHIR_DOCUMENT_SIGNED', { params });
  return (await isInSigned(interaction, resource)) ? refusal('FHIR_CONSULTATION_SIGNED', { params }) : undefined;
}

async function recordRefused(interaction: Interaction, resource: Resource, asked: 'create' | 'update' | 'delete'): Promise<void> {
  const [patient] = patientsOf(resource);
  await interaction.deps.repository.recordAccess(factOf(interaction, { action: asked, event: `fhir-${asked}`, outcome: 'refused', entities: [`${resource.resourceType}/${resource.id ?? ''}`], ...(patient ? { patient } : {}) }));
}

async function isBuiltIn({ deps }: Interaction, { resourceType, id, ...rest }: Resource): Promise<boolean> {
  const { knowledgeOf } = await import('./knowledge/knowledge.ts');
  const { url } = rest as { readonly url?: string };
  return knowledgeOf(deps.repository, deps.identifierBase).builtIn.some((one) => one.resourceType === resourceType && (one.id === id || (url !== undefined && (one as { readonly url?: string }).url === url)));
}

const signable: ReadonlySet<string> = new Set(['Bundle', 'DocumentReference', 'Composition', 'Binary']);

/** Nothing changes what a Provenance with a signature points to, nor that Provenance; not even the service client. */
async function isSigned({ deps }: Interaction, resource: Resource): Promise<boolean> {
  if (resource.resourceType === 'Provenance') return (resource.signature ?? []).length > 0;
  if (!signable.has(resource.resourceType) || !resource.id) return false;
  const found = await deps.repository.search<Provenance>('Provenance', new URLSearchParams({ target: `${resource.resourceType}/${resource.id}` }));
  return found.ok && found.value.resources.some((p) => (p.signature ?? []).length > 0);
}

/** Nothing changes what a signed conclusion rests on: measurements, pictures, findings and diagnoses of that visit. */
async function isInSigned({ deps }: Interaction, resource: Resource): Promise<boolean> {
  if (groupOf(resource.resourceType) !== 'clinical') return false;
  const { encounter, context } = resource as { readonly encounter?: { readonly reference?: string }; readonly context?: { readonly reference?: string } };
  const visit = [encounter?.reference, context?.reference].map((r) => (typeof r === 'string' ? localReference(r) : undefined)).find((r) => r?.startsWith('Encounter/'));
  if (!visit) return false;
  const task = await deps.repository.read<Task>(`Task/${visit.slice('Encounter/'.length)}`);
  return (task?.output ?? []).some(({ type }) => type.coding?.some(({ code }) => code === 'conclusion'));
}

/**
 * The one resource of a condition; undefined when none, refused when several or when nothing is asked for. What the
 * caller may not read does not match: neither its content nor its being there is told.
 */
export async function onlyMatch({ deps, access }: Interaction, type: ResourceType, condition: URLSearchParams): Promise<Result<Stored | undefined, Refusal>> {
  if (condition.size === 0) return refuse(refusal('FHIR_CONDITION_MISSING'));
  const found = await deps.repository.search(type, condition, undefined, access.visible);
  if (!found.ok) return refuse(searchRefusal(found.error));
  const readable = await access.readable(found.value.resources);
  return readable.length > 1 ? refuse(refusal('FHIR_MULTIPLE_MATCHES')) : ok(readable[0]);
}

/** As `onlyMatch`; where nothing matches, what a commit needs so as to rely on it. */
export async function matchOrWatch(interaction: Interaction, type: ResourceType, condition: URLSearchParams): Promise<Result<{ readonly found: Stored } | { readonly watch: Watch }, Refusal>> {
  const watch = await interaction.deps.repository.watch(type, condition);
  const matched = await onlyMatch(interaction, type, condition);
  return matched.ok ? ok(matched.value ? { found: matched.value } : { watch }) : matched;
}

export async function save(interaction: Interaction, write: Write, event: string, status: number, gone: readonly Reference[] = []): Promise<Handled> {
  const handled = await saveRelying(interaction, write, event, status, [], gone);
  return handled === 'changed' ? refuse(refusal('HTTP_CONTENTION')) : handled;
}

async function saveRelying(interaction: Interaction, write: Write, event: string, status: number, watches: readonly Watch[], gone: readonly Reference[] = []): Promise<Handled | 'changed'> {
  const patients = write.kind === 'put' ? patientsOf(write.resource) : gone;
  const reference = targetOf(write);
  const action: AuditFact['action'] = status === 201 ? 'create' : write.kind === 'delete' ? 'delete' : 'update';
  const [patient] = patients;
  const saved = await interaction.deps.repository.commit({ writes: [write], watches, audit: factOf(interaction, { action, event, entities: [reference, ...patients.slice(1)], ...(patient ? { patient } : {}) }), ...repeatable(interaction, ([made]) => keptAnswer(status, made)) });
  if (!saved.ok) return await refusedCommit(interaction, saved.error, [{ write, patients }]);
  const [stored] = saved.value;
  if (!stored) return ok(answer(204, undefined));
  const remarks = write.kind === 'put' ? remarksOn(write.resource) : [];
  return ok(answer(status, shownAfter(interaction, stored, remarks), { ...versionHeaders(stored), ...uncheckedHeader(remarks), location: `${interaction.deps.address}/${reference}/_history/${stored.meta.versionId}` }));
}

/** Tells every client, whatever it prefers, that a profile that the resource claims was not looked at. */
const uncheckedHeader = (remarks: readonly Issue[]): Record<string, string> => {
  const count = remarks.filter(({ code }) => code === 'not-found' || code === 'not-supported').length;
  return count > 0 ? { 'x-profile-unchecked': String(count) } : {};
};

/** Of what is new, and so part of nothing signed. */
export const commitRefusal = ({ kind }: CommitRefusal): Refusal => refusal(kind === 'precondition-failed' ? 'FHIR_VERSION_CONFLICT' : 'HTTP_CONTENTION');

/** What was to be written, into whose records, and where it stood in the request. */
export type Tried = { readonly write: Write; readonly patients: readonly Reference[]; readonly at?: string };

export const targetOf = (write: Write): Reference => (write.kind === 'put' ? referenceTo(write.resource) : write.reference);

/** Why nothing was written; 'changed' where another has made what was not found. An attempt at what is signed is on record. */
export async function refusedCommit(interaction: Interaction, refused: CommitRefusal, tried: readonly Tried[]): Promise<Handled | 'changed'> {
  if (refused.kind === 'contention' && refused.watched) return 'changed';
  if (refused.kind !== 'precondition-failed' || !refused.signed) return refuse(commitRefusal(refused));
  const { reference } = refused;
  const { write, patients = [], at } = tried.find((one) => targetOf(one.write) === reference) ?? {};
  const action = write?.kind === 'delete' ? 'delete' : 'update';
  const [patient] = patients;
  await interaction.deps.repository.recordAccess(factOf(interaction, { action, event: `fhir-${action}`, outcome: 'refused', entities: [reference], ...(patient ? { patient } : {}) }));
  return refuse(refusal('FHIR_DOCUMENT_SIGNED', { params: { type: reference.split('/')[0] ?? '' }, ...(at === undefined ? {} : { at }) }));
}
