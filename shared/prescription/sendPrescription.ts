import type { Bundle, DocumentReference, MessageHeader, Organization, Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import { currentIdentifier, identifierSystems } from '../fhir/identifierSystems.ts';
import { keepForLater, settle, type DueWork } from '../fhir/pendingWork.ts';
import type { FhirRepository, OutboxEvent, Reference } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { storedAnswer } from './answer.ts';
import { answerOf, names } from './names.ts';
import { prescriptionSigned, type OutgoingPrescription, type PrescriptionGateway, type PrescriptionReply } from './ports.ts';
import { prescriptionIn } from './readDocument.ts';

export type SendDeps = { readonly repository: FhirRepository; readonly clock: Clock; readonly base: string; /** None where no system is configured. */ readonly prescriptions: PrescriptionGateway | undefined };

export const prescriptionKind = 'prescription';

/** The system may be away for days: until it is back there is an attempt every hour. */
const mostAttempts = 10_000;

export type SentPrescription = 'sent' | 'refused' | 'nothing' | Extract<PrescriptionReply, { kind: 'unavailable' }>['why'];

const settled: ReadonlySet<SentPrescription> = new Set<SentPrescription>(['sent', 'refused', 'nothing']);

/** Tells the national system of a signed prescription. Where it does not answer, it is told later by itself. */
export async function sendPrescribed(deps: SendDeps, event: OutboxEvent): Promise<SentPrescription> {
  const id = event.type === prescriptionSigned ? (event.data['documentId'] ?? '') : '';
  if (!id || !deps.prescriptions) return 'nothing';
  const sent = await send(deps, deps.prescriptions, id);
  if (!settled.has(sent)) await keepForLater({ ...deps, now: deps.clock.now() }, { id: `${id}-prescription`, kind: prescriptionKind, focus: `Bundle/${id}`, data: {} });
  return sent;
}

/** Another attempt. */
export async function sendPrescribedAgain(deps: SendDeps, work: DueWork): Promise<void> {
  const sent = deps.prescriptions ? await send(deps, deps.prescriptions, work.focus.slice('Bundle/'.length)) : 'no-login';
  await settle({ ...deps, now: deps.clock.now() }, work, settled.has(sent), mostAttempts);
}

/** Once an answer is stored nothing is sent again; what was replaced before it was sent never is. */
async function send({ repository, clock, base }: SendDeps, gateway: PrescriptionGateway, id: string): Promise<SentPrescription> {
  const [document, entry, answered] = await repository.readMany([`Bundle/${id}`, `DocumentReference/${id}`, answerOf(id)]);
  if (document?.resourceType !== 'Bundle' || answered || (entry as DocumentReference | undefined)?.status !== 'current') return 'nothing';
  const message = await messageOf({ repository, base, clock }, document);
  if (!message) return 'nothing';
  const { outgoing, by } = message;
  const reply = await gateway.send(by, outgoing);
  if (reply.kind === 'unavailable') return reply.why;
  const answer: MessageHeader & { id: string } = storedAnswer({ documentId: id, patientId: outgoing.patient.id, facilityId: by.facility }, reply, { base, at: clock.now().toISOString() });
  const saved = await repository.commit({
    writes: [{ kind: 'put', resource: answer, precondition: { kind: 'absent' } }],
    audit: {
      actor: { subject: 'delivery', name: 'Liên Tuyến', role: 'system' }, action: 'execute', outcome: 'success', event: 'prescription-sent',
      patient: `Patient/${outgoing.patient.id}`, entities: [`Bundle/${id}`], correlationId: id,
    },
  });
  // Another delivery of the same event was faster: then its answer counts.
  if (!saved.ok && saved.error.kind !== 'precondition-failed') return 'fault';
  return reply.kind === 'accepted' ? 'sent' : 'refused';
}

type Message = { readonly outgoing: OutgoingPrescription; readonly by: { readonly link: string; readonly practitioner: string; readonly facility: string } };

/** What was signed, with the numbers and the address that the record knows of the patient now. */
async function messageOf({ repository, base, clock }: Pick<SendDeps, 'repository' | 'base' | 'clock'>, document: Bundle): Promise<Message | undefined> {
  const signed = prescriptionIn(document, base);
  const patientId = document.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id ?? '';
  const wanted: readonly Reference[] = [`Patient/${patientId}`, `Organization/${signed.facility.id}`];
  const [patient, facility] = await repository.readMany(wanted);
  if (patient?.resourceType !== 'Patient' || facility?.resourceType !== 'Organization') return undefined;
  const { code, kind, diagnoses, lines, advice = '', carer = '', weightKg, writtenAt, replaces } = signed;
  return {
    by: { link: (facility as Organization).identifier?.find(({ system }) => system === names(base).link)?.value ?? '', practitioner: signed.by.id, facility: signed.facility.id },
    outgoing: {
      code, kind, diagnoses, lines, advice, carer, writtenAt,
      ...(weightKg === undefined ? {} : { weightKg }),
      note: replaces ? `Thay cho đơn ${replaces.code}` : '',
      patient: personOf(patient, base, clock.now()),
      signature: document.signature?.data ?? '',
    },
  };
}

function personOf(patient: Patient & { readonly id: string }, base: string, now: Date): OutgoingPrescription['patient'] {
  const systems = identifierSystems(base);
  const number = (system: string) => currentIdentifier(patient.identifier, system, now) ?? '';
  return {
    id: patient.id,
    name: nameOf(patient),
    birthDate: patient.birthDate ?? '',
    sex: patient.gender ?? '',
    citizenId: number(systems.citizenId),
    insuranceCard: number(systems.insuranceCard),
    address: patient.address?.[0]?.text ?? '',
    phone: patient.telecom?.find(({ system, use }) => system === 'phone' && use !== 'old')?.value ?? '',
  };
}
