import type { Patient } from '@medplum/fhirtypes';
import { nameOf } from '../../fhir/humanName.ts';
import type { IdentifierSystems } from '../../fhir/identifierSystems.ts';
import { swapped } from '../../fhir/matchKeys.ts';
import { nameWords } from '../../kernel/names.ts';
import { mobileNumber } from '../phone.ts';
import { compareNames, givenNameAgrees } from './names.ts';
import { gradeFrom, householdFields, priorBits, weights, type Field, type Level, type Reason } from './weights.ts';

/** What can be compared of a person. Absent: not known. */
export type Profile = {
  readonly name: string;
  readonly birthDate?: string;
  readonly sex?: 'male' | 'female';
  /** The citizen number in force, and the ones before it. One that was taken back may be another's by now. */
  readonly numbers: readonly string[];
  /** The insurer's own ten digits, which stay when cards are replaced. */
  readonly insurance: readonly string[];
  readonly passport: readonly string[];
  readonly birthCertificate: readonly string[];
  readonly phones: readonly string[];
  readonly address?: string;
};

/** R4 valueset match-grade. */
export type Grade = 'certain' | 'probable' | 'possible' | 'certainly-not';

/** `score`: the probability, 0 to 1, that both are of one person; `reasons`: every comparison that was made. */
export type Scored = { readonly score: number; readonly grade: Grade; readonly reasons: readonly Reason[] };

export function profileOf(patient: Patient, systems: IdentifierSystems): Profile {
  const inForce = (patient.identifier ?? []).filter(({ system, period }) => !(system === systems.citizenId && period?.end));
  const values = (...of: readonly string[]) => inForce.flatMap(({ system, value }) => (system && of.includes(system) && value ? [value] : []));
  const address = patient.address?.find(({ use }) => use !== 'old')?.text;
  return {
    name: nameOf(patient),
    ...(patient.birthDate ? { birthDate: patient.birthDate } : {}),
    ...(patient.gender === 'male' || patient.gender === 'female' ? { sex: patient.gender } : {}),
    numbers: values(systems.citizenId, systems.previousId),
    insurance: values(systems.insuranceCard).map((card) => card.slice(-10)),
    passport: values(systems.passport),
    birthCertificate: values(systems.birthCertificate),
    phones: (patient.telecom ?? []).flatMap(({ system, value }) => (system === 'phone' && value ? [mobileNumber(value) ?? value] : [])),
    ...(address ? { address } : {}),
  };
}

/** Pure: how likely two descriptions are of one person, and why. */
export function scorePair(a: Profile, b: Profile): Scored {
  const name = compareNames(a.name, b.name);
  const all: readonly (Reason | undefined)[] = [
    reason('name', name),
    a.birthDate && b.birthDate ? reason('birth', compareBirth(a.birthDate, b.birthDate)) : undefined,
    a.sex && b.sex ? reason('sex', a.sex === b.sex ? 'same' : 'differs') : undefined,
    shared('number', a.numbers, b.numbers),
    shared('insurance', a.insurance, b.insurance),
    shared('passport', a.passport, b.passport),
    shared('birthCertificate', a.birthCertificate, b.birthCertificate),
    shared('phone', a.phones, b.phones),
    a.address && b.address ? reason('address', sameAddress(a.address, b.address) ? 'same' : 'differs') : undefined,
  ];
  const personal = givenNameAgrees.has(name);
  const reasons = all.filter((one) => one !== undefined).map((one) => (householdFields.has(one.field) && !personal ? { ...one, bits: Math.min(0, one.bits) } : one));
  const bits = reasons.reduce((sum, one) => sum + one.bits, priorBits);
  const score = 1 / (1 + 2 ** -bits);
  return { score: Math.round(score * 10_000) / 10_000, grade: gradeOf(score, reasons), reasons };
}

// A table's entry is right by its key; the union of all fields is more than the compiler follows.
const reason = <F extends Field>(field: F, level: Level<F>): Reason => ({ field, level, bits: (weights[field] as Readonly<Record<Level<F>, number>>)[level] }) as unknown as Reason;

function shared(field: 'number' | 'insurance' | 'passport' | 'birthCertificate' | 'phone', a: readonly string[], b: readonly string[]): Reason | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  return reason(field, a.some((value) => b.includes(value)) ? 'same' : 'differs');
}

/** 1 January is what registers write where only the year is known. */
const dayKnown = (date: string): boolean => date.length === 10 && !date.endsWith('-01-01');
const monthOf = (date: string): string | undefined => (date.length >= 7 && !date.endsWith('-01-01') ? date.slice(5, 7) : undefined);

/** At the precision that both have. */
export function compareBirth(a: string, b: string): Level<'birth'> {
  const years = Math.abs(Number(a.slice(0, 4)) - Number(b.slice(0, 4)));
  if (!dayKnown(a) || !dayKnown(b)) {
    if (years > 0) return years === 1 ? 'near-year' : 'different';
    if (monthOf(a) === undefined || monthOf(b) === undefined) return 'same-year';
    return monthOf(a) === monthOf(b) ? 'same-month' : 'one-part';
  }
  if (a === b) return 'same';
  if (swapped(a) === b) return 'day-month-swapped';
  const theirs = b.split('-');
  return a.split('-').filter((part, i) => part !== theirs[i]).length === 1 ? 'one-part' : 'different';
}

/** Most words in common: the same place written twice, also before and after a merger of communes. */
function sameAddress(a: string, b: string): boolean {
  const [ours, theirs] = [new Set(nameWords(a)), new Set(nameWords(b))];
  const both = [...ours].filter((word) => theirs.has(word)).length;
  return both / (ours.size + theirs.size - both) >= 0.6;
}

const proofs: ReadonlySet<Field> = new Set(['number', 'passport', 'birthCertificate']);

/**
 * `certain` needs a number that one person holds, and a name and a birth date that do not speak against it: whoever
 * reads a number off another's card stays visible. A shared number is always shown, however little else agrees.
 */
function gradeOf(score: number, reasons: readonly Reason[]): Grade {
  const proven = reasons.some(({ field, level }) => proofs.has(field) && level === 'same');
  const doubted = reasons.some(({ field, level, bits }) => (field === 'name' && bits < weights.name.shortened) || (field === 'birth' && bits < weights.birth['same-year']) || (field === 'number' && level === 'differs'));
  if (proven && !doubted) return 'certain';
  const contradicted = reasons.some(({ field, bits }) => (field === 'name' || field === 'birth') && bits <= weights.name['family-only']);
  if (score >= gradeFrom.probable && !contradicted) return 'probable';
  return score >= gradeFrom.possible || proven ? 'possible' : 'certainly-not';
}
