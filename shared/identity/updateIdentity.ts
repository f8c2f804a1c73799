import type { Address, ContactPoint, Element, Identifier, Patient } from '@medplum/fhirtypes';
import { humanName } from '../fhir/humanName.ts';
import { currentIdentifier } from '../fhir/identifierSystems.ts';
import { recordInUse } from '../fhir/patientLinks.ts';
import type { Claim, FhirRepository, Idempotency, Reference, Stored } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { checkUpdate, type Details } from './checkPerson.ts';
import type { IdentityUpdate, PatientSummary } from './contract.ts';
import type { RegistrationErrorCode } from './errors.ts';
import { patientByNumber } from './findPeople.ts';
import type { Naming } from './naming.ts';
import { citizenNumberScope, identifierFor, summaryOf } from './patientRecord.ts';
import { actorOf, decide, type Principal } from './policy.ts';
import { relationsToPatient } from './relations.ts';
import { originExtension, withOrigin, type PatientPrimitives, type ValueOrigin } from './valueSource.ts';

export type UpdateDeps = { readonly repository: FhirRepository; readonly clock: Clock; readonly naming: Naming };
type Caller = { readonly principal: Principal; readonly correlationId: string };
export type UpdateRefusal = Refusal<RegistrationErrorCode | 'IDENTITY_RECORD_NOT_IN_USE' | 'IDENTITY_RECORD_CHANGED' | 'HTTP_NOT_FOUND' | 'HTTP_FORBIDDEN' | 'HTTP_CONTENTION' | 'HTTP_IDEMPOTENCY_KEY_REUSED'>;

/**
 * Takes into the record what somebody chose to take from the papers at hand, value by value. The value before stays in
 * the record as an old one (number, name, address, phone) and in its history; nothing is taken that was not named.
 */
export async function updateIdentity(deps: UpdateDeps, { principal, correlationId }: Caller, patientId: string, update: IdentityUpdate, command: Omit<Idempotency, 'answer'>): Promise<Result<PatientSummary, UpdateRefusal>> {
  const { repository, clock, naming } = deps;
  const reference: Reference = `Patient/${patientId}`;
  const audit = { actor: actorOf(principal), action: 'update', event: 'identity-updated', patient: reference, entities: [reference], correlationId } as const;
  const held = await relationsToPatient(repository, principal, reference, clock);
  const decision = decide({ principal, interaction: 'update', resourceType: 'Patient', relations: held });
  const patient = decision.allowed ? await repository.read<Patient>(reference) : undefined;
  if (!patient) {
    await repository.recordAccess({ ...audit, outcome: 'refused' });
    return refuse(refusal(!decision.allowed && decision.reason !== 'relation' ? 'HTTP_FORBIDDEN' : 'HTTP_NOT_FOUND'));
  }
  const now = clock.now();
  const details = checkUpdate(update, now);
  if (!details.ok) return details;
  if ((await recordInUse(repository, patient)).id !== patient.id || patient.active === false) return refuse(refusal('IDENTITY_RECORD_NOT_IN_USE'));
  const claims = await claimsFor(deps, patient, details.value);
  if (!claims.ok) return claims;
  const changed = changedBy(patient, details.value, { naming, now, origin: { source: update.source, at: now.toISOString() } });
  const answer = summaryOf(changed, naming.systems, now, true);
  const committed = await repository.commit({
    writes: [{ kind: 'put', resource: changed, precondition: { kind: 'version', versionId: patient.meta.versionId } }], claims: claims.value, audit: { ...audit, outcome: 'success' }, idempotency: { ...command, answer },
  });
  if (committed.ok) return ok(answer);
  switch (committed.error.kind) {
    case 'repeated':
      return ok(committed.error.answer as PatientSummary);
    case 'key-reused':
      return refuse(refusal('HTTP_IDEMPOTENCY_KEY_REUSED'));
    case 'precondition-failed':
      return refuse(refusal('IDENTITY_RECORD_CHANGED'));
    case 'claim-taken':
      return refuse(refusal('IDENTITY_ALREADY_REGISTERED'));
    case 'contention':
      return refuse(refusal('HTTP_CONTENTION'));
  }
}

/** A new number is claimed and the one before set free, in the commit that writes both. */
async function claimsFor({ repository, naming, clock }: UpdateDeps, patient: Stored<Patient>, { citizenId }: Details): Promise<Result<readonly Claim[], UpdateRefusal>> {
  const now = clock.now();
  const before = currentIdentifier(patient.identifier, naming.systems.citizenId, now);
  if (citizenId === undefined || citizenId === before) return ok([]);
  const holder = await patientByNumber(repository, naming.systems, citizenId, now);
  if (holder && holder.id !== patient.id) return refuse(refusal('IDENTITY_ALREADY_REGISTERED', { help: summaryOf(holder, naming.systems, now, false) }));
  const owner = `Patient/${patient.id}`;
  const mine = before !== undefined && !patient.identifier?.some(({ value, use }) => value === before && use === 'temp');
  return ok([...(mine ? [{ kind: 'release', scope: citizenNumberScope, key: before, owner } as const] : []), { kind: 'claim', scope: citizenNumberScope, key: citizenId, owner }]);
}

type Change = { readonly naming: Naming; readonly now: Date; readonly origin: ValueOrigin };

/** Pure: the record with the values taken, each with its origin. */
export function changedBy(patient: Stored<Patient>, details: Details, { naming, now, origin }: Change): Stored<Patient> {
  const { base } = naming;
  const ended = { end: now.toISOString() };
  const retire = <T extends { readonly use?: string; readonly period?: object }>(one: T): T => ({ ...one, use: 'old', period: { ...one.period, ...ended } });
  const identifiers = (['citizenId', 'previousId', 'passport', 'birthCertificate'] as const).reduce<readonly Identifier[]>((all, kind) => {
    const value = details[kind];
    if (value === undefined) return all;
    const system = naming.systems[kind];
    const kept = all.filter((i) => i.system !== system || i.value !== value).map((i) => (i.system === system && i.use !== 'old' ? retire(i) : i));
    return [...kept, withOrigin(identifierFor(kind, value, naming.systems), base, origin)];
  }, patient.identifier ?? []);
  const { name, address, phone, birthDate, sex } = details;
  const isPhone = ({ system, use }: { system?: string; use?: string }) => system === 'phone' && use !== 'old';
  const element = (): Element => ({ extension: [originExtension(base, origin)] });
  const primitives: PatientPrimitives = { ...(birthDate ? { _birthDate: element() } : {}), ...(sex ? { _gender: element() } : {}) };
  return {
    ...patient,
    ...(identifiers.length > 0 ? { identifier: [...identifiers] } : {}),
    ...(name ? { name: [withOrigin(humanName(name), base, origin), ...(patient.name ?? []).filter(({ text }) => text !== name).map((one) => (one.use === 'old' ? one : retire(one)))] } : {}),
    ...(address ? { address: [withOrigin<Address>({ use: 'home', text: address, country: 'VN' }, base, origin), ...(patient.address ?? []).filter(({ text }) => text !== address).map((one) => (one.use === 'old' ? one : retire(one)))] } : {}),
    ...(phone ? { telecom: [withOrigin<ContactPoint>({ system: 'phone', use: 'mobile', value: phone }, base, origin), ...(patient.telecom ?? []).filter(({ value }) => value !== phone).map((one) => (isPhone(one) ? retire(one) : one))] } : {}),
    ...(birthDate ? { birthDate } : {}),
    ...(sex ? { gender: sex } : {}),
    ...primitives,
  };
}
