import type { Extension, Task } from '@medplum/fhirtypes';
import { specialtyCodes } from '../booking/contract.ts';
import type { Appointment, Consultation, HistoryEntry, Outcome, PendingConclusion, StoredState } from './consultation.ts';
import { consultationStates, priorities, type ConsultationState, type Named } from './contract.ts';
import { signerRoles } from '../signing/contract.ts';
import { extensionUrl, type ExtensionName } from './names.ts';

/**
 * The consultation that a stored Task carries; undefined when the Task is of another kind (an imported one).
 * Inverse of taskOf.
 */
export function consultationOf(task: Task & { readonly id: string }, base: string): Consultation | undefined {
  const state = stateOf(task);
  const patient = named(task.for);
  const station = named(task.requester);
  const facility = named(one(task, base, 'asked-facility')?.valueReference);
  const specialty = specialtyCodes.find((code) => code === task.performerType?.[0]?.coding?.[0]?.code);
  if (!state || !patient || !station || !facility || !specialty) return undefined;
  const birthDate = one(task, base, 'patient-birth-date')?.valueDate;
  const sex = one(task, base, 'patient-sex')?.valueCode;
  const hint = one(task, base, 'no-show-hint')?.valueInstant;
  const pending = pendingIn(one(task, base, 'pending-conclusion'));
  const cosigners = all(task, base, 'cosigner').flatMap(({ valueReference }) => named(valueReference) ?? []);
  const prescriptions = outputs(task, 'prescription');
  const mode = task.code?.coding?.[0]?.code;
  const common = {
    id: task.id,
    patient: { ...patient, ...(birthDate ? { birthDate } : {}), ...(sex ? { sex } : {}) },
    station,
    requester: named(one(task, base, 'requesting-practitioner')?.valueReference) ?? { id: '', name: '' },
    facility,
    specialty,
    priority: priorities.find((p) => p === task.priority) ?? 'routine',
    mode: mode === 'slot' || mode === 'written' ? mode : 'now',
    questions: (task.input ?? []).flatMap(({ valueString }) => valueString ?? []),
    requestedAt: task.authoredOn ?? '',
    waitingSince: one(task, base, 'waiting-since')?.valueInstant ?? task.authoredOn ?? '',
    messages: outputs(task, 'message'),
    history: all(task, base, 'consultation-history').map(historyEntry),
    ...(hint ? { noShowHintAt: hint } : {}),
    ...(pending ? { pending } : {}),
    ...(cosigners.length > 0 ? { cosigners } : {}),
    ...(prescriptions.length > 0 ? { prescriptions } : {}),
  } as const;
  return withState(common, state, task, base);
}

type Common = Omit<Extract<Consultation, { state: 'accepted' }>, 'state' | 'specialist'>;

/** The fields that just this state has. A Task without them was not written by us as a whole: that is a bug. */
function withState(common: Common, state: StoredState, task: Task, base: string): Consultation {
  const specialist = named(one(task, base, 'specialist')?.valueReference);
  const wished = named(one(task, base, 'named-specialist')?.valueReference);
  const appointment = appointmentIn(one(task, base, 'appointment'));
  const room = one(task, base, 'room')?.valueString;
  const kept = appointment ? { appointment } : {};
  const documents = outputs(task, 'conclusion');
  switch (state) {
    case 'submitted': case 'routed': case 'redirected': case 'expired': case 'escalated':
      return { ...common, state, ...(wished ? { named: wished } : {}) };
    case 'accepted':
      return { ...common, state, specialist: must(specialist) };
    case 'needs-info': case 'interrupted': case 'concluding':
      return { ...common, state, specialist: must(specialist), ...kept };
    case 'scheduled':
      return { ...common, state, specialist: must(specialist), appointment: must(appointment), room: must(room) };
    case 'waiting':
      return { ...common, state, ...(specialist ? { specialist } : {}), ...(wished ? { named: wished } : {}), ...kept, room: must(room) };
    case 'called': case 'in-call':
      return { ...common, state, specialist: must(specialist), ...kept, room: must(room) };
    case 'signed': case 'acknowledged':
      return { ...common, state, specialist: must(specialist), ...kept, documents };
    case 'outcome-reported': case 'closed':
      return { ...common, state, specialist: must(specialist), ...kept, documents, outcome: must(outcomeIn(one(task, base, 'consultation-outcome'))) };
    case 'declined': case 'cancelled': case 'no-show': case 'emergency-transfer': case 'patient-died':
      return { ...common, state, ...(specialist ? { specialist } : {}) };
  }
}

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a stored consultation lacks a field of its state');
  return value;
}

function stateOf(task: Task): StoredState | undefined {
  const codes = (task.businessStatus?.coding ?? []).map(({ code }) => code);
  const state = consultationStates.find((s) => codes.includes(s));
  return state === 'draft' || state === 'queued' ? undefined : state;
}

const all = (task: Task, base: string, name: ExtensionName): readonly Extension[] => (task.extension ?? []).filter(({ url }) => url === extensionUrl(base, name));
const one = (task: Task, base: string, name: ExtensionName): Extension | undefined => all(task, base, name)[0];
const part = (extension: Extension | undefined, url: string): Extension | undefined => extension?.extension?.find((e) => e.url === url);

/** "Type/id" with its display, as a name; undefined where there is no reference. */
export function named(reference: { readonly reference?: string; readonly display?: string } | undefined): Named | undefined {
  const id = reference?.reference?.split('/')[1];
  return id ? { id, name: reference?.display ?? '' } : undefined;
}

const outputs = (task: Task, code: string): readonly string[] =>
  (task.output ?? []).filter(({ type }) => type.coding?.[0]?.code === code).flatMap(({ valueReference }) => valueReference?.reference?.split('/')[1] ?? []);

function historyEntry(extension: Extension): HistoryEntry {
  const code = part(extension, 'state')?.valueCode;
  const note = part(extension, 'note')?.valueString;
  const state: ConsultationState = consultationStates.find((s) => s === code) ?? 'submitted';
  return { state, at: part(extension, 'at')?.valueInstant ?? '', by: part(extension, 'by')?.valueString ?? '', ...(note ? { note } : {}) };
}

function appointmentIn(extension: Extension | undefined): Appointment | undefined {
  const period = part(extension, 'period')?.valuePeriod;
  const appointmentId = named(part(extension, 'appointment')?.valueReference)?.id;
  const slotId = named(part(extension, 'slot')?.valueReference)?.id;
  return appointmentId && slotId && period?.start && period.end ? { appointmentId, slotId, start: period.start, end: period.end } : undefined;
}

function pendingIn(extension: Extension | undefined): PendingConclusion | undefined {
  const documentId = part(extension, 'document')?.valueId;
  const reason = part(extension, 'reason')?.valueString;
  if (documentId === undefined) return undefined;
  const signers = (extension?.extension ?? []).filter(({ url }) => url === 'signer').flatMap((signer): PendingConclusion['signers'] => {
    const who = named(part(signer, 'practitioner')?.valueReference);
    const facility = named(part(signer, 'facility')?.valueReference);
    const role = signerRoles.find((known) => known === part(signer, 'role')?.valueCode);
    const signedAt = part(signer, 'signed')?.valueInstant;
    return who && facility && role ? [{ ...who, role, facility, ...(signedAt ? { signedAt } : {}) }] : [];
  });
  return { documentId, digest: part(extension, 'digest')?.valueString ?? '', signers, ...(reason === undefined ? {} : { reason }) };
}

const outcomes = ['recovered', 'improved', 'unchanged', 'worse', 'transferred', 'died', 'lost'] as const;

function outcomeIn(extension: Extension | undefined): Outcome | undefined {
  const outcome = outcomes.find((o) => o === part(extension, 'outcome')?.valueCode);
  const text = part(extension, 'text')?.valueString;
  return outcome && { outcome, at: part(extension, 'at')?.valueInstant ?? '', ...(text ? { text } : {}) };
}
