import type { Coverage, Organization, Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import type { FhirRepository, OutboxEvent, Reference, Write } from '../fhir/repository.ts';
import { dayInVietnam } from '../kernel/dayInVietnam.ts';
import type { NewId } from '../kernel/ids.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { askPortal, type AskDeps } from './askPortal.ts';
import { benefitOf, categoryOf } from './benefit/benefit.ts';
import type { InsuranceAnswer, InsuranceBenefit, Picked } from './contract.ts';
import type { InsuranceErrorCode } from './errors.ts';
import { hasLookalike, numbersToCompare, withCompared } from './comparing.ts';
import { keysOf } from './numbers.ts';
import { answerFrom, coverageOf, coverageReference, requestOf, responseOf, type Check, type Naming } from './records.ts';
import type { Key, Person } from './resolve/person.ts';
import type { Resolution } from './resolve/resolve.ts';
import { notSure } from './resolve/strategy.ts';

export type MakeDeps = AskDeps & { readonly repository: Pick<FhirRepository, 'readMany' | 'alike'>; readonly newId: NewId; readonly naming: Naming };
export type MakeRefusal = Refusal<InsuranceErrorCode | 'HTTP_NOT_FOUND'>;

/** Who asks about whom. `confirms`: since when an earlier check has been waiting for the portal. */
export type About = {
  readonly patient: Reference;
  readonly organization?: Reference;
  readonly practitioner?: Reference;
  readonly typed?: Key;
  /** The number that the clerk picked as the one on the paper, in both rounds. */
  readonly compared?: Picked;
  readonly fresh: boolean;
  readonly confirms?: string;
};

/** An answer with everything that is to be stored with it, in one commit. */
export type MadeCheck = { readonly answer: InsuranceAnswer; readonly writes: readonly Write[]; readonly entities: readonly Reference[]; readonly events: readonly OutboxEvent[] };

/** Asks the insurer about a patient and makes the records of it; writes nothing. */
export async function makeCheck(deps: MakeDeps, about: About): Promise<Result<MadeCheck, MakeRefusal>> {
  const { repository, clock, newId, naming } = deps;
  const { patient, organization } = about;
  const [record, before, facility] = await repository.readMany([patient, coverageReference(patient), ...(organization ? [organization] : [])]);
  const known = before as Coverage | undefined;
  const described = personOf(record as Patient | undefined, known, about.typed, naming, clock.now());
  if (!described.ok) return described;
  const alike = once(() => hasLookalike(repository, record as Patient));
  const person = about.compared && !(await alike()) ? { ...described.value, keys: withCompared(described.value.keys, about.compared) } : described.value;
  const place = placeOf(facility as Organization | undefined, naming);
  const asked = await askPortal(deps, place.code, person, about.fresh);
  const { askedAt } = asked;
  const found = asked.found.compare && (await alike()) ? withoutComparing(asked.found) : asked.found;

  const [id, at] = [newId(), clock.now().toISOString()];
  const waits = mustBeConfirmed(found);
  const benefit = benefitFor(found, place, at);
  const check: Check = {
    id, patient, at, askedAt,
    ...(organization ? { organization } : {}),
    ...(about.practitioner ? { practitioner: about.practitioner } : {}),
    ...(known ? { known: coverageReference(patient) } : {}),
    ...(benefit ? { benefit } : {}),
    ...(waits ? { confirmation: { state: 'waiting', since: about.confirms ?? at } } : about.confirms ? { confirmation: { state: 'confirmed', since: about.confirms } } : {}),
  };
  const coverage = found.card && coverageOf(found.card, found, check, naming);
  const response = responseOf(found, check, naming);
  const resources = [requestOf(check), response];
  return ok({
    answer: { ...answerFrom(response, coverage ?? (response.insurance ? known : undefined), naming), ...comparingIn(found) },
    writes: [
      ...resources.map((resource): Write => ({ kind: 'put', resource, precondition: { kind: 'absent' } })),
      ...(coverage ? [{ kind: 'put', resource: coverage, precondition: { kind: 'any' } } as const] : []),
    ],
    entities: [patient, ...resources.map((r): Reference => `${r.resourceType}/${r.id}`)],
    events: waits ? [{ id: `${id}-to-confirm`, type: 'insurance-to-confirm', data: { checkId: id, patient, since: at, ...(organization ? { organization } : {}) } }] : [],
  });
}

/** Where a pick would prove nothing, the ways that are left. */
const withoutComparing = ({ resultCode, steps }: Resolution): Resolution => ({ meaning: notSure, steps, ...(resultCode ? { resultCode } : {}) });

const comparingIn = ({ compare }: Resolution): Pick<InsuranceAnswer, 'compare'> => (compare ? { compare: { by: compare.by, rounds: numbersToCompare(compare.value) } } : {});

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
};

/** Without any login there is nothing that waiting could change. */
const mustBeConfirmed = ({ meaning, resultCode }: Resolution): boolean => meaning.outcome === 'to-confirm' || (meaning.outcome === 'set-up-fault' && resultCode !== undefined);

/** What the portal must be told about a person: a number, a name and a birth date (or the year of one). */
export function personOf(patient: Patient | undefined, known: Coverage | undefined, typed: Key | undefined, naming: Naming, now: Date): Result<Person, MakeRefusal> {
  if (patient?.resourceType !== 'Patient') return refuse(refusal('HTTP_NOT_FOUND'));
  const keys = keysOf(patient, known, typed, naming, now);
  if (keys.length === 0) return refuse(refusal('INSURANCE_NO_NUMBER'));
  const { birthDate, gender } = patient;
  if (!birthDate) return refuse(refusal('INSURANCE_NO_BIRTH_DATE'));
  const registeredName = known?.subscriber?.display;
  return ok({
    keys,
    name: nameOf(patient),
    // The portal knows days and years; a month alone helps as little as none.
    birthDate: birthDate.length === 10 ? birthDate : birthDate.slice(0, 4),
    ...(gender === 'male' || gender === 'female' ? { sex: gender } : {}),
    ...(registeredName ? { registeredName } : {}),
  });
}

type Place = { readonly code: string; readonly careLevel?: string };

function placeOf(facility: Organization | undefined, { base, systems }: Naming): Place {
  const careLevel = facility?.extension?.find(({ url }) => url === `${base}/StructureDefinition/care-level`)?.valueCode;
  return { code: facility?.identifier?.find(({ system }) => system === systems.facility)?.value ?? '', ...(careLevel ? { careLevel } : {}) };
}

/** What is paid for a visit today: outpatient, by remote care through the facility that received the patient. */
function benefitFor({ meaning, card }: Resolution, place: Place, at: string): InsuranceBenefit | undefined {
  if (!card || !meaning.outcome.startsWith('covered')) return undefined;
  const date = dayInVietnam(at);
  const category = categoryOf(place, card.registeredFacility);
  return benefitOf(card.number, { date, setting: 'outpatient', mode: 'remote', ...(category ? { category } : {}) });
}
