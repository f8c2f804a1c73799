import { describe, expect, it } from '@jest/globals';
import type { Encounter, EpisodeOfCare, Patient, Task } from '@medplum/fhirtypes';
import type { FhirRepository, Stored } from '../fhir/repository.ts';
import { fixedClock } from '../kernel/clock.ts';
import { ok, refuse } from '../kernel/result.ts';
import type { Principal } from './policy.ts';
import { visitHours, visitOf } from './visit.ts';
import { consultationAccessDays, relationsToPatient } from './relations.ts';

const now = '2026-06-30T08:00:00Z';
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

/** Only the two questions that are asked, each answered in pages of one. */
function holding({ record, visit, tasks = [], encounters = [] }: { record?: Stored<Patient>; visit?: EpisodeOfCare; tasks?: Stored<Task>[]; encounters?: Stored<Encounter>[] }) {
  return {
    readMany: () => Promise.resolve([record, visit]),
    search: (type: string, _query: unknown, cursor = '0') => {
      const rows = type === 'Task' ? tasks : encounters;
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

  it('a patient registered by the caller’s facility is its own', async () => {
    expect(await ask({ record: aPatient('Organization/station') }, nurse)).toEqual(['own-facility-patient']);
    expect(await ask({ record: aPatient('Organization/elsewhere') }, nurse)).toEqual(['none']);
  });

  it('a person received at the desk is the facility’s own for a day', async () => {
    const received = (hoursAgo: number) => visitOf('Organization/station', 'Patient/p', new Date(Date.parse(now) - hoursAgo * 3_600_000));
    expect(await ask({ record: aPatient(), visit: received(1) }, nurse)).toEqual(['own-facility-patient']);
    expect(await ask({ record: aPatient(), visit: received(visitHours) }, nurse)).toEqual(['none']);
  });

  it('a request by the caller’s facility makes the patient its own, even a closed one, but not one entered in error', async () => {
    const own = ['own-facility-patient', 'own-facility-request'];
    expect(await ask({ record: aPatient(), tasks: [aTask()] }, nurse)).toEqual(own);
    expect(await ask({ record: aPatient(), tasks: [aTask({ status: 'completed' })] }, nurse)).toEqual(own);
    expect(await ask({ record: aPatient(), tasks: [aTask({ status: 'entered-in-error' })] }, nurse)).toEqual(['none']);
  });

  it('an open request at the caller’s facility is asked of it; an ended one no longer', async () => {
    expect(await ask({ tasks: [aTask()] }, specialist)).toEqual(['asked-facility-request']);
    expect(await ask({ tasks: [aTask({ status: 'cancelled' })] }, specialist)).toEqual(['none']);
  });

  it('the case that the specialist took stays open to her a stated time after its end', async () => {
    const owned = { owner: { reference: 'Practitioner/d' } };
    const closed = (days: number) => aTask({ ...owned, status: 'completed', executionPeriod: { end: daysAgo(days) } });
    expect(await ask({ tasks: [aTask({ ...owned, status: 'in-progress' })] }, specialist)).toEqual(['own-consultation']);
    expect(await ask({ tasks: [closed(consultationAccessDays - 1)] }, specialist)).toEqual(['own-consultation']);
    expect(await ask({ tasks: [closed(consultationAccessDays + 1)] }, specialist)).toEqual(['none']);
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
