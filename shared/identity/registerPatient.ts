import type { Patient } from '@medplum/fhirtypes';
import type { CommitRefusal, FhirRepository, Idempotency, Reference, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { checkBirthDate } from './birthDate.ts';
import { parseTypedNumber } from './citizenNumber.ts';
import type { PatientRegistration, PatientSummary } from './contract.ts';
import type { RegistrationErrorCode } from './errors.ts';
import { patientByNumber, sameNameAndBirth } from './findPeople.ts';
import type { Caller } from './lookUpPerson.ts';
import { newPatient, summaryOf, type Naming, type NewPerson } from './patientRecord.ts';
import { legalName } from './legalName.ts';
import { mobileNumber } from './phone.ts';
import { actorOf, mayCommand } from './policy.ts';

export type RegisterDeps = {
  readonly repository: Pick<FhirRepository, 'read' | 'readMany' | 'search' | 'alike' | 'commit' | 'repeated' | 'recordAccess'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly naming: Naming;
};
export type RegisterRefusal = Refusal<RegistrationErrorCode | 'HTTP_FORBIDDEN' | 'HTTP_IDEMPOTENCY_KEY_REUSED' | 'HTTP_CONTENTION'>;
type Command = Omit<Idempotency, 'answer'>;

/** While a number is in force two records can't claim it; it is released when the number is retired. */
const scope = 'citizen-id';

/**
 * Makes a record for a person who has none. The number is claimed in the same commit, so that two desks at one
 * moment make one record; people who may be the same must have been shown and judged to be others (`notSameAs`).
 */
export async function registerPatient(
  deps: RegisterDeps,
  { principal, correlationId }: Caller,
  registration: PatientRegistration,
  command: Command,
): Promise<Result<PatientSummary, RegisterRefusal>> {
  const { repository, clock, newId, naming } = deps;
  const audit = { actor: actorOf(principal), action: 'create', event: 'patient-registered', correlationId } as const;
  if (!mayCommand(principal, 'register-patient').allowed) {
    await repository.recordAccess({ ...audit, outcome: 'refused', entities: [] });
    return refuse(refusal('HTTP_FORBIDDEN'));
  }
  const now = clock.now();
  const person = checkPerson(registration, now);
  if (!person.ok) return person;
  const others = await othersLike(deps, person.value, registration.notSameAs ?? [], principal.organization);
  // The same command sent twice at one moment finds its own record here.
  if (!others.ok) return (await earlierAnswer(repository, command)) ?? others;

  const patient = newPatient(person.value, { id: newId(), at: now, naming, ...(principal.organization ? { organization: principal.organization } : {}) });
  const answer = summaryOf(patient, naming.systems, now, true);
  const reference: Reference = `Patient/${patient.id}`;
  const committed = await repository.commit({
    writes: [{ kind: 'put', resource: patient, precondition: { kind: 'absent' } }],
    ...(person.value.citizenId ? { claims: [{ kind: 'claim', scope, key: person.value.citizenId, owner: reference }] } : {}),
    audit: { ...audit, outcome: 'success', patient: reference, entities: [reference, ...others.value] },
    idempotency: { ...command, answer },
  });
  return committed.ok ? ok(answer) : await afterRefusal(deps, committed.error, principal.organization);
}

/** The commands' fields, each with its own code and place. */
function checkPerson(registration: PatientRegistration, now: Date): Result<NewPerson, Refusal<RegistrationErrorCode>> {
  const { citizenId, previousId, phone, address, sex, source } = registration;
  const number = citizenId === undefined ? undefined : parseTypedNumber(citizenId);
  if (number && !number.ok) return number;
  const old = previousId?.replace(/[\s.-]/g, '').normalize('NFKC');
  if (old && !/^\d{9}(\d{3})?$/.test(old)) return refuse(refusal('IDENTITY_PREVIOUS_NUMBER', { at: '/previousId' }));
  const name = legalName(registration.name);
  if (name === undefined) return refuse(refusal('IDENTITY_NAME_UNREADABLE', { at: '/name' }));
  const birthDate = checkBirthDate(registration.birthDate, now, '/birthDate');
  if (!birthDate.ok) return birthDate;
  const mobile = phone?.trim() ? mobileNumber(phone) : undefined;
  if (phone?.trim() && mobile === undefined) return refuse(refusal('IDENTITY_PHONE', { at: '/phone' }));
  return ok({
    name, birthDate: birthDate.value, sex, source,
    ...(number ? { citizenId: number.value } : {}),
    ...(old ? { previousId: old } : {}),
    ...(address?.trim() ? { address: address.normalize('NFC').trim() } : {}),
    ...(mobile ? { phone: mobile } : {}),
  });
}

/**
 * Nobody else holds the number, and whoever may be the same person has been judged to be another. The number is looked
 * for last: whoever registers meanwhile and is seen among those alike is then seen as its holder, which says more.
 */
async function othersLike(deps: RegisterDeps, person: NewPerson, notSameAs: readonly string[], organization?: string): Promise<Result<readonly Reference[], RegisterRefusal>> {
  const { repository, clock, naming } = deps;
  const alike = await sameNameAndBirth(repository, person);
  const holder = person.citizenId && (await patientByNumber(repository, naming.systems, person.citizenId, clock.now()));
  if (holder) return refuse(alreadyRegistered(deps, holder, organization));
  const unseen = alike.filter(({ id }) => !notSameAs.includes(id));
  if (unseen.length > 0) return refuse(refusal('IDENTITY_POSSIBLE_DUPLICATE', { params: { count: unseen.length }, help: unseen.map((p) => shown(deps, p, organization)) }));
  return ok(alike.map(({ id }) => `Patient/${id}` as const));
}

async function earlierAnswer(repository: RegisterDeps['repository'], { subject, key, bodyHash }: Command): Promise<Result<PatientSummary, RegisterRefusal> | undefined> {
  const before = await repository.repeated(subject, key, bodyHash);
  if (!before) return undefined;
  return before.kind === 'repeated' ? ok(before.answer as PatientSummary) : refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
}

async function afterRefusal(deps: RegisterDeps, refused: CommitRefusal, organization?: string): Promise<Result<PatientSummary, RegisterRefusal>> {
  switch (refused.kind) {
    case 'claim-taken': {
      // Another desk registered the same number between our look and our write.
      const holder = refused.owner === undefined ? undefined : await deps.repository.read<Patient>(refused.owner as Reference);
      return refuse(holder ? alreadyRegistered(deps, holder, organization) : refusal('IDENTITY_ALREADY_REGISTERED'));
    }
    case 'repeated':
      return ok(refused.answer as PatientSummary);
    case 'key-reused':
      return refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
    case 'contention':
      return refuse(refusal('HTTP_CONTENTION'));
    case 'precondition-failed':
      throw new Error('a new id was taken');
  }
}

const shown = ({ naming, clock }: RegisterDeps, patient: Stored<Patient>, organization?: string): PatientSummary =>
  summaryOf(patient, naming.systems, clock.now(), organization !== undefined && patient.managingOrganization?.reference === organization);

const alreadyRegistered = (deps: RegisterDeps, holder: Stored<Patient>, organization?: string) =>
  refusal('IDENTITY_ALREADY_REGISTERED', { help: shown(deps, holder, organization) });
