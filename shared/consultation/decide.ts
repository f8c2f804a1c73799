import type { Specialty } from '../booking/contract.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { appointmentOf, documentsOf, namedOf, prescriptionsOf, roomOf, specialistOf, type Appointment, type Consultation, type HistoryEntry, type PendingConclusion, type Signed } from './consultation.ts';
import type { Message, Photo } from './clinical.ts';
import type { ConsultationAction, MessageAudience, Named } from './contract.ts';
import type { ConsultationErrorCode } from './errors.ts';
import { permitted, type Side } from './transitions.ts';

/** An action with what the use case had to look up for it. */
export type Decided =
  | Exclude<ConsultationAction, { action: 'book' | 'redirect' | 'attach-photo' }>
  | { readonly action: 'attach-photo'; readonly photo: Photo }
  | { readonly action: 'book'; readonly appointment: Appointment; readonly specialist: Named }
  | { readonly action: 'redirect'; readonly facility: Named; readonly specialty: Specialty; readonly named?: Named; readonly reason: string }
  /** `pending`: further signers are to sign it. */
  | { readonly action: 'sign'; readonly documentId: string; readonly pending?: PendingConclusion; readonly prescriptions?: readonly string[] }
  | { readonly action: 'amend'; readonly documentId: string; readonly reason: string; readonly pending?: PendingConclusion }
  /** `prescriptions`: ids of the signed documents; with a reason they take the place of an earlier one. */
  | { readonly action: 'prescribe'; readonly prescriptions: readonly string[]; readonly reason?: string }
  /** `signers` after this signature; complete when all of them have signed. */
  | { readonly action: 'countersign'; readonly signers: PendingConclusion['signers'] }
  | { readonly action: 'escalate' }
  | { readonly action: 'close' };

/** Who does it and when. `room` and `messageId` are used only where a room opens or something is written. */
export type Moment = { readonly at: string; readonly actor: Named; readonly sides: readonly Side[]; readonly room: string; readonly messageId: string };

export type Decision = { readonly next: Consultation; readonly message?: Message; readonly photo?: Photo & { readonly id: string } };

/** The next consultation (the very same where nothing changes), or why this can't be done now by this caller. Pure. */
export function decide(before: Consultation, action: Decided, moment: Moment): Result<Decision, Refusal<ConsultationErrorCode>> {
  const allowed = permitted(before, action.action, moment.sides);
  if (!allowed.ok) return allowed;
  if (isFull(before, action.action, moment.sides)) return refuse(refusal('CONSULTATION_MESSAGES_FULL'));
  const written = writtenBy(action);
  const message = written === undefined ? {} : { message: { id: moment.messageId, text: written, audience: audienceOf(action) } };
  const photo = action.action === 'attach-photo' ? { photo: { ...action.photo, id: moment.messageId } } : {};
  const next = nextOf(written === undefined ? before : { ...before, messages: [...before.messages, moment.messageId] }, action, moment);
  return next.ok ? ok({ next: next.value, ...message, ...photo }) : next;
}

/**
 * Messages that one consultation holds: all of them are read with it, so without an end nobody could open it any more. Who came
 * by a link can't take the place of those who treat; what asks and answers in the course of the case always passes.
 */
export const mostMessages = { guests: 200, all: 400 } as const;

const isFull = ({ messages }: Consultation, action: Decided['action'], sides: readonly Side[]): boolean =>
  (action === 'message' || action === 'say') && messages.length >= (sides.every((side) => side === 'guest') ? mostMessages.guests : mostMessages.all);

const writtenBy = (action: Decided): string | undefined =>
  action.action === 'ask-more' || action.action === 'answer-more' || action.action === 'message' || action.action === 'say' ? action.text : undefined;

const audienceOf = (action: Decided): MessageAudience => (action.action === 'say' ? 'room' : ((action.action === 'message' ? action.audience : undefined) ?? 'team'));

type Next = Result<Consultation, Refusal<ConsultationErrorCode>>;

function nextOf(c: Consultation, action: Decided, moment: Moment): Next {
  const { at, actor } = moment;
  const base = common(c);
  const logged = (state: HistoryEntry['state'], note?: string) => ({ ...base, history: entry(c, state, moment, note) });
  const appointment = appointmentOf(c);
  const kept = appointment ? { appointment } : {};
  const specialist = specialistOf(c) ?? actor;
  const room = roomOf(c) ?? moment.room;
  switch (action.action) {
    case 'accept':
      if (c.state === 'waiting') return ok({ ...logged('waiting'), state: 'waiting', specialist, ...kept, room });
      return ok({ ...logged('accepted'), state: 'accepted', specialist });
    case 'ask-more':
      return ok({ ...logged('needs-info'), state: 'needs-info', waitingSince: at, specialist, ...kept });
    case 'answer-more':
      if (appointment && appointment.end > at) return ok({ ...logged('scheduled'), state: 'scheduled', waitingSince: at, specialist, appointment, room });
      return ok({ ...logged('accepted'), state: 'accepted', waitingSince: at, specialist });
    case 'redirect':
      return redirected(c, action, moment);
    case 'book':
      return ok({ ...logged('scheduled', action.appointment.start), state: 'scheduled', specialist: action.specialist, appointment: action.appointment, room });
    case 'wait':
      return ok({ ...logged('waiting'), state: 'waiting', waitingSince: at, ...takenBy(c), ...kept, room });
    case 'call':
      return ok({ ...logged('called'), state: 'called', specialist, ...kept, room });
    case 'start-call':
      if (c.state === 'in-call') return ok(c);
      return ok({ ...logged('in-call'), state: 'in-call', specialist, ...kept, room });
    case 'interrupt':
      return ok({ ...logged('interrupted', action.reason), state: 'interrupted', specialist, ...kept });
    case 'end-call':
      return ok({ ...logged('concluding'), state: 'concluding', specialist, ...kept });
    case 'message': case 'say':
      return ok(c);
    case 'attach-photo':
      // A version of its own: of two who decide at once, the second decides again on what is stored by then.
      return ok({ ...c });
    case 'escalate':
      return ok({ ...base, history: [...entry(c, 'expired', moment), { state: 'escalated', at, by: actor.name }], state: 'escalated', ...takenBy(c) });
    case 'decline':
      return ok({ ...logged('declined', action.reason), state: 'declined', ...own(c) });
    case 'cancel':
      return ok({ ...logged('cancelled', action.reason), state: 'cancelled', ...own(c) });
    case 'no-show':
      return ok({ ...logged('no-show', action.side), state: 'no-show', ...own(c) });
    case 'emergency-transfer':
      return ok({ ...unsigned(logged('emergency-transfer', action.text)), state: 'emergency-transfer', ...own(c) });
    case 'recall-conclusion': {
      const { pending: _, ...taken } = c;
      return ok(taken);
    }
    case 'countersign':
      return countersigned(c, action.signers, moment);
    case 'sign': case 'amend': case 'prescribe': case 'acknowledge': case 'report-outcome': case 'close':
      return afterSignature(c, action, moment);
  }
}

type Late = Extract<Decided, { action: 'sign' | 'amend' | 'prescribe' | 'acknowledge' | 'report-outcome' | 'close' }>;

function afterSignature(c: Consultation, action: Late, moment: Moment): Next {
  const { at } = moment;
  const appointment = appointmentOf(c);
  const specialist = specialistOf(c) ?? moment.actor;
  const signed = (state: Signed['state'], documents: readonly string[], note?: string): Signed => ({
    ...common(c), history: entry(c, state, moment, note), state, specialist, ...(appointment ? { appointment } : {}), documents,
  });
  switch (action.action) {
    case 'sign':
      if (action.pending) return ok({ ...common(c), history: entry(c, 'concluding', moment), state: 'concluding', specialist, ...(appointment ? { appointment } : {}), pending: action.pending });
      return ok({ ...signed('signed', [action.documentId]), ...withPrescriptions(c, action.prescriptions), waitingSince: at });
    case 'amend': {
      if (action.pending) return ok({ ...c, pending: action.pending });
      const documents = [...documentsOf(c), action.documentId];
      if (c.state === 'outcome-reported' || c.state === 'closed') return ok({ ...c, documents, history: entry(c, c.state, moment, action.reason) });
      return ok({ ...signed('signed', documents, action.reason), waitingSince: at });
    }
    case 'prescribe': {
      const prescribed = withPrescriptions(c, action.prescriptions);
      if (c.state === 'outcome-reported') return ok({ ...c, ...prescribed, history: entry(c, c.state, moment, action.reason) });
      return ok({ ...signed('signed', documentsOf(c), action.reason), ...prescribed, waitingSince: at });
    }
    case 'acknowledge':
      return ok(signed('acknowledged', documentsOf(c)));
    case 'report-outcome':
      return reported(c, action, moment);
    case 'close':
      if (c.state !== 'outcome-reported') throw new Error(`close from ${c.state}`);
      return ok({ ...c, state: 'closed', history: entry(c, 'closed', moment) });
  }
}

const withPrescriptions = (c: Consultation, more: readonly string[] = []): Pick<Consultation, 'prescriptions'> => {
  const prescriptions = [...prescriptionsOf(c), ...more];
  return prescriptions.length > 0 ? { prescriptions } : {};
};

/** With the last signature the document counts, just as if its author had signed it alone. */
function countersigned(c: Consultation, signers: PendingConclusion['signers'], moment: Moment): Next {
  const { pending, ...rest } = c;
  if (!pending) throw new Error('permitted only while something is pending');
  if (signers.some(({ signedAt }) => signedAt === undefined)) return ok({ ...c, pending: { ...pending, signers } });
  const others = [...(c.cosigners ?? []), ...signers.slice(1).map(({ id, name }) => ({ id, name }))];
  const cosigners = others.filter(({ id }, index) => others.findIndex((one) => one.id === id) === index);
  const { documentId, reason } = pending;
  return afterSignature({ ...rest, cosigners }, reason === undefined ? { action: 'sign', documentId } : { action: 'amend', documentId, reason }, moment);
}

function reported(c: Consultation, action: Extract<Late, { action: 'report-outcome' }>, moment: Moment): Next {
  const outcome = { outcome: action.outcome, at: moment.at, ...(action.text ? { text: action.text } : {}) };
  if (c.state === 'acknowledged') {
    return ok({ ...c, state: 'outcome-reported', outcome, history: entry(c, 'outcome-reported', moment, action.outcome) });
  }
  if (action.outcome !== 'died') return refuse(refusal('CONSULTATION_OUTCOME_TOO_EARLY', { at: '/outcome', params: { state: c.state } }));
  return ok({ ...unsigned(common(c)), history: entry(c, 'patient-died', moment, action.text), state: 'patient-died', ...own(c) });
}

/** What was still being signed when a consultation ended is never released. */
function unsigned<T extends { readonly pending?: PendingConclusion }>(consultation: T): Omit<T, 'pending'> {
  const { pending: _, ...rest } = consultation;
  return rest;
}

function redirected(c: Consultation, action: Extract<Decided, { action: 'redirect' }>, moment: Moment): Next {
  const { facility, specialty, named, reason } = action;
  const sameNamed = (named?.id ?? '') === (namedOf(c)?.id ?? specialistOf(c)?.id ?? '');
  if (facility.id === c.facility.id && specialty === c.specialty && sameNamed) return refuse(refusal('CONSULTATION_SAME_ADDRESS', { at: '/facilityId' }));
  return ok({ ...common(c), facility, specialty, history: entry(c, 'redirected', moment, reason), state: 'redirected', ...(named ? { named } : {}) });
}

const entry = (c: Consultation, state: HistoryEntry['state'], { at, actor }: Moment, note?: string): readonly HistoryEntry[] => [
  ...c.history,
  { state, at, by: actor.name, ...(note ? { note } : {}) },
];

/** Who has it, as a field that is there only when somebody has. */
const own = (c: Consultation) => {
  const specialist = specialistOf(c);
  return specialist ? { specialist } : {};
};

const takenBy = (c: Consultation) => {
  const named = namedOf(c);
  return { ...own(c), ...(named ? { named } : {}) };
};

/** Only what every state has: fields of the state that is left never leak into the next. */
function common(c: Consultation) {
  const { id, patient, station, requester, facility, specialty, priority, mode, questions, requestedAt, waitingSince, messages, history, cosigners, prescriptions, pending } = c;
  return { id, patient, station, requester, facility, specialty, priority, mode, questions, requestedAt, waitingSince, messages, history, ...(cosigners ? { cosigners } : {}), ...(prescriptions ? { prescriptions } : {}), ...(pending ? { pending } : {}) };
}
