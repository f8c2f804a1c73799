import type { Resource, ResourceType } from '@medplum/fhirtypes';
import { patientsOf } from '../fhir/compartment.ts';
import { patientParameter } from '../fhir/record.ts';
import { referenceTo } from '../fhir/references.ts';
import type { Deletion, FhirRepository, Reference, Stored } from '../fhir/repository.ts';
import { matches } from '../fhir/search/match.ts';
import { parseSearch } from '../fhir/search/parse.ts';
import { exportOwner, type ExportCursor, type ExportJob } from './job.ts';
import type { ExportOrder } from './order.ts';

export type Read = { readonly type: string; readonly resources: readonly Stored[]; readonly deleted: readonly Reference[]; readonly next: ExportCursor };

const isDeletion = (version: Stored | Deletion): version is Deletion => 'deleted' in version && version.deleted === true && 'reference' in version;

type Repository = Pick<FhirRepository, 'read' | 'readMany' | 'search' | 'history' | 'typeHistory'>;

/** One step for a type, or where patients are named for a type and a patient: files fill up with many patients of one type. */
export const stepsOf = ({ types, patients }: Pick<ExportOrder, 'types' | 'patients'>): number => types.length * (patients?.length ?? 1);

const pageSize = 200;

/** The next page of an export, as everything stood at its transaction time. */
export async function readNext(repository: Repository, { order, transactionTime, cursor }: ExportJob): Promise<Read> {
  const { types, patients } = order;
  const type = types[Math.floor(cursor.step / (patients?.length ?? 1))] as ResourceType;
  const patient = patients?.[cursor.step % patients.length] as Reference | undefined;
  const page = patient ? await ofRecord(repository, type, patient, transactionTime, cursor.page) : await ofType(repository, type, order, transactionTime, cursor.page);
  const wanted = page.versions.filter((one): one is Stored => !isDeletion(one)).filter((resource) => isWanted(resource, order));
  const deleted = order.since === undefined ? [] : page.versions.flatMap((one) => (isDeletion(one) ? [one.reference] : []));
  return { type, resources: wanted, deleted, next: page.next === undefined ? { step: cursor.step + 1 } : { step: cursor.step, page: page.next } };
}

type Page = { readonly versions: readonly (Stored | Deletion)[]; readonly next?: string };

/** The log of a type says which versions were current at a moment: a snapshot, deletions included. */
async function ofType(repository: Repository, type: ResourceType, { since }: ExportOrder, at: string, page: string | undefined): Promise<Page> {
  const moment = new Date(at);
  const found = await repository.typeHistory(type, { ...(since ? { since: new Date(since) } : {}), at: { from: moment, to: moment }, count: pageSize, ...(page ? { cursor: page } : {}) });
  if (!found.ok) throw new Error(`export: ${type} refused: ${found.error.kind}`);
  return found.value;
}

/** A patient's record by its index; what changed since is taken as it was. */
async function ofRecord(repository: Repository, type: ResourceType, patient: Reference, at: string, page: string | undefined): Promise<Page> {
  if (type === 'Patient') return { versions: await asOf(repository, (await repository.readMany([patient])).filter((r) => r !== undefined), at) };
  const found = await repository.search(type, new URLSearchParams({ [patientParameter(type)]: patient, _count: String(pageSize) }), page);
  if (!found.ok) throw new Error(`export: ${type} refused: ${found.error.kind}`);
  return { versions: await asOf(repository, found.value.resources, at), ...(found.value.next ? { next: found.value.next } : {}) };
}

async function asOf(repository: Repository, resources: readonly Stored[], at: string): Promise<readonly Stored[]> {
  const then = await Promise.all(resources.map(async (resource) => {
    if (resource.meta.lastUpdated <= at) return resource;
    const before = (await repository.history(referenceTo(resource))).find((version) => (isDeletion(version) ? version.lastUpdated : version.meta.lastUpdated) <= at);
    return before && !isDeletion(before) ? before : undefined;
  }));
  return then.filter((resource) => resource !== undefined);
}

function isWanted(resource: Stored, { level, since, filters }: ExportOrder): boolean {
  if (since !== undefined && resource.meta.lastUpdated < since) return false;
  // What an export keeps for itself is nobody's record.
  if (resource.resourceType === 'Task' && [exportOwner, 'Device/outbound'].includes((resource as { owner?: { reference?: string } }).owner?.reference ?? '')) return false;
  if (level !== 'system' && patientsOf(resource).length === 0) return false;
  const own = filters.filter((filter) => filter.startsWith(`${resource.resourceType}?`));
  return own.length === 0 || own.some((filter) => meets(resource, filter));
}

function meets(resource: Resource, filter: string): boolean {
  const parsed = parseSearch(resource.resourceType, filter.slice(filter.indexOf('?') + 1));
  return parsed.ok && matches(resource, parsed.value);
}
