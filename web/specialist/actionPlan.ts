import type { ActionName } from '../../shared/consultation/contract.ts';

/** Done at once. */
const atOnce = ['accept', 'call', 'end-call'] as const;
/** Ask for a reason, a place or a person first. */
const withForm = ['ask-more', 'redirect', 'decline', 'interrupt', 'no-show', 'invite', 'emergency-transfer', 'cancel', 'book'] as const;

export type Direct = (typeof atOnce)[number];
export type Asking = (typeof withForm)[number];
export type Offered = Direct | Asking | 'join' | 'sign' | 'amend';

export const direct = (name: ActionName): name is Direct => atOnce.some((one) => one === name);
export const asking = (name: ActionName): name is Asking => withForm.some((one) => one === name);

/** From the likeliest next step to the rarest; the station's own steps and messages have no button here. */
const order: readonly Offered[] = ['accept', 'join', 'call', 'end-call', 'sign', 'amend', 'interrupt', 'invite', 'ask-more', 'book', 'redirect', 'no-show', 'decline', 'cancel', 'emergency-transfer'];
const prominent: readonly Offered[] = ['accept', 'join', 'call', 'end-call', 'sign', 'amend', 'interrupt'];

/** Which of the permitted actions get a button, and which stand behind "more". Inside the room joining is over. */
export function plan(actions: readonly ActionName[], joined: boolean): { readonly first: readonly Offered[]; readonly rest: readonly Offered[] } {
  const offered = order.filter((name) => actions.includes(name) && !(joined && (name === 'join' || name === 'call')));
  // Calling opens the room and joins it: two buttons for it would only ask which.
  const shown = offered.includes('call') ? offered.filter((name) => name !== 'join') : offered;
  const first = shown.filter((name) => prominent.includes(name)).slice(0, 3);
  return { first, rest: shown.filter((name) => !first.includes(name)) };
}
