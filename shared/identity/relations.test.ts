import { describe, expect, it } from '@jest/globals';
import type { Consent, Encounter, EpisodeOfCare, Patient, PractitionerRole, RelatedPerson, Resource, Task } from '@medplum/fhirtypes';
import { carerRole, consentReference } from '../consent/ports.ts';
import type { Purpose } from '../consent/contract.ts';
import type { FhirRepository, Stored } from '../fhir/repository.ts';
import { fixedClock } from '../kernel/clock.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Principal } from './policy.ts';
import { accessLimitsAt } from './accessLimits.ts';
import { visitOf } from './visit.ts';
import { relationsToPatient } from './relations.ts';

const now = '2026-06-30T08:00:00Z';
const { visitHours, consultationDays, requestDays } = accessLimitsAt(new Date(now));
const daysAgo = (days: number) => new Date(Date.parse(now) - days * 86_400_000).toISOString();
const meta = { versionId: '1', lastUpdated: now };

const nurse: Principal = { subject: 'n', name: 'N', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };
const specialist: Principal = { subject: 'd', name: 'D', roles: ['specialist'], practitioner: 'Practitioner/d', organization: 'Organization/central' };
const colleague: Principal = { ...specialist, subject: 'c', practitioner: 'Practitioner/c', organization: 'Organization/other' };
const patient: Principal = { subject: 'p', name: 'P', roles: ['patient'], patient: 'Patient/p' };

const aPatient = (managing?: string): Stored<Patient> => ({ resourceType: 'Patient', id: 'p', meta, ...(managing ? { managingOrganization: { reference: managing } } : {}) });
const aTask = (more: Partial<Task> = {}): Stored<Task> => ({
  resourceType: 'Task', id: 't', meta, status: 'requested', intent: 'order', for: { reference: 'Patient/p' },
  requester: { reference: 'Organization/station' }, owner: { reference: 'Organization/central' }, ...more,
}) as Stored<Task>;
const anEncounter = (more: Partial<Encounter> = {}): Stored<Encounter> => ({
  resourceType: 'Encounter', id: 'e', meta, status: 'in-progress', class: { code: 'VR' }, subject: { reference: 'Patient/p' },
  participant: [{ individual: { reference: 'Practitioner/c' } }], ...more,
}) as Stored<Encounter>;

const cardiology = (system: string) => [{ coding: [{ system, code: 'cardiology' }] }];
const aRole: PractitionerRole = { resourceType: 'PractitionerRole', id: 'role-d', specialty: cardiology('s') };
const aDecision = (purpose: Purpose, type: 'permit' | 'deny'): Consent => ({
  resourceType: 'Consent', id: consentReference('Patient/p', purpose).slice('Consent/'.length), status: 'active', scope: {}, category: [], provision: { type },
});
const aCarer = (more: Partial<RelatedPerson> = {}): RelatedPerson => ({
  resourceType: 'RelatedPerson', id: 'r', patient: { reference: 'Patient/p' }, relationship: [{ coding: [{ system: 'https://x/CodeSystem/carer', code: carerRole }] }],
  identifier: [{ system: 'https://x/sid/citizen-id', value: '012185000011' }], period: { start: daysAgo(9) }, ...more,
});

type World = { record?: Stored<Patient>; visit?: EpisodeOfCare; others?: Resource[]; tasks?: Stored<Task>[]; encounters?: Stored<Encounter>[]; relatives?: RelatedPerson[] };
/** Only the questions that are asked, each answered in pages of one. */
function holding({ record, visit, others = [], tasks = [], encounters = [], relatives = [] }: World) {
  return {
    readMany: (references: readonly string[]) => Promise.resolve(references.map((reference) => {
      const [type] = reference.split('/');
      return type === 'Patient' ? record : type === 'EpisodeOfCare' ? visit : others.find((other) => `${other.resourceType}/${other.id}` === reference);
    })),
    search: (type: string, _query: unknown, cursor = '0') => {
      const rows: readonly unknown[] = type === 'Task' ? tasks : type === 'Encounter' ? encounters : relatives;
      const at = Number(cursor);
      return Promise.resolve(ok({ resources: rows.slice(at, at + 1), included: [], ...(at + 1 < rows.length ? { next: String(at + 1) } : {}) }));
    },
  } as unknown as Pick<FhirRepository, 'readMany' | 'search'>;
}
const ask = (world: Parameters<typeof holding>[0], principal: Principal) => relationsToPatient(holding(world), principal, 'Patient/p', fixedClock(now));

describe('relationsToPatient', () => {
  it('a patient stands to the own record as own-record and to any other as none', async () => {
    expect(await ask({ record: aPatient() }, patient)).toEqual(['own-record']);
    expect(await ask({ record: aPatient() }, { ...patient, patient: 'Patient/q' })).toEqual(['none']);
  });

  it('whoever was chosen for an application is so beside what else holds, and nobody else is', async () => {
    expect(await ask({ record: aPatient('Organization/station') }, { ...nurse, chosenPatient: 'Patient/p' })).toEqual(['own-facility-patient', 'chosen-patient']);
    expect(await ask({ record: aPatient('Organization/station') }, { ...nurse, chosenPatient: 'Patient/q' })).toEqual(['own-facility-patient']);
    expect(await ask({ record: aPatient('Organization/elsewhere') }, { ...nurse, chosenPatient: 'Patient/p' })).toEqual(['chosen-patient']);
    expect(await ask({ record: aPatient() }, { ...patient, chosenPatient: 'Patient/q' })).toEqual(['own-record']);
  });

  it('a patient registered by the caller’s facility is its own', async () => {
    expect(await ask({ record: aPatient('Organization/station') }, nurse)).toEqual(['own-facility-patient']);
    expect(await ask({ record: aPatient('Organization/elsewhere') }, nurse)).toEqual(['none']);
  });

  it('a person received at the desk is received for a day', async () => {
    const received = (hoursAgo: number) => visitOf('Organization/station', 'Patient/p', new Date(Date.parse(now) - hoursAgo * 3_600_000));
    expect(await ask({ record: aPatient(), visit: received(1) }, nurse)).toEqual(['received-today']);
    expect(await ask({ record: aPatient(), visit: received(visitHours) }, nurse)).toEqual(['none']);
  });

  it('a request by the caller’s facility makes the patient its own for a year after its end, but not one entered in error', async () => {
    const own = ['own-facility-patient', 'own-facility-request'];
    const closed = (days: number) => aTask({ status: 'completed', executionPeriod: { end: daysAgo(days) } });
    expect(await ask({ record: aPatient(), tasks: [aTask()] }, nurse)).toEqual(own);
    expect(await ask({ record: aPatient(), tasks: [closed(requestDays - 1)] }, nurse)).toEqual(own);
    expect(await ask({ record: aPatient(), tasks: [closed(requestDays + 1)] }, nurse)).toEqual(['none']);
    expect(await ask({ record: aPatient(), tasks: [aTask({ status: 'entered-in-error' })] }, nurse)).toEqual(['none']);
  });

  it('an open request concerns the specialty that is asked, the one who was named, and who directs; an ended one nobody', async () => {
    const waiting = aTask({ performerType: cardiology('s') });
    const named = aTask({ performerType: [{ coding: [{ code: 'dermatology' }] }], extension: [{ url: 'https://x/StructureDefinition/named-specialist', valueReference: { reference: 'Practitioner/d' } }] });
    expect(await ask({ tasks: [waiting], others: [aRole] }, specialist)).toEqual(['asked-facility-request']);
    expect(await ask({ tasks: [waiting], others: [{ ...aRole, specialty: [{ coding: [{ code: 'dermatology' }] }] }] }, specialist)).toEqual(['none']);
    expect(await ask({ tasks: [waiting] }, specialist)).toEqual(['none']);
    expect(await ask({ tasks: [named], others: [aRole] }, specialist)).toEqual(['asked-facility-request']);
    expect(await ask({ tasks: [waiting] }, { ...specialist, roles: ['coordinator'] })).toEqual(['asked-facility-request']);
    expect(await ask({ tasks: [{ ...waiting, status: 'cancelled' }], others: [aRole] }, specialist)).toEqual(['none']);
  });

  it('what the patient has withdrawn ends the relations that rest on it at once, and a new yes opens them again', async () => {
    const world = (decision: Consent) => ({ record: aPatient('Organization/station'), tasks: [aTask({ owner: { reference: 'Practitioner/d' } })], others: [decision, aRole] });
    expect(await ask(world(aDecision('treatment', 'deny')), nurse)).toEqual(['restricted']);
    expect(await ask(world(aDecision('treatment', 'permit')), nurse)).toEqual(['own-facility-patient', 'own-facility-request']);
    expect(await ask(world({ ...aDecision('treatment', 'deny'), status: 'inactive' }), nurse)).toEqual(['own-facility-patient', 'own-facility-request']);
    expect(await ask(world(aDecision('remote-consultation', 'deny')), specialist)).toEqual(['restricted']);
    expect(await ask(world(aDecision('remote-consultation', 'deny')), nurse)).toEqual(['own-facility-patient', 'own-facility-request']);
    const visit = visitOf('Organization/station', 'Patient/p', new Date(now));
    expect(await ask({ record: aPatient(), visit, others: [aDecision('sharing', 'deny')] }, nurse)).toEqual(['restricted']);
  });

  it('an emergency opens the record to the one who declared it, for its hours, whatever was withdrawn', async () => {
    const emergency = (more: Partial<Task> = {}) => aTask({ code: { coding: [{ system: 'https://x/CodeSystem/privacy-task', code: 'emergency-access' }] }, requester: { reference: 'Practitioner/d' }, owner: { reference: 'Organization/office' }, executionPeriod: { start: daysAgo(0.1), end: daysAgo(-0.1) }, ...more });
    expect(await ask({ tasks: [emergency()], others: [aDecision('remote-consultation', 'deny')] }, specialist)).toEqual(['break-glass']);
    expect(await ask({ tasks: [emergency()] }, { ...specialist, practitioner: 'Practitioner/x' })).toEqual(['none']);
    expect(await ask({ tasks: [emergency({ executionPeriod: { start: daysAgo(1), end: daysAgo(0.5) } })] }, specialist)).toEqual(['none']);
    expect(await ask({ tasks: [emergency()] }, { ...nurse, organization: 'Organization/office' })).toEqual(['none']);
  });

  it('a carer stands to the record from the first to the last day, until it is withdrawn, and by the own number only', async () => {
    const caller: Stored<Patient> = { resourceType: 'Patient', id: 'q', meta, identifier: [{ system: 'https://x/sid/citizen-id', value: '012185000011' }] };
    const daughter: Principal = { ...patient, patient: 'Patient/q' };
    const stands = (relative: RelatedPerson, record = caller) => ask({ record, relatives: [relative] }, daughter);
    expect(await stands(aCarer())).toEqual(['carer']);
    expect(await stands(aCarer({ active: false }))).toEqual(['none']);
    expect(await stands(aCarer({ period: { start: daysAgo(9), end: daysAgo(1) } }))).toEqual(['none']);
    expect(await stands(aCarer({ period: { start: daysAgo(-1) } }))).toEqual(['none']);
    expect(await stands(aCarer({ relationship: [{ text: 'con' }] }))).toEqual(['none']);
    expect(await stands(aCarer(), { ...caller, identifier: [{ system: 'https://x/sid/citizen-id', value: '012185000012' }] })).toEqual(['none']);
    expect(await stands(aCarer(), { ...caller, identifier: [{ use: 'old', system: 'https://x/sid/citizen-id', value: '012185000011' }] })).toEqual(['none']);
  });

  it('research sees who agreed to it, and nobody else', async () => {
    const study: Principal = { subject: 's', name: 'S', roles: ['research'] };
    expect(await ask({ others: [] }, study)).toEqual(['none']);
    expect(await ask({ others: [aDecision('research', 'permit')] }, study)).toEqual(['research-consent']);
    expect(await ask({ others: [aDecision('research', 'deny')] }, study)).toEqual(['none']);
  });

  it('the case that the specialist took stays open to her a stated time after its end', async () => {
    const owned = { owner: { reference: 'Practitioner/d' } };
    const closed = (days: number) => aTask({ ...owned, status: 'completed', executionPeriod: { end: daysAgo(days) } });
    expect(await ask({ tasks: [aTask({ ...owned, status: 'in-progress' })] }, specialist)).toEqual(['own-consultation']);
    expect(await ask({ tasks: [closed(consultationDays - 1)] }, specialist)).toEqual(['own-consultation']);
    expect(await ask({ tasks: [closed(consultationDays + 1)] }, specialist)).toEqual(['none']);
  });

  it('finds the relation on any page of the answer', async () => {
    expect(await ask({ tasks: [aTask({ status: 'cancelled' }), aTask({ owner: { reference: 'Practitioner/d' } })] }, specialist)).toEqual(['own-consultation']);
  });

  it('a colleague invited into the room has the consultation, for the same time', async () => {
    expect(await ask({ encounters: [anEncounter()] }, colleague)).toEqual(['own-consultation']);
    expect(await ask({ encounters: [anEncounter({ status: 'finished', period: { end: daysAgo(40) } })] }, colleague)).toEqual(['none']);
    expect(await ask({ encounters: [anEncounter({ participant: [{ individual: { reference: 'Practitioner/x' } }] })] }, colleague)).toEqual(['none']);
  });

  it('throws when the store refuses the question: that is a fault, never an empty answer', async () => {
    const broken = { readMany: () => Promise.resolve([]), search: () => Promise.resolve(refuse({ kind: 'unknown-parameter', parameter: 'patient' })) };
    await expect(relationsToPatient(broken as unknown as Pick<FhirRepository, 'readMany' | 'search'>, nurse, 'Patient/p')).rejects.toThrow('relations');
  });
});
