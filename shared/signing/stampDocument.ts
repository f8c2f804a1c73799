import type { Bundle } from '@medplum/fhirtypes';
import { keepForLater, settle, type DueWork } from '../fhir/pendingWork.ts';
import type { FhirRepository, OutboxEvent, Reference, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { documentReleased, type TimeStampFailure, type TimeStamper } from './ports.ts';
import { readSignatures, writeSignatures, type SignatureEntry } from './signatures.ts';

export type StampDeps = { readonly repository: FhirRepository; readonly clock: Clock; readonly base: string; /** None where no authority is configured. */ readonly timeStamps: TimeStamper | undefined };

export const timeStampKind = 'time-stamp';

/** An authority may be away for days: until it is back there is an attempt every hour. */
const mostAttempts = 10_000;

export type Stamped = 'stamped' | 'nothing' | TimeStampFailure;

/** Time-stamps the signatures of a document that all have signed. Where the authority does not answer, it is done later by itself. */
export async function stampReleased(deps: StampDeps, event: OutboxEvent): Promise<Stamped> {
  const id = event.type === documentReleased ? (event.data['documentId'] ?? '') : '';
  if (!id || !deps.timeStamps) return 'nothing';
  const stamped = await stampDocument(deps, deps.timeStamps, `Bundle/${id}`);
  if (isFailure(stamped)) await keepForLater({ ...deps, now: deps.clock.now() }, { id: `${id}-stamp`, kind: timeStampKind, focus: `Bundle/${id}`, data: {} });
  return stamped;
}

/** Another attempt. */
export async function stampAgain(deps: StampDeps, work: DueWork): Promise<void> {
  const stamped = deps.timeStamps ? await stampDocument(deps, deps.timeStamps, work.focus) : 'unavailable';
  await settle({ ...deps, now: deps.clock.now() }, work, !isFailure(stamped), mostAttempts);
}

const isFailure = (stamped: Stamped): stamped is TimeStampFailure => stamped !== 'stamped' && stamped !== 'nothing';

/** Over the base64url text of each signature's value (ETSI TS 119 182-1, 5.3.4); what has a token keeps it. */
async function stampDocument({ repository }: StampDeps, timeStamps: TimeStamper, reference: Reference): Promise<Stamped> {
  const document = await repository.read<Bundle>(reference);
  const entries = document && readSignatures(document);
  if (!document?.signature || !entries || entries.every(({ timeStamps: tokens }) => tokens.length > 0)) return 'nothing';
  const stamped: SignatureEntry[] = [];
  for (const entry of entries) {
    if (entry.timeStamps.length > 0) {
      stamped.push(entry);
      continue;
    }
    const token = await timeStamps.stamp(new TextEncoder().encode(entry.signature));
    if (!token.ok) return token.error;
    stamped.push({ ...entry, timeStamps: [token.value] });
  }
  return (await store(repository, document, stamped)) ? 'stamped' : 'unavailable';
}

/** False when somebody changed it meanwhile: another delivery of the same event, which stamped it. */
async function store(repository: FhirRepository, document: Stored<Bundle>, entries: readonly SignatureEntry[]): Promise<boolean> {
  const { meta, signature, ...rest } = document;
  if (!signature) return true;
  const resource: Bundle & { id: string } = { ...rest, ...(meta.tag ? { meta: { tag: meta.tag } } : {}), signature: { ...signature, ...writeSignatures(entries) } };
  const patient = document.entry?.find((entry) => entry.resource?.resourceType === 'Patient')?.resource?.id;
  const saved = await repository.commit({
    writes: [{ kind: 'put', resource, precondition: { kind: 'version', versionId: meta.versionId }, signed: true }],
    audit: {
      actor: { subject: 'delivery', name: 'Liên Tuyến', role: 'system' }, action: 'update', outcome: 'success', event: 'document-time-stamped',
      entities: [`Bundle/${document.id}`], ...(patient ? { patient: `Patient/${patient}` } : {}), correlationId: document.id,
    },
  });
  return saved.ok;
}
