import type { InsuranceStep } from '../contract.ts';
import { queryName } from '../queryName.ts';
import type { Person } from './person.ts';
import { otherI, otherOrders, otherTone, otherTonePlacement, unmarked } from './vietnameseName.ts';
import { swapped } from './weigh.ts';

export type NameVariant = { readonly kind: InsuranceStep['name']; readonly text: string };
export type BirthVariant = { readonly kind: InsuranceStep['birthDate']; readonly date: string };

/** Spellings under which a clerk would look for the person, likeliest first; none twice. */
export function namesOf({ name, registeredName }: Person): readonly NameVariant[] {
  const all: NameVariant[] = [
    ...(registeredName ? [{ kind: 'as-registered' as const, text: queryName(registeredName) }] : []),
    { kind: 'as-recorded', text: queryName(name) },
    { kind: 'other-tone-placement', text: otherTonePlacement(name) },
    { kind: 'no-marks', text: unmarked(name) },
    ...otherOrders(name).map((text) => ({ kind: 'other-order' as const, text })),
    { kind: 'other-tone', text: otherTone(name) },
    { kind: 'i-and-y', text: otherI(name) },
  ];
  const key = ({ text }: NameVariant) => text.normalize('NFC').toUpperCase();
  return all.filter((variant, i) => all.findIndex((other) => key(other) === key(variant)) === i);
}

export function birthDatesOf({ birthDate }: Person): readonly BirthVariant[] {
  const other = swapped(birthDate);
  return [
    { kind: 'as-recorded', date: birthDate },
    ...(birthDate.length > 4 ? [{ kind: 'year-only' as const, date: birthDate.slice(0, 4) }] : []),
    ...(other ? [{ kind: 'day-and-month-swapped' as const, date: other }] : []),
  ];
}
