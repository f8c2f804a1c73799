import type { ConsultationState, ConsultationView } from '../../shared/consultation/contract.ts';

export type StepName = 'sent' | 'taken' | 'talk' | 'signed' | 'outcome';
export const stepNames: readonly StepName[] = ['sent', 'taken', 'talk', 'signed', 'outcome'];

const reached: Readonly<Record<ConsultationState, StepName>> = {
  draft: 'sent', queued: 'sent', submitted: 'sent', routed: 'sent', redirected: 'sent', expired: 'sent', escalated: 'sent', declined: 'sent',
  accepted: 'taken', 'needs-info': 'taken', scheduled: 'taken', waiting: 'taken',
  called: 'talk', 'in-call': 'talk', interrupted: 'talk', concluding: 'talk', signed: 'signed', acknowledged: 'signed', 'outcome-reported': 'outcome', closed: 'outcome',
  cancelled: 'sent', 'no-show': 'taken', 'emergency-transfer': 'talk', 'patient-died': 'outcome',
};

/** How far a request has come on the way that all requests go. */
export const stepOf = (state: ConsultationState): StepName => reached[state];

const over: ReadonlySet<ConsultationState> = new Set<ConsultationState>(['outcome-reported', 'closed', 'cancelled', 'declined', 'emergency-transfer', 'patient-died']);

/** Still under way: shown as "track", and no second request is offered first. */
export const isOpen = (state: ConsultationState): boolean => !over.has(state);

/** How often to ask for news, in milliseconds: seconds count while somebody waits for somebody. */
export function pollingFor(state: ConsultationState | undefined): number {
  if (state === undefined) return 10_000;
  if (['waiting', 'called', 'in-call'].includes(state)) return 3000;
  return isOpen(state) ? 10_000 : 60_000;
}

type OrderKey = Pick<ConsultationView, 'state' | 'priority' | 'waitingSince'>;

/** For the station: what wants its hand first, then what is urgent, then the longest wait. */
export function byNeed(a: OrderKey, b: OrderKey): number {
  const mine: readonly ConsultationState[] = ['called', 'in-call', 'needs-info', 'signed', 'interrupted', 'declined', 'no-show', 'expired'];
  const rank = ({ state }: OrderKey) => (mine.includes(state) ? mine.indexOf(state) : mine.length);
  const urgency = ({ priority }: OrderKey) => ({ stat: 0, urgent: 1, routine: 2 })[priority];
  return rank(a) - rank(b) || urgency(a) - urgency(b) || a.waitingSince.localeCompare(b.waitingSince);
}
