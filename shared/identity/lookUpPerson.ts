import { createHash } from 'node:crypto';
import type { EpisodeOfCare, Organization, Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import type { AuditFact, FhirRepository, Reference, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { parseTypedNumber, warningsFor, type CitizenId } from './citizenNumber.ts';
import type { CardFields, CardWarning, PersonLookup, PersonLookupAnswer } from './contract.ts';
import type { CardErrorCode } from './errors.ts';
import { lastVisitOf, mayBeSameDay, patientByNumber, sameNameAndBirth } from './findPeople.ts';
import { parseCard } from './parseCard.ts';
import { summaryOf, type Naming } from './patientRecord.ts';
import { accessLimitsAt } from './accessLimits.ts';
import { actorOf, mayCommand, type Principal } from './policy.ts';
import type { ChallengeStore } from './ports.ts';
import { visitOf, visitReference } from './visit.ts';

export type LookUpDeps = {
  readonly repository: Pick<FhirRepository, 'read' | 'readMany' | 'search' | 'alike' | 'commit' | 'recordAccess'>;
  readonly challenges: Pick<ChallengeStore, 'countCode'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly naming: Naming;
};
export type Caller = { readonly principal: Principal; readonly correlationId: string };

type Asked = { readonly citizenId: CitizenId; readonly card?: CardFields; readonly warnings: readonly CardWarning[] };

/**
 * Who is the person at the desk? By the whole number, from the card or typed: the record that holds it, where record
 * and card differ, and people of the same name and birth date under another number (shown, never merged).
 */
export async function lookUpPerson(
  deps: LookUpDeps,
  { principal, correlationId }: Caller,
  lookup: PersonLookup,
): Promise<Result<PersonLookupAnswer, Refusal<CardErrorCode | 'HTTP_FORBIDDEN' | 'IDENTITY_LOOKUPS_TOO_MANY'>>> {
  const { repository, clock, naming } = deps;
  const audit = { actor: actorOf(principal), action: 'search', event: 'person-looked-up', correlationId, reason: lookup.kind } as const;
  if (!mayCommand(principal, 'look-up-person').allowed) {
    await repository.recordAccess({ ...audit, outcome: 'refused', entities: [] });
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const now = clock.now();
  const asked = readLookup(lookup, now);
  if (!asked.ok) return asked;
  const { citizenId, card, warnings } = asked.value;
  const match = await patientByNumber(repository, naming.systems, citizenId, now);
  const isOwn = (patient: Patient) => principal.organization !== undefined && patient.managingOrganization?.reference === principal.organization;
  // A card is in the hand of whoever stands there. A typed number may be anybody's: so many a day are a busy desk's.
  if (!card && !(match && isOwn(match)) && !(await countLookup(deps, principal, now))) {
    await repository.recordAccess({ ...audit, outcome: 'refused', ...(match ? { patient: `Patient/${match.id}` } : {}), entities: [] });
    return refuse(refusal('IDENTITY_LOOKUPS_TOO_MANY'));
  }
  const duplicates = await duplicatesOf(repository, match, card);
  const fact: AuditFact = {
    ...audit,
    outcome: 'success',
    ...(match ? { patient: `Patient/${match.id}` } : {}),
    entities: [...(match ? [match] : []), ...duplicates].map(({ id }) => `Patient/${id}` as const),
  };
  if (match && principal.organization && !isOwn(match)) await receive(deps, principal.organization, match.id, { fact, tell: !card });
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

/**
 * Whoever gave the whole number stands at the desk: the facility may receive a patient of another one today. By a typed
 * number alone the patient is told, once a visit, because the number may have been given by somebody else.
 */
async function receive({ repository, clock, newId }: LookUpDeps, organization: Reference, patientId: string, { fact, tell }: { readonly fact: AuditFact; readonly tell: boolean }): Promise<void> {
  const now = clock.now();
  const patient: Reference = `Patient/${patientId}`;
  const [before, facility] = await Promise.all([repository.read<EpisodeOfCare>(visitReference(organization, patient)), repository.read<Organization>(organization)]);
  const visit = visitOf(organization, patient, now, facility?.name);
  const isNew = !before?.period?.end || new Date(before.period.end) <= now;
  const events = tell && isNew ? [{ id: newId(), type: 'received-elsewhere', data: { patientId, visitId: visit.id } }] : [];
  const committed = await repository.commit({ writes: [{ kind: 'put', resource: visit, precondition: { kind: 'any' } }], audit: fact, events });
  // Two lookups at one moment write the same visit; the other's will do, but no audit would be no answer.
  if (!committed.ok) await repository.recordAccess(fact);
}

/** False when this person has typed as many numbers of others today as a desk has reason to. */
async function countLookup({ challenges }: LookUpDeps, { subject }: Principal, now: Date): Promise<boolean> {
  const who = createHash('sha256').update(`person-lookup ${subject}`).digest('base64url');
  return await challenges.countCode(who, new Date(now.toISOString().slice(0, 10)), accessLimitsAt(now).typedLookups);
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
