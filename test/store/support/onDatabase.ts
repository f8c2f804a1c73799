import { v7 } from 'uuid';
import { dynamoRepository, type RepositoryOptions } from '../../../shared/store/repository.ts';
import type { Subject } from './contract.ts';
import { base } from './data.ts';
import type { Database } from './databases.ts';

export const onDatabase = (database: Database, more: Partial<RepositoryOptions> = {}): Subject => ({
  make: (tenant, clock) => dynamoRepository({ client: database.client, tableName: database.tableName, tenant, identifierBase: base, clock, newId: () => v7(), ...more }),
  stop: () => database.stop(),
});
