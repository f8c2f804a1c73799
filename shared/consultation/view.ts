import type { Bundle, Communication, Media, Observation, ServiceRequest } from '@medplum/fhirtypes';
import type { Reference, Stored } from '../fhir/repository.ts';
import type { Refusal } from '../kernel/refusal.ts';
import { ok, type Result } from '../kernel/result.ts';
import { actionsFor } from './actions.ts';
import { messageIn, photoIn, vitalsIn } from './clinical.ts';
import { appointmentOf, documentsOf, outcomeOf, prescriptionsOf, specialistOf, type Consultation } from './consultation.ts';
import { auditOf, type Ask, type CareContext } from './context.ts';
import type { Principal } from '../identity/policy.ts';
import type { PrescriptionView } from '../prescription/contract.ts';
import type { ConclusionContent, ConclusionView, ConsultationView, SigningView } from './contract.ts';
import { is, loadCase } from './load.ts';
import { flagsAgainstBooking } from './redFlags.ts';
import type { Side } from './transitions.ts';

/** Everything beside the Task that the view shows. */
export type Details = {
  readonly serviceRequest: ServiceRequest;
  readonly observations: readonly Observation[];
  readonly media: readonly Media[];
  readonly communications: readonly Communication[];
  readonly conclusion?: ConclusionView;
  readonly prescriptions: readonly PrescriptionView[];
  /** What is being signed. */
  readonly draft?: ConclusionContent;
};

/** The consultation as the caller may see it. Audited. Two reads by key, whatever the size of the record. */
export async function viewConsultation(context: CareContext, ask: Ask, id: string): Promise<Result<ConsultationView, Refusal>> {
  const found = await loadCase(context, ask, id, { event: 'consultation-read', kind: 'read' });
  if (!found.ok) return found;
  const { consultation, serviceRequest, task, sides } = found.value;
  const details = await detailsOf(context, consultation, serviceRequest);
  await context.repository.recordAccess(
    auditOf(ask, { action: 'read', event: 'consultation-read', patient: `Patient/${consultation.patient.id}`, entities: [`Task/${id}`] }),
  );
  return ok(viewOf(consultation, details, { version: task.meta.versionId, sides, now: context.clock.now(), ...readerOf(ask.principal) }));
}

/** The parts that the request and the Task point to, in one read; `now`: documents of this move, which are not stored yet. */
export async function detailsOf(context: Pick<CareContext, 'repository' | 'documents' | 'prescriptions'>, c: Consultation, serviceRequest: ServiceRequest, now: { readonly signed?: Bundle; readonly draft?: Bundle; readonly prescriptions?: readonly Bundle[] } = {}): Promise<Details> {
  const documents = documentsOf(c).map((id): Reference => `Bundle/${id}`);
  const supporting = (serviceRequest.supportingInfo ?? []).flatMap(({ reference }) => (reference ? [reference as Reference] : []));
  const prescribed = prescriptionsOf(c);
  const wanted = [...supporting, ...c.messages.map((id): Reference => `Communication/${id}`), ...documents, ...prescribed.flatMap((id): Reference[] => [`Bundle/${id}`, `MessageHeader/prescription-${id}`])];
  const resources = wanted.length > 0 ? await context.repository.readMany(wanted) : [];
  const stored = resources.filter((r): r is Stored<Bundle> => is('Bundle', r));
  const bundles = [...stored.filter(({ id }) => !prescribed.includes(id)), ...(now.signed ? [now.signed] : [])];
  const prescriptions = [...stored.filter(({ id }) => prescribed.includes(id)), ...(now.prescriptions ?? [])];
  const draft = now.draft ?? (c.pending && !now.signed ? await context.documents.pending(c.pending.documentId) : undefined);
  return {
    serviceRequest,
    observations: resources.filter((r): r is Stored<Observation> => is('Observation', r)),
    media: resources.filter((r): r is Stored<Media> => is('Media', r)),
    communications: resources.filter((r): r is Stored<Communication> => is('Communication', r)),
    prescriptions: prescriptions.length > 0 ? await context.prescriptions.view(prescriptions, resources) : [],
    ...(bundles.length > 0 ? { conclusion: await context.documents.view(bundles) } : {}),
    ...(draft ? { draft: context.documents.content(draft) } : {}),
  };
}

type Seen = { readonly version: string; readonly sides: readonly Side[]; readonly now: Date; /** Who reads, where it is a practitioner. */ readonly practitioner?: string };

export const readerOf = ({ practitioner }: Principal): Pick<Seen, 'practitioner'> => (practitioner ? { practitioner: practitioner.slice('Practitioner/'.length) } : {});

function signingOf({ pending }: Consultation, { draft }: Details, { sides, practitioner }: Seen): SigningView | undefined {
  if (!pending) return undefined;
  const next = pending.signers.find(({ signedAt }) => signedAt === undefined);
  const sees = sides.includes('specialist') || sides.includes('cosigner');
  return { ...pending, ...(next ? { next } : {}), yours: next !== undefined && next.id === practitioner, ...(draft && sees ? { content: draft } : {}) };
}

/** Pure: the wire form. */
export function viewOf(c: Consultation, details: Details, seen: Seen): ConsultationView {
  const { version, sides, now } = seen;
  const signing = signingOf(c, details, seen);
  const { serviceRequest, observations, media, communications, conclusion, prescriptions } = details;
  const specialist = specialistOf(c);
  const appointment = appointmentOf(c);
  const outcome = outcomeOf(c);
  const vitals = vitalsIn(observations);
  const answers = new Map((conclusion?.answers ?? []).map((a) => [a.number, a.text]));
  return {
    id: c.id,
    version,
    state: c.state,
    priority: c.priority,
    patient: c.patient,
    station: c.station,
    requester: c.requester,
    specialty: c.specialty,
    facility: c.facility,
    ...(specialist ? { specialist } : {}),
    symptoms: serviceRequest.note?.[0]?.text ?? '',
    vitals,
    photos: media.map(photoIn),
    questions: c.questions.map((text, index) => {
      const answer = answers.get(index + 1);
      return { number: index + 1, text, ...(answer === undefined ? {} : { answer }) };
    }),
    ...(appointment ? { appointment: { slotId: appointment.slotId, start: appointment.start, end: appointment.end } } : {}),
    requestedAt: c.requestedAt,
    waitingSince: c.waitingSince,
    encounterId: c.id,
    messages: communications.map(messageIn).toSorted((a, b) => a.at.localeCompare(b.at)),
    ...(conclusion ? { conclusion } : {}),
    ...(prescriptions.length > 0 ? { prescriptions } : {}),
    ...(signing ? { signing } : {}),
    ...(outcome ? { outcome } : {}),
    actions: actionsFor(c, sides, now).filter((name) => name !== 'book' || flagsAgainstBooking(c, vitals, now).length === 0),
    history: c.history,
  };
}
