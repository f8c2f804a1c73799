import { v7 } from 'uuid';
import { followUps } from '../../../shared/store/followUps.ts';
import { dynamoRepository, type RepositoryOptions } from '../../../shared/store/repository.ts';
import type { Subject } from './contract.ts';
import { base } from './data.ts';
import type { Database } from './databases.ts';
import { streamOf } from './followed.ts';

export function onDatabase(database: Database, more: Partial<RepositoryOptions> = {}): Subject {
  const { client, tableName } = database;
  const news = streamOf(database);
  const tenants = new Set<string>();
  return {
    make(tenant, clock) {
      tenants.add(tenant);
      return dynamoRepository({ client, tableName, tenant, identifierBase: base, clock, newId: () => v7(), ...more });
    },
    async settle() {
      for (let images = await news(); images.length > 0; images = await news()) for (const tenant of tenants) await followUps({ client, tableName, tenant, identifierBase: base, ...(more.meter ? { meter: more.meter } : {}) })(images);
    },
    stop: () => database.stop(),
  };
}
