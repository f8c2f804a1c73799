import type { Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import type { AuditFact, FhirRepository, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { parseTypedNumber, warningsFor, type CitizenId } from './citizenNumber.ts';
import type { CardFields, CardWarning, PersonLookup, PersonLookupAnswer } from './contract.ts';
import type { CardErrorCode } from './errors.ts';
import { lastVisitOf, mayBeSameDay, patientByNumber, sameNameAndBirth } from './findPeople.ts';
import { parseCard } from './parseCard.ts';
import { summaryOf, type Naming } from './patientRecord.ts';
import { actorOf, decide, type Principal } from './policy.ts';
import { visitOf } from './visit.ts';

export type LookUpDeps = { readonly repository: Pick<FhirRepository, 'search' | 'alike' | 'readMany' | 'commit' | 'recordAccess'>; readonly clock: Clock; readonly naming: Naming };
export type Caller = { readonly principal: Principal; readonly correlationId: string };

type Asked = { readonly citizenId: CitizenId; readonly card?: CardFields; readonly warnings: readonly CardWarning[] };

/**
 * Who is the person at the desk? By the whole number, from the card or typed: the record that holds it, where record
 * and card differ, and people of the same name and birth date under another number (shown, never merged).
 */
export async function lookUpPerson(
  { repository, clock, naming }: LookUpDeps,
  { principal, correlationId }: Caller,
  lookup: PersonLookup,
): Promise<Result<PersonLookupAnswer, Refusal<CardErrorCode | 'HTTP_FORBIDDEN'>>> {
  const audit = { actor: actorOf(principal), action: 'search', event: 'person-looked-up', correlationId } as const;
  if (!decide({ principal, interaction: 'create', resourceType: 'Patient', relations: ['none'] }).allowed) {
    await repository.recordAccess({ ...audit, outcome: 'refused', entities: [] });
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const now = clock.now();
  const asked = readLookup(lookup, now);
  if (!asked.ok) return asked;
  const { citizenId, card, warnings } = asked.value;
  const match = await patientByNumber(repository, naming.systems, citizenId, now);
  const duplicates = await duplicatesOf(repository, match, card);
  const fact: AuditFact = {
    ...audit,
    outcome: 'success',
    ...(match ? { patient: `Patient/${match.id}` } : {}),
    entities: [...(match ? [match] : []), ...duplicates].map(({ id }) => `Patient/${id}` as const),
  };
  const isOwn = (patient: Patient) => principal.organization !== undefined && patient.managingOrganization?.reference === principal.organization;
  if (match && principal.organization && !isOwn(match)) await receive(repository, principal.organization, match.id, now, fact);
  else await repository.recordAccess(fact);
  const summary = (patient: Stored<Patient>, lastVisit?: string) => summaryOf(patient, naming.systems, now, isOwn(patient), lastVisit);
  return ok({
    ...(card ? { card } : {}),
    citizenId,
    warnings,
    ...(match ? { match: summary(match, isOwn(match) ? await lastVisitOf(repository, match.id) : undefined) } : {}),
    differences: match && card ? differencesBetween(card, match) : [],
    possibleDuplicates: duplicates.map((patient) => summary(patient)),
  });
}

/** Whoever gave the whole number stands at the desk: the facility may receive a patient of another one today. */
async function receive(repository: LookUpDeps['repository'], organization: string, patientId: string, now: Date, audit: AuditFact): Promise<void> {
  const visit = visitOf(organization, `Patient/${patientId}`, now);
  const committed = await repository.commit({ writes: [{ kind: 'put', resource: visit, precondition: { kind: 'any' } }], audit });
  // Two lookups at one moment write the same visit; the other's will do, but no audit would be no answer.
  if (!committed.ok) await repository.recordAccess(audit);
}

function readLookup(lookup: PersonLookup, now: Date): Result<Asked, Refusal<CardErrorCode>> {
  if (lookup.kind === 'number') {
    const number = parseTypedNumber(lookup.citizenId);
    return number.ok ? ok({ citizenId: number.value, warnings: warningsFor(number.value) }) : number;
  }
  const read = parseCard(lookup.text, now);
  if (!read.ok) return refuse({ ...read.error, at: '/text' });
  return ok({ citizenId: read.value.fields.citizenId, card: read.value.fields, warnings: read.value.warnings });
}

async function duplicatesOf(repository: LookUpDeps['repository'], match: Stored<Patient> | undefined, card: CardFields | undefined) {
  const person = card ?? (match?.birthDate ? { name: nameOf(match), birthDate: match.birthDate } : undefined);
  if (!person) return [];
  return (await sameNameAndBirth(repository, person)).filter(({ id }) => id !== match?.id);
}

/** Card against record, as written; a year alone does not contradict a full date. */
export function differencesBetween(card: CardFields, record: Patient): PersonLookupAnswer['differences'] {
  const written = nameOf(record);
  const same = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
  return [
    ...(same(card.name, written) ? [] : [{ field: 'name' as const, card: card.name, record: written }]),
    ...(record.birthDate === undefined || mayBeSameDay(record.birthDate, card.birthDate) ? [] : [{ field: 'birthDate' as const, card: card.birthDate, record: record.birthDate }]),
    ...(record.gender === undefined || record.gender === card.sex ? [] : [{ field: 'sex' as const, card: card.sex, record: record.gender }]),
  ];
}
