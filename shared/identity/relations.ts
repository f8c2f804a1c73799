import type { Consent, Encounter, EpisodeOfCare, Patient, PractitionerRole, RelatedPerson, Resource, Task } from '@medplum/fhirtypes';
import type { Purpose } from '../consent/contract.ts';
import { choiceIn, consentReference, isCarer, opensInEmergency, privacyTaskIn } from '../consent/ports.ts';
import { recordsOfPerson } from '../fhir/patientLinks.ts';
import type { FhirRepository, Reference, Stored } from '../fhir/repository.ts';
import { systemClock, type Clock } from '../kernel/clock.ts';
import { accessLimitsAt, type AccessLimits } from './accessLimits.ts';
import type { Principal, Relation } from './policy.ts';
import { visitReference } from './visit.ts';

/** What each relation says, for whoever reads the policy. */
export const relationWords: Readonly<Record<Relation, string>> = {
  'own-record': 'the record is the caller\'s own',
  carer: 'the caller is named as a carer, within the days of it, and nobody has withdrawn it',
  'own-facility-patient': 'registered at the caller\'s facility, or asked about by it while the request is open and `requestDays` after',
  'received-today': 'registered elsewhere and received at the caller\'s desk by the whole number within `visitHours`; rests on the purpose `sharing`',
  'own-facility-request': 'the caller\'s facility has asked about the patient, while the request is open and `requestDays` after',
  'own-consultation': 'the caller has the case, or was called into it, while it is open and `consultationDays` after; rests on `remote-consultation`',
  'asked-facility-request': 'an open request waits at the caller\'s facility: for coordinators, for the specialty asked, and for the specialist who was named',
  restricted: 'one of the relations above would hold, and the patient has withdrawn the purpose on which it rests',
  'break-glass': 'the caller opened the record in an emergency, with a reason, within `emergencyHours`; patient and officer were told',
  'privacy-officer': 'the Task at hand is addressed to the caller\'s office for data protection',
  'research-consent': 'the patient has agreed to research and statistics',
  'own-subscription': 'the caller has written the Subscription',
  'public-directory': 'the resource holds nothing about a patient',
  'chosen-patient': 'another application was started for this patient; opens nothing by itself, and `patient/` scopes reach nobody else',
  none: 'no relation',
};

/** What a relation rests on; with that withdrawn it is `restricted`. */
const restsOn: Partial<Record<Relation, Purpose>> = {
  'own-facility-patient': 'treatment',
  'own-facility-request': 'treatment',
  'received-today': 'sharing',
  'own-consultation': 'remote-consultation',
  'asked-facility-request': 'remote-consultation',
};

const carePurposes = ['treatment', 'remote-consultation', 'sharing'] as const satisfies readonly Purpose[];

const ended: ReadonlySet<Task['status']> = new Set(['completed', 'cancelled', 'rejected', 'failed', 'entered-in-error']);
const hour = 3_600_000;
const day = 24 * hour;

type Repository = Pick<FhirRepository, 'readMany' | 'search'>;
type Loaded = {
  readonly patient?: Patient;
  readonly visit?: EpisodeOfCare;
  /** The caller's own role in the directory: the specialties. */
  readonly role?: PractitionerRole;
  readonly tasks: readonly Stored<Task>[];
  readonly encounters: readonly Encounter[];
};

/**
 * How the caller stands to a patient's record: every relation that holds, or ['none']. Costs one read of some items
 * by key and one search for staff (two for a practitioner), side by side; nothing for a patient's own record, a read
 * and a search for a carer.
 */
export async function relationsToPatient(repository: Repository, principal: Principal, patient: Reference, clock: Clock = systemClock): Promise<readonly Relation[]> {
  const now = clock.now();
  const held = (await Promise.all([asPatient(repository, principal, patient, now), asStaff(repository, principal, patient, now), asResearcher(repository, principal, patient), asChosen(repository, principal, patient)])).flat();
  return held.length > 0 ? [...new Set(held)] : ['none'];
}

async function asPatient(repository: Repository, principal: Principal, patient: Reference, now: Date): Promise<readonly Relation[]> {
  if (!principal.patient) return [];
  if (principal.patient === patient) return ['own-record'];
  const [[caller], relatives] = await Promise.all([repository.readMany([principal.patient]), all<RelatedPerson>(repository, 'RelatedPerson', { patient })]);
  if (await isOneOf(repository, caller, patient)) return ['own-record'];
  const numbers = ((caller as Patient | undefined)?.identifier ?? []).flatMap(({ use, system, value, period }) => (use !== 'old' && !(period?.end && new Date(period.end) <= now) && system?.endsWith('/sid/citizen-id') && value ? [value] : []));
  return relatives.some((relative) => isCarer(relative, numbers, now)) ? ['carer'] : [];
}

/** A person's records are one record: whoever was chosen was chosen with all of them. */
async function asChosen(repository: Repository, { chosenPatient }: Principal, patient: Reference): Promise<readonly Relation[]> {
  if (!chosenPatient) return [];
  if (chosenPatient === patient) return ['chosen-patient'];
  const [chosen] = await repository.readMany([chosenPatient]);
  return (await isOneOf(repository, chosen, patient)) ? ['chosen-patient'] : [];
}

async function isOneOf(repository: Repository, caller: Resource | undefined, patient: Reference): Promise<boolean> {
  if (caller?.resourceType !== 'Patient' || !caller.link) return false;
  return (await recordsOfPerson(repository, caller as Stored<Patient>)).some(({ id }) => `Patient/${id}` === patient);
}

/** A person's records are one record: who stands to one of them stands to all, and what was withdrawn in one is withdrawn. */
async function asStaff(repository: Repository, principal: Principal, patient: Reference, now: Date): Promise<readonly Relation[]> {
  if (!principal.organization && !principal.practitioner) return [];
  const asked = await toRecord(repository, principal, patient, now);
  const joined = asked.record?.link ? (await recordsOfPerson(repository, asked.record)).map(({ id }) => `Patient/${id}` as const).filter((other) => other !== patient) : [];
  const all = [asked, ...(await Promise.all(joined.map((other) => toRecord(repository, principal, other, now))))];
  return restricted([...new Set(all.flatMap(({ held }) => held))], new Set(all.flatMap(({ withdrawn }) => [...withdrawn])));
}

type ToRecord = { readonly held: readonly Relation[]; readonly withdrawn: ReadonlySet<Purpose>; readonly record?: Stored<Patient> };

async function toRecord(repository: Repository, principal: Principal, patient: Reference, now: Date): Promise<ToRecord> {
  const { organization, practitioner, roles } = principal;
  const wanted: readonly Reference[] = [
    patient,
    ...carePurposes.map((purpose) => consentReference(patient, purpose)),
    ...(organization ? [visitReference(organization, patient)] : []),
    ...(practitioner && roles.includes('specialist') ? [`PractitionerRole/role-${practitioner.slice('Practitioner/'.length)}` as const] : []),
  ];
  // All at once: who waits for the answer waits for one of them, and a page of few entries costs a read unit.
  const [found, tasks, encounters] = await Promise.all([
    repository.readMany(wanted),
    all<Task>(repository, 'Task', { patient }),
    practitioner ? all<Encounter>(repository, 'Encounter', { patient, participant: practitioner }) : [],
  ]);
  const get = <T extends Resource>(type: T['resourceType']) => found.find((r) => r?.resourceType === type) as T | undefined;
  const record = { patient: get<Patient>('Patient'), visit: get<EpisodeOfCare>('EpisodeOfCare'), role: get<PractitionerRole>('PractitionerRole') };
  const held = relationsFrom(principal, { ...record, tasks, encounters }, now);
  return { held, withdrawn: withdrawnIn(patient, found), ...(record.patient ? { record: record.patient as Stored<Patient> } : {}) };
}

async function asResearcher(repository: Repository, { roles }: Principal, patient: Reference): Promise<readonly Relation[]> {
  if (!roles.includes('research')) return [];
  const [consent] = await repository.readMany([consentReference(patient, 'research')]);
  return choiceIn(consent as Consent | undefined, 'research') === 'permit' ? ['research-consent'] : [];
}

/** The pure part: what the loaded records say, whatever the patient has consented to. */
export function relationsFrom(principal: Principal, { patient, visit, role, tasks, encounters }: Loaded, now: Date): readonly Relation[] {
  const { organization, practitioner } = principal;
  const limits = accessLimitsAt(now);
  const held = new Set<Relation>();
  if (organization && patient?.managingOrganization?.reference === organization) held.add('own-facility-patient');
  if (organization && visit?.managingOrganization?.reference === organization && now < new Date(visit.period?.end ?? 0)) held.add('received-today');
  for (const task of tasks.filter(({ status }) => status !== 'entered-in-error')) {
    if (practitioner && opensInEmergency(task, practitioner, now)) held.add('break-glass');
    if (privacyTaskIn(task)) continue;
    if (organization && task.requester?.reference === organization && lasts(task, limits.requestDays, now)) held.add('own-facility-patient').add('own-facility-request');
    if (organization && task.owner?.reference === organization && !ended.has(task.status) && isFor(task, principal, role)) held.add('asked-facility-request');
    if (practitioner && task.owner?.reference === practitioner && lasts(task, limits.consultationDays, now)) held.add('own-consultation');
  }
  if (practitioner && encounters.some((encounter) => isInvited(encounter, practitioner, limits, now))) held.add('own-consultation');
  return [...held];
}

/** A waiting request concerns whoever directs requests, the specialty that is asked, and the one who was named. */
function isFor(task: Task, { roles, practitioner }: Principal, role: PractitionerRole | undefined): boolean {
  if (!roles.includes('specialist') || roles.includes('coordinator')) return true;
  const named = task.extension?.find(({ url }) => url.endsWith('/StructureDefinition/named-specialist'))?.valueReference?.reference;
  if (named !== undefined && named === practitioner) return true;
  const asked = (task.performerType ?? []).flatMap(({ coding = [] }) => coding).flatMap(({ code }) => code ?? []);
  const own = (role?.specialty ?? []).flatMap(({ coding = [] }) => coding).flatMap(({ code }) => code ?? []);
  return asked.some((code) => own.includes(code));
}

/** What of the relations is left when purposes have been withdrawn. */
export function restricted(held: readonly Relation[], withdrawn: ReadonlySet<Purpose>): readonly Relation[] {
  const left = held.filter((relation) => {
    const purpose = restsOn[relation];
    return purpose === undefined || !withdrawn.has(purpose);
  });
  return left.length < held.length ? [...left, 'restricted'] : held;
}

function withdrawnIn(patient: Reference, found: readonly (Resource | undefined)[]): ReadonlySet<Purpose> {
  const standing = new Map(found.map((r) => [`${r?.resourceType}/${r?.id}`, r as Consent]));
  return new Set(carePurposes.filter((purpose) => choiceIn(standing.get(consentReference(patient, purpose)), purpose) === 'deny'));
}

/** Of the patients, those who have withdrawn a purpose of care: one read by keys, for lists. */
export async function withdrawnBy(repository: Pick<FhirRepository, 'readMany'>, patients: readonly Reference[]): Promise<ReadonlyMap<Reference, ReadonlySet<Purpose>>> {
  const asked = [...new Set(patients)];
  const found = await repository.readMany(asked.flatMap((patient) => carePurposes.map((purpose) => consentReference(patient, purpose))));
  return new Map(asked.map((patient) => [patient, withdrawnIn(patient, found)]));
}

/** Relations that stand beside the steps of a consultation: an emergency, a carer. */
export const besideTheCase: ReadonlySet<Relation> = new Set(['break-glass', 'carer']);

/** How the caller stands to a Task that is addressed to the office for data protection: its people see it, nobody else of the staff. */
export function relationsToPrivacyTask({ organization, roles }: Principal, task: Task, held: readonly Relation[]): readonly Relation[] {
  const officer: readonly Relation[] = roles.includes('auditor') && organization && task.owner?.reference === organization ? ['privacy-officer'] : [];
  const own = held.filter((relation) => relation === 'own-record' || relation === 'carer' || relation === 'chosen-patient');
  return [...officer, ...own];
}

function lasts(task: Stored<Task>, days: number, now: Date): boolean {
  return !ended.has(task.status) || within(task.executionPeriod?.end ?? task.lastModified ?? task.meta.lastUpdated, days, now);
}

/** Colleagues called into the room stand in Encounter.participant. */
function isInvited(encounter: Encounter, practitioner: string, limits: AccessLimits, now: Date): boolean {
  if (encounter.status === 'entered-in-error') return false;
  if (!encounter.participant?.some(({ individual }) => individual?.reference === practitioner)) return false;
  const over = encounter.status === 'finished' || encounter.status === 'cancelled';
  return !over || within(encounter.period?.end ?? encounter.meta?.lastUpdated, limits.consultationDays, now);
}

function within(closed: string | undefined, days: number, now: Date): boolean {
  const at = closed === undefined ? Number.NaN : Date.parse(closed);
  return now.getTime() - at <= days * day;
}

async function all<T extends Task | Encounter | RelatedPerson>(repository: Pick<FhirRepository, 'search'>, type: T['resourceType'], query: Record<string, string>): Promise<readonly Stored<T>[]> {
  const found: Stored<T>[] = [];
  let cursor: string | undefined;
  do {
    const page = await repository.search<T>(type, new URLSearchParams(query), cursor);
    if (!page.ok) throw new Error(`relations: ${type} search refused: ${page.error.kind}`);
    found.push(...page.value.resources);
    cursor = page.value.next;
  } while (cursor !== undefined);
  return found;
}
