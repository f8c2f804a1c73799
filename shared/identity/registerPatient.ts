import type { Patient } from '@medplum/fhirtypes';
import type { CommitRefusal, FhirRepository, Idempotency, Reference, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { checkPerson } from './checkPerson.ts';
import type { PatientRegistration, PatientSummary, PossibleDuplicate } from './contract.ts';
import type { RegistrationErrorCode } from './errors.ts';
import { raising } from './duplicates/raise.ts';
import { patientByNumber } from './findPeople.ts';
import type { Caller } from './lookUpPerson.ts';
import { findMatches, type Match } from './matching/findMatches.ts';
import { profileOfPerson } from './matching/profileOfPerson.ts';
import type { Naming } from './naming.ts';
import { citizenNumberScope, newPatient, summaryOf, type NewPerson } from './patientRecord.ts';
import { actorOf, mayCommand } from './policy.ts';

export type RegisterDeps = {
  readonly repository: FhirRepository;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly naming: Naming;
};
export type RegisterRefusal = Refusal<RegistrationErrorCode | 'HTTP_FORBIDDEN' | 'HTTP_IDEMPOTENCY_KEY_REUSED' | 'HTTP_CONTENTION'>;
type Command = Omit<Idempotency, 'answer'>;

/**
 * Makes a record for a person who has none. The number is claimed in the same commit, so that two desks at one
 * moment make one record; people who may be the same must have been shown and judged to be others (`notSameAs`).
 * So may the holder of the number: numbers are reissued and mistyped, and nobody is sent away for that. The number is
 * then kept as disputed, and both records are put before whoever decides, as are those that are probably one person.
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
  const { alike, holder } = others.value;

  const patient = newPatient(person.value, { id: newId(), at: now, naming, numberDisputed: holder !== undefined, ...(principal.organization ? { organization: principal.organization } : {}) });
  const answer = summaryOf(patient, naming.systems, now, true);
  const reference: Reference = `Patient/${patient.id}`;
  const doubtful = [...(holder ? [{ other: holder, origin: 'number-held' as const }] : []), ...alike.filter(({ grade }) => grade !== 'possible').map((match) => ({ other: match.patient, origin: 'registered' as const }))];
  const pairs = principal.organization === undefined ? [] : await Promise.all(doubtful.map(({ other, origin }) => raising(deps, [patient, other], origin, principal.organization ?? 'Organization/none')));
  const committed = await repository.commit({
    writes: [{ kind: 'put', resource: patient, precondition: { kind: 'absent' } }, ...pairs.map(({ write }) => write)],
    ...(person.value.citizenId && !holder ? { claims: [{ kind: 'claim', scope: citizenNumberScope, key: person.value.citizenId, owner: reference }] } : {}),
    audit: { ...audit, outcome: 'success', patient: reference, entities: [reference, ...[...(holder ? [holder] : []), ...alike.map((match) => match.patient)].map(({ id }) => `Patient/${id}` as const)] },
    idempotency: { ...command, answer },
  });
  return committed.ok ? ok(answer) : await afterRefusal(deps, committed.error, principal.organization);
}

/**
 * Nobody else holds the number, and whoever may be the same person has been judged to be another. The number is looked
 * for last: whoever registers meanwhile and is seen among those alike is then seen as its holder, which says more.
 */
async function othersLike(deps: RegisterDeps, person: NewPerson, notSameAs: readonly string[], organization?: string): Promise<Result<Others, RegisterRefusal>> {
  const { repository, clock, naming } = deps;
  const { matches } = await findMatches(repository, naming.systems, profileOfPerson(person, naming.systems));
  const holder = person.citizenId && (await patientByNumber(repository, naming.systems, person.citizenId, clock.now()));
  if (holder && !notSameAs.includes(holder.id)) return refuse(alreadyRegistered(deps, holder, organization));
  const alike = matches.filter(({ patient }) => patient.id !== holder?.id);
  const unseen = alike.filter(({ patient }) => !notSameAs.includes(patient.id));
  if (unseen.length > 0) return refuse(refusal('IDENTITY_POSSIBLE_DUPLICATE', { params: { count: unseen.length }, help: alike.map((match): PossibleDuplicate => ({ ...shown(deps, match.patient, organization), likely: match.grade !== 'possible', here: isOwn(match.patient, organization), reasons: match.reasons })) }));
  return ok({ alike, ...(holder ? { holder } : {}) });
}

type Others = { readonly alike: readonly Match[]; readonly holder?: Stored<Patient> };

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

const isOwn = (patient: Patient, organization: string | undefined): boolean => organization !== undefined && patient.managingOrganization?.reference === organization;

const shown = ({ naming, clock }: RegisterDeps, patient: Stored<Patient>, organization?: string): PatientSummary =>
  summaryOf(patient, naming.systems, clock.now(), isOwn(patient, organization));

const alreadyRegistered = (deps: RegisterDeps, holder: Stored<Patient>, organization?: string) =>
  refusal('IDENTITY_ALREADY_REGISTERED', { help: { ...shown(deps, holder, organization), likely: false, here: isOwn(holder, organization), reasons: [] } satisfies PossibleDuplicate });
