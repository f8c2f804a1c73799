import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { ConsultationAction } from './contract.ts';
import type { Consultation, StoredState } from './consultation.ts';
import type { ConsultationErrorCode } from './errors.ts';

/**
 * How a caller stands to one consultation. `specialist`: has the case, or may take it because nobody has it and it
 * asks the caller's own specialty and facility. `colleague`: a specialist of the asked facility who could have taken it.
 * `cosigner`: is to sign its conclusion after the specialist, or has signed it. `guest`: in the room by an invitation,
 * without an account.
 */
export type Side = 'station' | 'specialist' | 'cosigner' | 'colleague' | 'coordinator' | 'patient' | 'guest' | 'system';

export type TransitionName = ConsultationAction['action'] | 'sign' | 'countersign' | 'amend' | 'prescribe' | 'escalate' | 'close';

export type Transition = {
  readonly by: readonly Side[];
  /** From a state to the states that it may lead to. */
  readonly from: Readonly<Partial<Record<StoredState, readonly StoredState[]>>>;
};

const each = (states: readonly StoredState[], to: StoredState): Transition['from'] => Object.fromEntries(states.map((state) => [state, [to]]));
const between = (states: readonly StoredState[], to: readonly StoredState[]): Transition['from'] => Object.fromEntries(states.map((state) => [state, to]));
const stay = (states: readonly StoredState[]): Transition['from'] => Object.fromEntries(states.map((state) => [state, [state]]));

const unassigned = ['submitted', 'routed', 'redirected', 'expired', 'escalated'] as const satisfies readonly StoredState[];
const beforeCall = [...unassigned, 'accepted', 'needs-info', 'scheduled', 'waiting'] as const satisfies readonly StoredState[];
const beforeSignature = [...beforeCall, 'called', 'in-call', 'interrupted', 'concluding'] as const satisfies readonly StoredState[];

/** Every move that exists; docs/states.md is drawn from this table, and the table test walks all of it. */
export const transitions: Readonly<Record<TransitionName, Transition>> = {
  accept: { by: ['specialist'], from: { ...each(unassigned, 'accepted'), waiting: ['waiting'] } },
  'ask-more': { by: ['specialist'], from: each([...unassigned, 'accepted', 'scheduled', 'interrupted', 'concluding'], 'needs-info') },
  'answer-more': { by: ['station'], from: { 'needs-info': ['accepted', 'scheduled'] } },
  redirect: { by: ['specialist', 'coordinator'], from: each(beforeCall, 'redirected') },
  decline: { by: ['specialist', 'coordinator'], from: each([...unassigned, 'accepted', 'needs-info', 'scheduled'], 'declined') },
  book: { by: ['station', 'coordinator'], from: each([...unassigned, 'accepted', 'needs-info', 'scheduled', 'interrupted', 'no-show'], 'scheduled') },
  wait: { by: ['station'], from: each([...unassigned, 'accepted', 'scheduled', 'interrupted'], 'waiting') },
  call: { by: ['specialist'], from: each([...unassigned, 'accepted', 'scheduled', 'waiting', 'interrupted', 'concluding'], 'called') },
  // Both sides say it when they meet; the second finds it done, and nothing changes.
  'start-call': { by: ['specialist', 'station'], from: { called: ['in-call'], 'in-call': ['in-call'] } },
  interrupt: { by: ['specialist', 'station'], from: each(['called', 'in-call'], 'interrupted') },
  'end-call': { by: ['specialist'], from: { 'in-call': ['concluding'] } },
  message: { by: ['station', 'specialist', 'coordinator'], from: stay([...beforeSignature, 'signed', 'acknowledged', 'outcome-reported']) },
  // Whoever is no staff writes in the room, and not into a case that nobody has opened for them.
  say: { by: ['patient', 'guest'], from: stay(['scheduled', 'waiting', 'called', 'in-call']) },
  'attach-photo': { by: ['station', 'specialist'], from: stay(beforeSignature) },
  // With further signers it is `concluding` until the last of them has signed.
  sign: { by: ['specialist'], from: { ...between(['accepted', 'called', 'in-call', 'interrupted', 'concluding'], ['signed', 'concluding']) } },
  countersign: { by: ['cosigner'], from: { concluding: ['concluding', 'signed'], signed: ['signed'], acknowledged: ['acknowledged', 'signed'], ...stay(['outcome-reported', 'closed']) } },
  'recall-conclusion': { by: ['specialist'], from: stay(['concluding', 'signed', 'acknowledged', 'outcome-reported', 'closed']) },
  // An amended conclusion must be acknowledged again, unless the outcome was already reported.
  amend: { by: ['specialist'], from: { signed: ['signed'], acknowledged: ['signed', 'acknowledged'], 'outcome-reported': ['outcome-reported'], closed: ['closed'] } },
  // What is prescribed after the conclusion must be acknowledged, too.
  prescribe: { by: ['specialist'], from: { signed: ['signed'], acknowledged: ['signed'], 'outcome-reported': ['outcome-reported'] } },
  acknowledge: { by: ['station'], from: { signed: ['acknowledged'] } },
  // Before the signature only a death can be reported.
  'report-outcome': { by: ['station'], from: { ...each(beforeSignature, 'patient-died'), acknowledged: ['outcome-reported'] } },
  cancel: { by: ['station', 'coordinator'], from: each([...beforeCall, 'called', 'interrupted', 'no-show'], 'cancelled') },
  'no-show': { by: ['station', 'specialist', 'coordinator'], from: each(['scheduled', 'waiting', 'called'], 'no-show') },
  'emergency-transfer': { by: ['station', 'specialist'], from: each(beforeSignature, 'emergency-transfer') },
  escalate: { by: ['system'], from: each(['submitted', 'routed', 'redirected'], 'escalated') },
  close: { by: ['system'], from: { 'outcome-reported': ['closed'] } },
};

/** What goes on while a document waits for signatures; for the rest it is taken back first. */
const whilePending: ReadonlySet<TransitionName> = new Set(['countersign', 'recall-conclusion', 'message', 'acknowledge', 'report-outcome', 'close', 'emergency-transfer']);
const onlyPending: ReadonlySet<TransitionName> = new Set(['countersign', 'recall-conclusion']);

/** States that nothing leads out of, so that the refusal can say so. */
export const isFinal = (state: StoredState): boolean =>
  Object.entries(transitions).every(([name, { from }]) => afterTheEnd.has(name) || from[state] === undefined);

const afterTheEnd: ReadonlySet<string> = new Set(['amend', 'countersign', 'recall-conclusion']);

/** Whether one of these sides may make this move now; the states that it may lead to, or why not. */
export function permitted(consultation: Consultation, name: TransitionName, sides: readonly Side[]): Result<readonly StoredState[], Refusal<ConsultationErrorCode>> {
  const { by, from } = transitions[name];
  const params = { action: name, state: consultation.state };
  const to = from[consultation.state];
  const taken = by.includes('specialist') && sides.includes('colleague') && 'specialist' in consultation && consultation.specialist !== undefined;
  if (taken) return refuse(refusal('CONSULTATION_TAKEN', { params }));
  if (!sides.some((side) => by.includes(side))) return refuse(refusal('CONSULTATION_NOT_YOURS', { params }));
  if (consultation.pending && !whilePending.has(name)) return refuse(refusal('CONCLUSION_BEING_SIGNED', { params }));
  if (!consultation.pending && onlyPending.has(name)) return refuse(refusal('CONSULTATION_ACTION_NOT_NOW', { params }));
  if (to) return ok(to);
  if (name === 'sign' && 'documents' in consultation) return refuse(refusal('CONCLUSION_ALREADY_SIGNED', { params }));
  if (name === 'amend' || name === 'prescribe' || name === 'acknowledge') if (!('documents' in consultation)) return refuse(refusal('CONCLUSION_NOT_SIGNED', { params }));
  if (isFinal(consultation.state)) return refuse(refusal('CONSULTATION_CLOSED', { params }));
  return refuse(refusal('CONSULTATION_ACTION_NOT_NOW', { params }));
}
