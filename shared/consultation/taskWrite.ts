import type { Extension, Reference as FhirReference, Task } from '@medplum/fhirtypes';
import { appointmentOf, documentsOf, namedOf, outcomeOf, prescriptionsOf, roomOf, specialistOf, type Consultation, type HistoryEntry, type PendingConclusion, type StoredState } from './consultation.ts';
import type { Named } from './contract.ts';
import { codeSystem, extensionUrl, type ExtensionName } from './names.ts';

/**
 * FHIR task-status of each of our states. A signed consultation stays in progress until its outcome is reported,
 * so that the lists of open work are a search by owner and status.
 */
export const taskStatus: Readonly<Record<StoredState, Task['status']>> = {
  submitted: 'requested', routed: 'requested', redirected: 'requested', expired: 'requested', escalated: 'requested',
  accepted: 'accepted', scheduled: 'accepted', 'needs-info': 'on-hold', waiting: 'ready',
  called: 'in-progress', 'in-call': 'in-progress', interrupted: 'in-progress', concluding: 'in-progress',
  signed: 'in-progress', acknowledged: 'in-progress', 'outcome-reported': 'completed', closed: 'completed',
  declined: 'rejected', cancelled: 'cancelled', 'no-show': 'failed', 'emergency-transfer': 'failed', 'patient-died': 'failed',
};

/** Statuses of work that is not over: what the lists search for. */
export const openStatuses = ['requested', 'accepted', 'on-hold', 'ready', 'in-progress'] as const;

/**
 * The Task of a consultation: whose turn it is, and everything a row of a list shows, so that a list needs no
 * further read. Made anew from the domain noun at each change; taskRead.ts is its inverse.
 */
export function taskOf(c: Consultation, base: string): Task & { readonly id: string } {
  const specialist = specialistOf(c);
  return {
    resourceType: 'Task',
    id: c.id,
    extension: extensionsOf(c, base),
    status: taskStatus[c.state],
    businessStatus: { coding: [{ system: codeSystem(base, 'consultation-state'), code: c.state }] },
    intent: 'order',
    priority: c.priority,
    code: { coding: [{ system: codeSystem(base, 'consultation-mode'), code: c.mode }] },
    description: c.questions[0] ?? '',
    focus: { reference: `ServiceRequest/${c.id}` },
    for: refTo('Patient', c.patient),
    encounter: { reference: `Encounter/${c.id}` },
    authoredOn: c.requestedAt,
    lastModified: c.history.at(-1)?.at ?? c.requestedAt,
    executionPeriod: { start: c.requestedAt, ...(openStatuses.some((s) => s === taskStatus[c.state]) ? {} : { end: c.history.at(-1)?.at ?? c.requestedAt }) },
    requester: refTo('Organization', c.station),
    performerType: [{ coding: [{ system: codeSystem(base, 'specialty'), code: c.specialty }] }],
    owner: specialist ? refTo('Practitioner', specialist) : refTo('Organization', c.facility),
    input: c.questions.map((valueString) => ({ type: coded(codeSystem(base, 'task-input'), 'question'), valueString })),
    ...outputOf(c, base),
  };
}

const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

export const refTo = (type: 'Patient' | 'Organization' | 'Practitioner', { id, name }: Named): { reference: string; display: string } => ({ reference: `${type}/${id}`, display: name });

function outputOf(c: Consultation, base: string): Pick<Task, 'output'> {
  const system = codeSystem(base, 'task-output');
  const output = [
    ...c.messages.map((id) => ({ type: coded(system, 'message'), valueReference: { reference: `Communication/${id}` } })),
    ...documentsOf(c).map((id) => ({ type: coded(system, 'conclusion'), valueReference: { reference: `Bundle/${id}` } })),
    ...prescriptionsOf(c).map((id) => ({ type: coded(system, 'prescription'), valueReference: { reference: `Bundle/${id}` } })),
  ];
  return output.length > 0 ? { output } : {};
}

function extensionsOf(c: Consultation, base: string): Extension[] {
  const one = (name: ExtensionName, value: Partial<Extension> | undefined): Extension[] => (value ? [{ url: extensionUrl(base, name), ...value }] : []);
  const reference = (valueReference: FhirReference | undefined) => valueReference && { valueReference };
  const appointment = appointmentOf(c);
  const named = namedOf(c);
  const specialist = specialistOf(c);
  const room = roomOf(c);
  return [
    ...one('waiting-since', { valueInstant: c.waitingSince }),
    ...one('asked-facility', reference(refTo('Organization', c.facility))),
    ...one('requesting-practitioner', reference(refTo('Practitioner', c.requester))),
    ...one('named-specialist', named && reference(refTo('Practitioner', named))),
    ...one('specialist', specialist && reference(refTo('Practitioner', specialist))),
    ...one('patient-birth-date', c.patient.birthDate ? { valueDate: c.patient.birthDate } : undefined),
    ...one('patient-sex', c.patient.sex ? { valueCode: c.patient.sex } : undefined),
    ...one('appointment', appointment && {
      extension: [
        { url: 'appointment', valueReference: { reference: `Appointment/${appointment.appointmentId}` } },
        { url: 'slot', valueReference: { reference: `Slot/${appointment.slotId}` } },
        { url: 'period', valuePeriod: { start: appointment.start, end: appointment.end } },
      ],
    }),
    ...one('room', room === undefined ? undefined : { valueString: room }),
    ...one('no-show-hint', c.noShowHintAt ? { valueInstant: c.noShowHintAt } : undefined),
    ...one('consultation-outcome', outcomeExtension(c)),
    ...one('pending-conclusion', c.pending && { extension: pendingParts(c.pending) }),
    ...(c.cosigners ?? []).flatMap((who) => one('cosigner', reference(refTo('Practitioner', who)))),
    ...c.history.flatMap((h) => one('consultation-history', { extension: historyParts(h) })),
  ];
}

function outcomeExtension(c: Consultation): Partial<Extension> | undefined {
  const outcome = outcomeOf(c);
  if (!outcome) return undefined;
  const text = outcome.text ? [{ url: 'text', valueString: outcome.text }] : [];
  return { extension: [{ url: 'outcome', valueCode: outcome.outcome }, { url: 'at', valueInstant: outcome.at }, ...text] };
}

const pendingParts = ({ documentId, digest, reason, signers }: PendingConclusion): Extension[] => [
  { url: 'document', valueId: documentId },
  { url: 'digest', valueString: digest },
  ...(reason === undefined ? [] : [{ url: 'reason', valueString: reason }]),
  ...signers.map((signer): Extension => ({
    url: 'signer',
    extension: [
      { url: 'practitioner', valueReference: refTo('Practitioner', signer) },
      { url: 'role', valueCode: signer.role },
      { url: 'facility', valueReference: refTo('Organization', signer.facility) },
      ...(signer.signedAt === undefined ? [] : [{ url: 'signed', valueInstant: signer.signedAt }]),
    ],
  })),
];

const historyParts = ({ state, at, by, note }: HistoryEntry): Extension[] => [
  { url: 'state', valueCode: state },
  { url: 'at', valueInstant: at },
  { url: 'by', valueString: by },
  ...(note ? [{ url: 'note', valueString: note }] : []),
];
