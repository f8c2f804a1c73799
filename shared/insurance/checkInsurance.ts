import type { Coverage, Organization, Patient } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import { currentIdentifier } from '../fhir/identifierSystems.ts';
import type { FhirRepository, Idempotency, Reference, Write } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { insuranceAccess, type Caller } from './access.ts';
import type { InsuranceAnswer } from './contract.ts';
import type { InsuranceErrorCode } from './errors.ts';
import { findingOf, successorOf, type Finding, type Person } from './outcome.ts';
import type { CardQuery, InsurerPortal } from './ports.ts';
import { queryName } from './queryName.ts';
import { answerFrom, coverageOf, coverageReference, requestOf, responseOf, type Check, type Naming } from './records.ts';

export type CheckDeps = {
  readonly repository: Pick<FhirRepository, 'readMany' | 'search' | 'commit' | 'recordAccess'>;
  readonly portal: InsurerPortal;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly naming: Naming;
};
export type CheckRefusal = Refusal<InsuranceErrorCode | 'HTTP_NOT_FOUND' | 'HTTP_IDEMPOTENCY_KEY_REUSED' | 'HTTP_CONTENTION'>;

/**
 * Asks the insurer about a patient and keeps question and answer. Whatever the portal does, the visit goes on: no
 * answer is an answer too, "to be confirmed", and stored like any other.
 */
export async function checkInsurance(deps: CheckDeps, caller: Caller, patientId: string, command: Omit<Idempotency, 'answer'>): Promise<Result<InsuranceAnswer, CheckRefusal>> {
  const { repository, clock, newId, naming } = deps;
  const patient: Reference = `Patient/${patientId}`;
  const { organization, practitioner } = caller.principal;
  const access = await insuranceAccess(deps, caller, patient, 'create');
  if (!access.ok) return access;
  const [record, known, facility] = await repository.readMany([patient, coverageReference(patient), ...(organization ? [organization] : [])]);
  const person = personOf(deps, record as Patient | undefined, known as Coverage | undefined);
  if (!person.ok) return person;

  const at = clock.now();
  const finding = await ask(deps, { ...person.value, facility: codeOf(facility as Organization | undefined, naming) }, at);
  const check: Check = {
    id: newId(), patient, at: at.toISOString(),
    ...(organization ? { organization } : {}),
    ...(practitioner ? { practitioner } : {}),
    ...(known ? { known: coverageReference(patient) } : {}),
  };
  const coverage = finding.card && coverageOf(finding.card, finding, check, naming);
  const response = responseOf(finding, check, naming);
  const answer = answerFrom(response, coverage ?? (response.insurance ? (known as Coverage | undefined) : undefined), naming);
  const resources = [requestOf(check), response];
  const writes: Write[] = [
    ...resources.map((resource): Write => ({ kind: 'put', resource, precondition: { kind: 'absent' } })),
    ...(coverage ? [{ kind: 'put', resource: coverage, precondition: { kind: 'any' } } as const] : []),
  ];
  const committed = await repository.commit({
    writes,
    audit: { ...access.value, entities: [patient, ...resources.map((r): Reference => `${r.resourceType}/${r.id}`)] },
    idempotency: { ...command, answer },
  });
  if (committed.ok) return ok(answer);
  switch (committed.error.kind) {
    case 'repeated':
      return ok(committed.error.answer as InsuranceAnswer);
    case 'key-reused':
      return refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
    case 'contention':
      return refuse(refusal('HTTP_CONTENTION'));
    case 'claim-taken':
    case 'precondition-failed':
      throw new Error('a new id was taken');
  }
}

type Question = Person & { readonly key: string };

/** What the portal must be told about a person: a number and a birth date. */
function personOf({ naming, clock }: CheckDeps, patient: Patient | undefined, coverage: Coverage | undefined): Result<Question, Refusal<InsuranceErrorCode | 'HTTP_NOT_FOUND'>> {
  if (patient?.resourceType !== 'Patient') return refuse(refusal('HTTP_NOT_FOUND'));
  const { citizenId, insuranceCard } = naming.systems;
  const key = currentIdentifier(patient.identifier, citizenId, clock.now()) ?? currentIdentifier(patient.identifier, insuranceCard, clock.now()) ?? coverage?.subscriberId;
  if (!key) return refuse(refusal('INSURANCE_NO_NUMBER'));
  const { birthDate } = patient;
  return birthDate ? ok({ key, name: nameOf(patient), birthDate }) : refuse(refusal('INSURANCE_NO_BIRTH_DATE'));
}

const codeOf = (facility: Organization | undefined, { systems }: Naming): string => facility?.identifier?.find(({ system }) => system === systems.facility)?.value ?? '';

/** At most two calls: the person's number, then the card that replaced the one found. */
async function ask({ portal }: CheckDeps, question: Question & { readonly facility: string }, now: Date): Promise<Finding> {
  const query: CardQuery = { ...question, name: queryName(question.name) };
  const reply = await portal.lookUp(query);
  const next = successorOf(reply);
  const followed = next === undefined ? undefined : await portal.lookUp({ ...query, key: next });
  // The calendar day in Vietnam, UTC+7.
  const today = new Date(now.getTime() + 7 * 3_600_000).toISOString().slice(0, 10);
  return findingOf(reply, followed, question, today);
}
