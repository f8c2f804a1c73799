import { createHash } from 'node:crypto';
import type { Bundle, Composition, Endpoint, Organization, Task } from '@medplum/fhirtypes';
import { patientsOf } from '../fhir/compartment.ts';
import { keepForLater, settle, type DueWork } from '../fhir/pendingWork.ts';
import { localReference } from '../fhir/references.ts';
import type { FhirRepository, OutboxEvent, Reference, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { DocumentReceiver } from './ports.ts';

export type ExchangeDeps = { readonly repository: FhirRepository; readonly receiver: DocumentReceiver; readonly clock: Clock; readonly base: string };

export const documentKind = 'document-delivery';

const signed: ReadonlySet<string> = new Set(['consultation-signed', 'consultation-amended']);

/**
 * A signed conclusion goes to the FHIR servers of the facilities that took part, as far as the directory has an active
 * Endpoint for them. A delivery that fails is kept for later; one that comes twice changes nothing at the receiver.
 */
export async function sendDocuments(deps: ExchangeDeps, event: OutboxEvent): Promise<number> {
  if (!signed.has(event.type)) return 0;
  const task = await deps.repository.read<Task>(`Task/${event.data['consultationId'] ?? ''}`);
  const document = task && (await latestDocument(deps, task));
  if (!document) return 0;
  const endpoints = await endpointsOf(deps, [event.data['facilityId'], event.data['stationId']]);
  let sent = 0;
  for (const endpoint of endpoints) {
    if (await deliver(deps, endpoint, document)) sent += 1;
    else await keepForLater({ ...deps, now: deps.clock.now() }, { id: workId(endpoint, document), kind: documentKind, focus: `Bundle/${document.id}`, data: { endpoint: endpoint.id } });
  }
  return sent;
}

/** The same delivery is kept once, however often its event comes. */
const workId = (endpoint: Stored<Endpoint>, document: Stored<Bundle>): string => createHash('sha256').update(`${endpoint.id} ${document.id}`).digest('hex').slice(0, 40);

/** Another attempt, while the Endpoint is still there and active. */
export async function sendAgain(deps: ExchangeDeps, work: DueWork): Promise<void> {
  const pending = { ...deps, now: deps.clock.now() };
  const [endpoint, document] = await deps.repository.readMany([`Endpoint/${work.data['endpoint'] ?? ''}`, work.focus]);
  if (endpoint?.resourceType !== 'Endpoint' || !takesDocuments(endpoint) || document?.resourceType !== 'Bundle') return void (await settle(pending, work, true));
  await settle(pending, work, await deliver(deps, endpoint, document));
}

/** Who gets a record is on record before it leaves. */
async function deliver({ repository, receiver }: ExchangeDeps, endpoint: Stored<Endpoint>, document: Stored<Bundle>): Promise<boolean> {
  const [patient] = patientsOf(document);
  await repository.recordAccess({
    actor: { subject: `Endpoint/${endpoint.id}`, name: endpoint.name ?? endpoint.managingOrganization?.display ?? endpoint.id, role: 'system', ...(endpoint.managingOrganization?.reference ? { organization: endpoint.managingOrganization.reference } : {}) },
    action: 'read', outcome: 'success', event: 'document-sent', entities: [`Bundle/${document.id}`, `Endpoint/${endpoint.id}`], ...(patient ? { patient } : {}), correlationId: document.id,
  });
  return (await receiver.send(endpoint, document)).kind === 'sent';
}

/** The newest document that the consultation names. */
async function latestDocument({ repository }: ExchangeDeps, task: Stored<Task>): Promise<Stored<Bundle> | undefined> {
  const ids = (task.output ?? []).flatMap((output) => localReference(output.valueReference?.reference) ?? []).filter((r) => /^(Bundle|DocumentReference|Composition)\//.test(r)).map((r) => r.split('/')[1] ?? '');
  const last = ids.at(-1);
  const document = last === undefined ? undefined : await repository.read<Bundle>(`Bundle/${last}`);
  return document?.type === 'document' && (document.entry?.[0]?.resource as Composition | undefined)?.resourceType === 'Composition' ? document : undefined;
}

async function endpointsOf({ repository }: ExchangeDeps, organizations: readonly (string | undefined)[]): Promise<readonly Stored<Endpoint>[]> {
  const wanted = [...new Set(organizations.filter((id) => id !== undefined))].map((id): Reference => `Organization/${id}`);
  const found = (await repository.readMany(wanted)).filter((r) => r?.resourceType === 'Organization') as Stored<Organization>[];
  const named = [...new Set(found.flatMap(({ endpoint = [] }) => endpoint.flatMap(({ reference }) => localReference(reference) ?? [])))];
  return (await repository.readMany(named)).filter((r): r is Stored<Endpoint> => r?.resourceType === 'Endpoint' && takesDocuments(r as Endpoint));
}

/** R4 Endpoint: in use, and a FHIR server. */
const takesDocuments = ({ status, connectionType }: Endpoint): boolean => status === 'active' && connectionType.code === 'hl7-fhir-rest';
