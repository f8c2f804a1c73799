import type { Patient, RelatedPerson } from '@medplum/fhirtypes';
import { nameOf } from '../fhir/humanName.ts';
import { currentIdentifier, identifierSystems } from '../fhir/identifierSystems.ts';
import type { FhirRepository, Reference, Stored } from '../fhir/repository.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { carerKinds, type CaredFor, type Carer, type CarerGrant, type Carers, type CarerWithdrawal } from './contract.ts';
import { factOf, isThePatient, mayDo, save, type Ask, type PrivacyContext, type SaveRefusal } from './context.ts';
import type { ConsentErrorCode } from './errors.ts';
import { carerRole, isCarer } from './ports.ts';

type Refused = Refusal<ConsentErrorCode | 'HTTP_FORBIDDEN' | 'HTTP_NOT_FOUND'> | SaveRefusal;

/** A parent's care of a child ends when the child comes of age, by itself (Civil Code, article 20). */
const comesOfAge = 18;

export async function listCarers(context: PrivacyContext, ask: Ask, patientId: string): Promise<Result<Carers, Refused>> {
  const patient: Reference = `Patient/${patientId}`;
  const fact = { action: 'read', event: 'carers-read', patient } as const;
  const may = await mayDo(context, ask, { patient, command: 'withdraw-carer', fact });
  if (!may.ok) return may;
  const carers = (await relatives(context.repository, { patient })).filter(hasRole).map((relative) => carerIn(relative, context));
  await context.repository.recordAccess(factOf(ask, fact));
  return ok({ carers: carers.toSorted((a, b) => Number(b.active) - Number(a.active) || b.from.localeCompare(a.from)) });
}

/**
 * Names a carer by their own citizen number. Whether that number has a record here is not told: the carer sees the
 * record once they sign in with it.
 */
export async function grantCarer(context: PrivacyContext, ask: Ask, { patientId, grant }: { readonly patientId: string; readonly grant: CarerGrant }): Promise<Result<Carer, Refused>> {
  const { repository, clock, newId, base } = context;
  const reference: Reference = `Patient/${patientId}`;
  const id = newId();
  const fact = { action: 'create', event: 'carer-named', patient: reference, entities: [`RelatedPerson/${id}` as const], reason: grant.kind } as const;
  const may = await mayDo(context, ask, { patient: reference, command: 'grant-carer', fact });
  if (!may.ok) return may;
  if (!isThePatient(ask.principal) && !grant.patientPresent) return refuse(refusal('CONSENT_PATIENT_ABSENT', { at: '/patientPresent' }));
  const patient = await repository.read<Patient>(reference);
  if (!patient) return refuse(refusal('HTTP_NOT_FOUND'));
  const now = clock.now();
  if (currentIdentifier(patient.identifier, identifierSystems(base).citizenId, now) === grant.citizenId) return refuse(refusal('CARER_ONESELF', { at: '/citizenId' }));
  const end = lastMoment(grant, patient);
  if (end && end <= now) return refuse(refusal('CARER_UNTIL_PAST', { at: '/until' }));
  const relative: RelatedPerson & { readonly id: string } = {
    resourceType: 'RelatedPerson',
    id,
    active: true,
    identifier: [{ system: identifierSystems(base).citizenId, value: grant.citizenId }],
    patient: { reference },
    relationship: [{ coding: [{ system: `${base}/CodeSystem/carer`, code: carerRole }, { system: `${base}/CodeSystem/carer-kind`, code: grant.kind }] }],
    name: [{ text: grant.name }],
    period: { start: now.toISOString(), ...(end ? { end: end.toISOString() } : {}) },
  };
  return await save(context, ask, carerIn(relative, context), { writes: [{ kind: 'put', resource: relative, precondition: { kind: 'absent' } }], audit: factOf(ask, fact) });
}

/** Ends a carer's access with this commit; the next thing they ask for is refused. */
export async function withdrawCarer(context: PrivacyContext, ask: Ask, { patientId, id, withdrawal }: { readonly patientId: string; readonly id: string; readonly withdrawal: CarerWithdrawal }): Promise<Result<Carer, Refused>> {
  const { repository, clock } = context;
  const reference: Reference = `Patient/${patientId}`;
  const fact = { action: 'update', event: 'carer-withdrawn', patient: reference, entities: [`RelatedPerson/${id}` as const] } as const;
  const may = await mayDo(context, ask, { patient: reference, command: 'withdraw-carer', fact });
  if (!may.ok) return may;
  if (!isThePatient(ask.principal) && !withdrawal.patientPresent) return refuse(refusal('CONSENT_PATIENT_ABSENT', { at: '/patientPresent' }));
  const relative = await repository.read<RelatedPerson>(`RelatedPerson/${id}`);
  if (!relative || !hasRole(relative) || relative.patient.reference !== reference) return refuse(refusal('HTTP_NOT_FOUND'));
  // Who cares for somebody may lay it down, and names or dismisses nobody else.
  if (may.value.includes('carer') && !(await isThemself(context, ask, relative))) return refuse(refusal('HTTP_NOT_FOUND'));
  const next: Stored<RelatedPerson> = { ...relative, active: false, period: { ...relative.period, end: clock.now().toISOString() } };
  return await save(context, ask, carerIn(next, context), { writes: [{ kind: 'put', resource: next, precondition: { kind: 'version', versionId: relative.meta.versionId } }], audit: factOf(ask, fact) });
}

/** Whose records the caller may see as their carer. */
export async function listCaredFor(context: PrivacyContext, ask: Ask): Promise<Result<CaredFor, Refused>> {
  const { repository, clock, base } = context;
  const number = await ownNumber(context, ask);
  const found = number === undefined ? [] : await relatives(repository, { identifier: `${identifierSystems(base).citizenId}|${number}` });
  const current = found.filter((relative) => isCarer(relative, number === undefined ? [] : [number], clock.now()));
  const patients = await repository.readMany(current.map(({ patient }) => patient.reference as Reference));
  const people = current.flatMap((relative, i) => {
    const patient = patients[i];
    const { kind, until } = carerIn(relative, context);
    return patient?.resourceType === 'Patient' ? [{ patientId: patient.id, name: nameOf(patient), kind, ...(until ? { until } : {}) }] : [];
  });
  await repository.recordAccess(factOf(ask, { action: 'search', event: 'cared-for-listed', entities: people.map(({ patientId }): Reference => `Patient/${patientId}`) }));
  return ok({ people });
}

/** The last day in Vietnam, or the day of coming of age, whichever is first. */
function lastMoment({ kind, until }: CarerGrant, { birthDate }: Patient): Date | undefined {
  const asked = until ? new Date(`${until}T23:59:59.999+07:00`) : undefined;
  const grown = kind === 'parent' && birthDate && birthDate.length === 10 ? new Date(`${Number(birthDate.slice(0, 4)) + comesOfAge}${birthDate.slice(4)}T00:00:00+07:00`) : undefined;
  return [asked, grown].filter((date) => date !== undefined).toSorted((a, b) => a.getTime() - b.getTime())[0];
}

const ownNumber = async ({ repository, base, clock }: PrivacyContext, { principal }: Ask): Promise<string | undefined> =>
  principal.patient && currentIdentifier((await repository.read<Patient>(principal.patient))?.identifier, identifierSystems(base).citizenId, clock.now());

async function isThemself(context: PrivacyContext, ask: Ask, relative: RelatedPerson): Promise<boolean> {
  const number = await ownNumber(context, ask);
  return number !== undefined && isCarer(relative, [number], context.clock.now());
}

const hasRole = ({ relationship = [] }: RelatedPerson): boolean => relationship.some(({ coding = [] }) => coding.some(({ code }) => code === carerRole));

function carerIn({ id = '', name, relationship = [], identifier = [], period, active }: RelatedPerson, { clock }: Pick<PrivacyContext, 'clock'>): Carer {
  const codes = relationship.flatMap(({ coding = [] }) => coding).map(({ code }) => code);
  const number = identifier[0]?.value ?? '';
  return {
    id,
    name: name?.[0]?.text ?? '',
    kind: carerKinds.find((kind) => codes.includes(kind)) ?? 'other',
    citizenId: number.slice(-4).padStart(number.length, '*'),
    from: period?.start ?? '',
    ...(period?.end ? { until: period.end } : {}),
    active: active !== false && !(period?.end && new Date(period.end) <= clock.now()),
  };
}

async function relatives(repository: Pick<FhirRepository, 'search'>, query: Record<string, string>): Promise<readonly Stored<RelatedPerson>[]> {
  const page = await repository.search<RelatedPerson>('RelatedPerson', new URLSearchParams({ ...query, _count: '200' }));
  if (!page.ok) throw new Error(`carers: search refused: ${page.error.kind}`);
  return page.value.resources;
}
