import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { v7 } from 'uuid';
import { identifierSystems } from '../../shared/fhir/identifierSystems.ts';
import { insuranceStoresContract } from '../../shared/insurance/ports.contract.ts';
import { fakeAnswerCache } from '../../shared/insurance/ports.fake.ts';
import { dynamoAnswerCache, dynamoBreakerStore, dynamoConfirmationQueue } from '../../shared/store/insuranceStores.ts';
import { checkInsurance } from '../../shared/insurance/checkInsurance.ts';
import { fakeInsurerPortal } from '../../shared/insurance/insurerPortal.fake.ts';
import { lastInsurance } from '../../shared/insurance/lastInsurance.ts';
import type { Principal } from '../../shared/identity/policy.ts';
import { fixedClock } from '../../shared/kernel/clock.ts';
import { valueOf } from '../../shared/kernel/result.ts';
import { aFact, base, create, unit } from './support/data.ts';
import { startEmbedded, type Database } from './support/databases.ts';
import { onDatabase } from './support/onDatabase.ts';

const systems = identifierSystems(base);
const nurse: Principal = { subject: 'nurse', name: 'Lò Thị Mẫu', roles: ['station'], practitioner: 'Practitioner/n', organization: 'Organization/station' };

describe('insurance on the embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await startEmbedded();
  }, 60_000);
  afterAll(() => database.stop());

  insuranceStoresContract(async () => {
    const place = { client: database.client, tableName: database.tableName, tenant: v7() };
    return { cache: dynamoAnswerCache(place), breaker: dynamoBreakerStore(place), queue: dynamoConfirmationQueue(place, 'insurance-to-confirm') };
  });

  it('gives the newest answer, and keeps one Coverage with its earlier cards', async () => {
    const clock = fixedClock('2026-06-30T08:00:00Z');
    const repository = onDatabase(database).make('insurance', clock);
    await repository.commit(unit([
      create({ resourceType: 'Patient', id: 'p', name: [{ text: 'Đặng Văn Mẫu' }], birthDate: '1958-11-02', identifier: [{ system: systems.citizenId, value: '012058000022' }], managingOrganization: { reference: 'Organization/station' } }),
    ]));
    const deps = { repository, portal: fakeInsurerPortal(), cache: fakeAnswerCache(), clock, newId: () => v7(), naming: { base, systems } };
    const caller = { principal: nurse, correlationId: aFact().correlationId };
    const check = (number: string) => {
      const card = { number, holder: 'Đặng Văn Mẫu' };
      return checkInsurance({ ...deps, portal: fakeInsurerPortal({ '012058000022': { kind: 'answered', resultCode: '000', card } }) }, caller, 'p', { fresh: true }, { key: v7(), subject: 'nurse', bodyHash: 'h' });
    };
    for (const number of ['HT2121234567801', 'HT2121234567802', 'HT2121234567803']) {
      clock.advance(60_000);
      valueOf(await check(number));
    }
    expect(valueOf(await lastInsurance(deps, caller, 'p'))).toMatchObject({ outcome: 'covered', card: { number: 'HT2121234567803' }, checkedAt: '2026-06-30T08:03:00.000Z' });
    expect(await repository.history('Coverage/coverage-p')).toHaveLength(3);
  });
});
