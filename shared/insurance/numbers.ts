import type { Coverage, Patient } from '@medplum/fhirtypes';
import { currentIdentifier } from '../fhir/identifierSystems.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { InsuranceStep } from './contract.ts';
import type { Naming } from './records.ts';
import type { Key, Trust } from './resolve/person.ts';

const shapes: readonly (readonly [InsuranceStep['by'], RegExp])[] = [
  ['citizen-id', /^\d{12}$/],
  ['insurance-card', /^[A-Z]{2}[1-5]\d{12}$/],
  ['insurance-number', /^\d{10}$/],
  ['previous-id', /^\d{9}$/],
];

/** What kind of number a text is; blanks, dots, hyphens, full-width digits and small letters are taken as meant. */
export function readNumber(text: string): { readonly value: string; readonly by: InsuranceStep['by'] } | undefined {
  const value = text.normalize('NFKC').replace(/[\s.\-\u200b\ufeff]/g, '').toUpperCase();
  const shape = shapes.find(([, pattern]) => pattern.test(value));
  return shape && { value, by: shape[0] };
}

/** A number that a clerk typed from a paper card or VssID. */
export function parseCardNumber(text: string): Result<Key, Refusal<'INSURANCE_NUMBER_UNREADABLE'>> {
  const read = readNumber(text);
  return read ? ok({ ...read, trust: 'typed' }) : refuse(refusal('INSURANCE_NUMBER_UNREADABLE', { at: '/cardNumber' }));
}

/**
 * The numbers to ask by, likeliest first, none twice: what was typed now, the citizen ID, the card that the insurer gave
 * before, cards on record, the ten digits that stay through all cards, the old nine-digit number.
 */
export function keysOf(patient: Patient, known: Coverage | undefined, typed: Key | undefined, naming: Naming, now: Date): readonly Key[] {
  const { systems } = naming;
  const trust = (system: string, value: string | undefined): Trust => trustOf(patient, system, value, naming);
  const citizenId = currentIdentifier(patient.identifier, systems.citizenId, now);
  const paperCard = currentIdentifier(patient.identifier, systems.insuranceCard, now);
  const cards: Key[] = [
    ...key(known?.subscriberId, 'certain', 'known-card'),
    ...key(paperCard, trust(systems.insuranceCard, paperCard)),
  ];
  const tens = cards.filter(({ value }) => value.length === 15).flatMap(({ value, trust }) => key(value.slice(5), trust));
  const previous = patient.identifier?.find(({ system }) => system === systems.previousId)?.value;
  const all = [
    ...(typed ? [typed] : []),
    ...key(citizenId, trust(systems.citizenId, citizenId)),
    ...cards,
    ...(typed?.by === 'insurance-card' ? key(typed.value.slice(5), 'typed') : []),
    ...tens,
    ...key(previous, trust(systems.previousId, previous)),
  ];
  const certain = new Set(all.flatMap((one) => (one.trust === 'certain' ? [one.value] : [])));
  return all.filter(({ value }, i) => all.findIndex((other) => other.value === value) === i).map((one) => (certain.has(one.value) ? { ...one, trust: 'certain' } : one));
}

const key = (text: string | undefined, trust: Trust, by?: Key['by']): Key[] => {
  const read = readNumber(text ?? '');
  return read ? [{ ...read, ...(by ? { by } : {}), trust }] : [];
};

/**
 * A number read from a card is certain, the old one in its QR as well; a typed one may have a wrong digit, also in a record that began with a card.
 * Records from before origins were kept for each value (docs/adr/0077) say it of the card's own number only.
 */
function trustOf({ extension, identifier }: Patient, system: string, value: string | undefined, { base, systems }: Naming): Trust {
  const url = (name: string) => `${base}/StructureDefinition/${name}`;
  const own = identifier?.find((one) => one.system === system && one.value === value)?.extension?.find((one) => one.url === url('value-source'));
  const whole = system === systems.citizenId ? extension?.find((one) => one.url === url('data-source'))?.valueCode : undefined;
  const source = own ? own.extension?.find((one) => one.url === 'source')?.valueCode : whole;
  return source?.startsWith('card-') ? 'certain' : 'typed';
}
