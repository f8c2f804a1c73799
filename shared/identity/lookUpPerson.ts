import { createHash } from 'node:crypto';
import type { EpisodeOfCare, Organization, Patient } from '@medplum/fhirtypes';
import type { AuditFact, FhirRepository, Reference, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { dayInVietnam } from '../kernel/dayInVietnam.ts';
import type { NewId } from '../kernel/ids.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { digitsIn, maskNumber, numberGivenIn, parseTypedNumber, warningsFor, type CitizenId } from './citizenNumber.ts';
import type { CardFields, CardWarning, PersonLookup, PersonLookupAnswer } from './contract.ts';
import type { CardErrorCode } from './errors.ts';
import { lastVisitOf, patientByNumber, patientByOldNumber } from './findPeople.ts';
import { findMatches, type Matches } from './matching/findMatches.ts';
import { profileOfPerson } from './matching/profileOfPerson.ts';
import { profileOf, type Profile } from './matching/score.ts';
import { parseCard } from './parseCard.ts';
import type { Naming } from './naming.ts';
import { summaryOf } from './patientRecord.ts';
import { accessLimitsAt } from './accessLimits.ts';
import { actorOf, mayCommand, type Principal } from './policy.ts';
import type { ChallengeStore } from './ports.ts';
import { insurerValues } from './insurerValues.ts';
import { knownValues } from './valueSource.ts';
import { visitOf, visitReference } from './visit.ts';

export type LookUpDeps = {
  readonly repository: Pick<FhirRepository, 'read' | 'readMany' | 'search' | 'alike' | 'commit' | 'recordAccess'>;
  readonly challenges: Pick<ChallengeStore, 'countCode'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly naming: Naming;
};
export type Caller = { readonly principal: Principal; readonly correlationId: string };

type Asked = { readonly number: string; readonly citizenId?: CitizenId; readonly card?: CardFields; readonly warnings: readonly CardWarning[] };

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
  const { number, citizenId, card, warnings } = asked.value;
  const match = citizenId ? await patientByNumber(repository, naming.systems, citizenId, now) : await patientByOldNumber(repository, naming.systems, number);
  const isOwn = (patient: Patient) => principal.organization !== undefined && patient.managingOrganization?.reference === principal.organization;
  // A card that says what the record says is in the hand of whoever stands there. A number may be anybody's, and so may a
  // text that only looks like a card's: of those as many as a busy desk has.
  const proven = card !== undefined && match !== undefined && isOf(card, match, naming, now);
  if (!proven && !(match && isOwn(match)) && !(await countLookup(deps, principal, now))) {
    await repository.recordAccess({ ...audit, outcome: 'refused', ...(match ? { patient: `Patient/${match.id}` } : {}), entities: [] });
    return refuse(refusal('IDENTITY_LOOKUPS_TOO_MANY'));
  }
  const { matches, complete } = await alikeTo(repository, naming, match, asked.value);
  const alike = matches.filter(({ patient }) => patient.id !== match?.id);
  const fact: AuditFact = {
    ...audit,
    outcome: 'success',
    ...(match ? { patient: `Patient/${match.id}` } : {}),
    entities: [...(match ? [match] : []), ...alike.map(({ patient }) => patient)].map(({ id }) => `Patient/${id}` as const),
  };
  if (match && principal.organization && !isOwn(match)) await receive(deps, principal.organization, match.id, { fact, tell: !proven });
  else await repository.recordAccess(fact);
  const summary = (patient: Stored<Patient>, lastVisit?: string) => summaryOf(patient, naming.systems, now, isOwn(patient), lastVisit);
  const givenIn = citizenId && numberGivenIn(citizenId);
  return ok({
    ...(card ? { card } : {}),
    citizenId: number,
    ...(givenIn ? { numberGivenIn: givenIn } : {}),
    warnings,
    ...(match ? { match: summary(match, isOwn(match) ? await lastVisitOf(repository, match.id) : undefined) } : {}),
    differences: match && card ? differencesBetween(card, match, naming, now, isOwn(match)) : [],
    known: match && isOwn(match) ? await knownOf(deps, match, now) : [],
    possibleDuplicates: alike.map(({ patient, grade, reasons }) => ({ ...summary(patient), likely: grade !== 'possible', here: isOwn(patient), reasons })),
    ...(complete ? {} : { moreAlike: true }),
  });
}

/** What need not be asked again: from the record, and from the insurer, whose word of a card goes before what was typed. */
async function knownOf({ repository, naming }: LookUpDeps, match: Stored<Patient>, now: Date): Promise<PersonLookupAnswer['known']> {
  const record = knownValues(match, naming, now);
  const insurer = await insurerValues(repository, match.id, record.get('name')?.value);
  const told = new Set(insurer.map(({ field }) => field));
  const own = [...record].filter(([field]) => !told.has(field)).map(([field, value]) => ({ field, ...value, ...(field === 'citizenId' ? { value: maskNumber(value.value) } : {}) }));
  return [...own, ...insurer];
}

/**
 * Whoever gave the whole number stands at the desk: the facility may receive a patient of another one today. Without a
 * card that fits the record the patient is told, once a visit, because the number may have been given by somebody else.
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

/** False when this person has looked up as many strangers in this hour, or today, as a desk has reason to. */
async function countLookup({ challenges }: LookUpDeps, { subject }: Principal, now: Date): Promise<boolean> {
  const { strangersADay, strangersAnHour } = accessLimitsAt(now);
  const within = async (span: 'day' | 'hour', from: string, most: number) =>
    await challenges.countCode(createHash('sha256').update(`person-lookup ${span} ${subject}`).digest('base64url'), new Date(from), most);
  // What the hour refuses is not counted for the day.
  return (await within('hour', `${now.toISOString().slice(0, 13)}:00:00Z`, strangersAnHour)) && (await within('day', `${dayInVietnam(now)}T00:00:00+07:00`, strangersADay));
}

/** Whether the card is that person's, as far as name and birth date say. */
const isOf = (card: CardFields, record: Patient, naming: Naming, now: Date): boolean =>
  differencesBetween(card, record, naming, now, false).every(({ field, record: kept }) => field === 'sex' || (field === 'birthDate' && kept !== undefined && card.birthDate?.startsWith(kept) === true));

function readLookup(lookup: PersonLookup, now: Date): Result<Asked, Refusal<CardErrorCode>> {
  if (lookup.kind === 'number') {
    const number = parseTypedNumber(lookup.citizenId);
    if (number.ok) return ok({ number: number.value, citizenId: number.value, warnings: warningsFor(number.value) });
    return number.error.code === 'IDENTITY_NUMBER_OLD' ? ok({ number: digitsIn(lookup.citizenId), warnings: [] }) : number;
  }
  const read = parseCard(lookup.text, now);
  if (!read.ok) return refuse({ ...read.error, at: '/text' });
  const { citizenId } = read.value.fields;
  return ok({ number: citizenId, citizenId, card: read.value.fields, warnings: read.value.warnings });
}

/** By what the card says, or by all that the record found says. */
async function alikeTo(repository: LookUpDeps['repository'], { systems }: Naming, match: Stored<Patient> | undefined, { card, number }: Asked): Promise<Matches> {
  if (card) return await findMatches(repository, systems, profileOfPerson(card, systems));
  return match ? await findMatches(repository, systems, profileOf(match, systems)) : await findMatches(repository, systems, { ...nobody, numbers: [number] });
}

const nobody: Profile = { name: '', numbers: [], insurance: [], passport: [], birthCertificate: [], phones: [] };

/**
 * Card against record, as written; a part of a date does not contradict the whole. What only the card says is told too,
 * so that it need not be asked for again. Of another facility's patient no more is told than the desk may see.
 */
export function differencesBetween(card: CardFields, record: Patient, naming: Naming, now: Date, full: boolean): PersonLookupAnswer['differences'] {
  const known = knownValues(record, naming, now);
  const same = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
  const fields = full ? (['name', 'birthDate', 'sex', 'citizenId', 'previousId', 'address'] as const) : (['name', 'birthDate', 'sex'] as const);
  return fields.flatMap((field) => {
    const [said, kept] = [card[field], known.get(field)?.value];
    // A number that was typed is told although it is the same: read from a card it is certain, and the insurer's card counts.
    const confirms = full && (field === 'citizenId' || field === 'previousId') && known.get(field)?.source === 'typed';
    if (said === undefined || (kept !== undefined && same(said, kept) && !confirms)) return [];
    // The whole date adds to a part of it; a part adds nothing to the whole.
    if (field === 'birthDate' && kept !== undefined && kept.startsWith(said)) return [];
    return [{ field, card: said, ...(kept === undefined ? {} : { record: kept }) }];
  });
}
