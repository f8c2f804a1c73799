import { v7 } from 'uuid';
import { followUps } from '../../../shared/store/followUps.ts';
import { dynamoRepository, type RepositoryOptions } from '../../../shared/store/repository.ts';
import type { Subject } from './contract.ts';
import { base } from './data.ts';
import type { Database } from './databases.ts';
import { streamOf } from './followed.ts';
import type { FhirRepository } from '../../../shared/fhir/repository.ts';
import { connect } from '../../../shared/store/connection.ts';
import { keysFor } from '../../../shared/store/keys.ts';
import { declareWhole, noteLists } from '../../../shared/store/typeLists.ts';

export function onDatabase(database: Database, more: Partial<RepositoryOptions> = {}): Subject {
  const { client, tableName } = database;
  const news = streamOf(database);
  const tenants = new Map<string, ReturnType<typeof followUps>>();
  return {
    make(tenant, clock) {
      tenants.set(tenant, followUps({ client, tableName, tenant, identifierBase: base, ...more }));
      const repository = dynamoRepository({ client, tableName, tenant, identifierBase: base, clock, newId: () => v7(), ...more });
      return more.lists === 'all' ? listed(repository, database, tenant) : repository;
    },
    async settle() {
      for (let images = await news(); images.length > 0; images = await news()) for (const followUp of tenants.values()) await followUp(images);
    },
    stop: () => database.stop(),
  };
}

/** Its lists are whole before the first search, as they are in a table that begins with them. */
function listed(repository: FhirRepository, { client, tableName }: Database, tenant: string): FhirRepository {
  const [connection, keys] = [connect({ client, tableName }), keysFor(tenant, 'all')];
  const begun = noteLists(connection, keys).then(async () => await declareWhole(connection, keys));
  return { ...repository, search: async (...asked) => (await begun, await repository.search(...asked)) };
}
