import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Patient } from '@medplum/fhirtypes';
import { v7 } from 'uuid';
import { patients } from '../../local/story.ts';
import { identifierSystems } from '../../shared/fhir/identifierSystems.ts';
import { challengeStoreContract } from '../../shared/identity/challengeStore.contract.ts';
import { lookUpPerson } from '../../shared/identity/lookUpPerson.ts';
import { registerPatient } from '../../shared/identity/registerPatient.ts';
import { relationsToPatient } from '../../shared/identity/relations.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import { challengeStore } from '../../shared/store/challengeStore.ts';

import { base } from './support/data.ts';
import { startEmbedded, type Database } from './support/databases.ts';
import { onDatabase } from './support/onDatabase.ts';

const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };
const { newcomer } = patients;

describe('identity on the embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await startEmbedded();
  }, 60_000);
  afterAll(() => database.stop());

  describe('one-time codes', () => challengeStoreContract(() => Promise.resolve(challengeStore(database.client, database.tableName, 'codes'))));

  function aDesk(tenant: string) {
    const clock = fixedClock('2026-06-30T08:00:00Z');
    const repository = onDatabase(database).make(tenant, clock);
    const deps = { repository, clock, challenges: challengeStore(database.client, database.tableName, tenant), newId: () => v7(), naming: { base, systems: identifierSystems(base) } };
    const register = (more: object = {}, principal = nurse) =>
      registerPatient(deps, { principal, correlationId: 'c' }, { citizenId: newcomer.citizenId, name: newcomer.name, birthDate: newcomer.birthDate, sex: 'female', source: 'typed', ...more }, { key: v7(), subject: 'nurse', bodyHash: 'h' });
    const lookUp = (principal = nurse) => lookUpPerson(deps, { principal, correlationId: 'c' }, { kind: 'number', citizenId: newcomer.citizenId });
    return { clock, repository, register, lookUp };
  }

  it('of 30 desks that register one number at one moment exactly one makes the record', async () => {
    const desk = aDesk('race');
    const results = await Promise.all(Array.from({ length: 30 }, () => desk.register()));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(new Set(results.flatMap((r) => (r.ok ? [] : [r.error.code])))).toEqual(new Set(['IDENTITY_ALREADY_REGISTERED']));
    expect(valueOf(await desk.repository.search<Patient>('Patient', `identifier=${identifierSystems(base).citizenId}|${newcomer.citizenId}`)).resources).toHaveLength(1);
  });

  it('finds duplicates by folded name and birth date, and asks for the judgement', async () => {
    const desk = aDesk('duplicates');
    const { id } = valueOf(await desk.register({ name: 'Luong Thi Ngoc Thu' }));
    expect(await desk.register({ citizenId: '012192000099' })).toMatchObject({ ok: false, error: { code: 'IDENTITY_POSSIBLE_DUPLICATE', help: [{ id }] } });
    expect((await desk.register({ citizenId: '012192000099', notSameAs: [id] })).ok).toBe(true);
    expect((await desk.register({ citizenId: '012192000088', name: 'Lường Thị', birthDate: '1992' })).ok).toBe(true);
  });

  it('receives the patient of another station by the whole number, for a day', async () => {
    const desk = aDesk('visit');
    const { id } = valueOf(await desk.register());
    const other: Principal = { ...nurse, practitioner: 'Practitioner/o', organization: 'Organization/other' };
    const relations = () => relationsToPatient(desk.repository, other, `Patient/${id}`, desk.clock);
    expect(await relations()).toEqual(['none']);
    expect(valueOf(await desk.lookUp(other)).match?.id).toBe(id);
    expect(await relations()).toEqual(['received-today']);
    desk.clock.advance(24 * 3_600_000);
    expect(await relations()).toEqual(['none']);
  });
});
