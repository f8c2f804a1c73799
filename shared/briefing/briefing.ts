import type { Principal } from '../identity/policy.ts';
import type { BriefingState, Named } from './contract.ts';

/** A meeting across facilities without a patient: who leads, who may come, what is to be dealt with. */
export type Briefing = {
  readonly id: string;
  readonly title: string;
  /** ISO instants. */
  readonly start: string;
  readonly end: string;
  readonly agenda: readonly { readonly title: string; readonly minutes: number }[];
  readonly host: Named;
  readonly facility: Named;
  /** The host's first. */
  readonly facilities: readonly Named[];
  readonly people: readonly Named[];
  /** The room's unguessable name. */
  readonly room: string;
  readonly cancelled?: string;
  /** Bundle id of the signed minutes. */
  readonly minutes?: string;
};

const minute = 60_000;
const OPENS_BEFORE_MINUTES = 30;
const OPEN_AFTER_MINUTES = 4 * 60;

export const opensAt = ({ start }: Pick<Briefing, 'start'>): string => new Date(Date.parse(start) - OPENS_BEFORE_MINUTES * minute).toISOString();

export function stateAt(briefing: Briefing, now: Date): BriefingState {
  if (briefing.cancelled !== undefined) return 'cancelled';
  if (now.toISOString() < opensAt(briefing)) return 'planned';
  return now.getTime() <= Date.parse(briefing.end) + OPEN_AFTER_MINUTES * minute ? 'open' : 'over';
}

/** From the opening of the room until the minutes are signed: what is written after the call still belongs to it. */
export const mayWriteAt = (briefing: Briefing, now: Date): boolean => briefing.minutes === undefined && (stateAt(briefing, now) === 'open' || stateAt(briefing, now) === 'over');

/** How somebody stands to it: leads it, may come (by facility or by name), or is a stranger, for whom there is none. */
export function placeOf(briefing: Briefing, { practitioner, organization }: Principal): 'host' | 'attendee' | undefined {
  if (practitioner === `Practitioner/${briefing.host.id}`) return 'host';
  const invited = briefing.facilities.some(({ id }) => organization === `Organization/${id}`) || briefing.people.some(({ id }) => practitioner === `Practitioner/${id}`);
  return invited && practitioner ? 'attendee' : undefined;
}

export type Stay = { readonly from: string; readonly to: string };

/** Somebody who was silent for longer was away. They say that they are there every two minutes. */
const AWAY_AFTER_MS = 5 * minute;

/** The stays after a sign of life: the last one goes on, or a new one begins. */
export function stayingOn(stays: readonly Stay[], now: Date): readonly Stay[] {
  const last = stays.at(-1);
  const to = now.toISOString();
  if (!last || now.getTime() - Date.parse(last.to) > AWAY_AFTER_MS) return [...stays, { from: to, to }];
  return [...stays.slice(0, -1), { ...last, to: to > last.to ? to : last.to }];
}
