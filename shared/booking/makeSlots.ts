import type { Slot } from '@medplum/fhirtypes';
import type { Specialty } from './contract.ts';
import { scheduleIdOf, specialtySystem } from './names.ts';

/** Times of the day in Asia/Ho_Chi_Minh, "HH:mm". */
export type WorkingHours = readonly { readonly from: string; readonly to: string }[];

/** The ordinary hours of a public hospital; a facility's own hours replace them. */
export const ordinaryHours: WorkingHours = [
  { from: '07:30', to: '11:30' },
  { from: '13:30', to: '17:00' },
];

export const slotMinutes = 15;

/** Viet Nam has had UTC+7 without summer time since 1975 (IANA tz, Asia/Ho_Chi_Minh). */
const offset = 7 * 60 * 60_000;
const day = 24 * 60 * 60_000;

export type SlotPlan = {
  readonly practitionerId: string;
  readonly specialty: Specialty;
  /** Slots begin after this moment. */
  readonly from: Date;
  /** Calendar days from the day of `from`, that day included. */
  readonly days: number;
  readonly hours?: WorkingHours;
  /** Base of the identifier systems. */
  readonly base: string;
  readonly tag?: NonNullable<Slot['meta']>['tag'];
};

/**
 * Free slots of a quarter of an hour, Monday to Saturday. The id is made of the practitioner and the local time, so
 * that making them twice makes nothing new: write them with the precondition `absent`.
 */
export function makeSlots(plan: SlotPlan): readonly (Slot & { readonly id: string })[] {
  const midnight = Math.floor((plan.from.getTime() + offset) / day) * day;
  return Array.from({ length: plan.days }, (_, index) => midnight + index * day)
    .filter((localDay) => new Date(localDay).getUTCDay() !== 0)
    .flatMap((localDay) => startsOf(localDay, plan.hours ?? ordinaryHours))
    .filter((local) => local - offset > plan.from.getTime())
    .map((local) => slotAt(plan, local));
}

function startsOf(localDay: number, hours: WorkingHours): number[] {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
  return hours.flatMap(({ from, to }) => {
    const count = Math.floor((minutes(to) - minutes(from)) / slotMinutes);
    return Array.from({ length: count }, (_, i) => localDay + (minutes(from) + i * slotMinutes) * 60_000);
  });
}

function slotAt({ practitionerId, specialty, base, tag }: SlotPlan, local: number): Slot & { readonly id: string } {
  const stamp = new Date(local).toISOString().replace(/\D/g, '').slice(0, 12);
  return {
    resourceType: 'Slot',
    id: slotIdOf(practitionerId, stamp),
    ...(tag ? { meta: { tag } } : {}),
    specialty: [{ coding: [{ system: specialtySystem(base), code: specialty }] }],
    schedule: { reference: `Schedule/${scheduleIdOf(practitionerId)}` },
    status: 'free',
    start: new Date(local - offset).toISOString(),
    end: new Date(local - offset + slotMinutes * 60_000).toISOString(),
  };
}

/** FHIR ids end at 64 characters (R4 2.24.0.1); a longer practitioner id is cut, its schedule stays whole. */
const slotIdOf = (practitionerId: string, stamp: string): string => `slot-${practitionerId.slice(0, 46)}-${stamp}`;
