import { afterAll, beforeAll, describe } from '@jest/globals';
import { dynamoConnectionStore } from '../../shared/store/connectionStore.ts';
import { connectionStoreContract } from '../../shared/subscription/connectionStore.contract.ts';
import { startEmbedded, type Database } from './support/databases.ts';

describe('WebSocket connections on the embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await startEmbedded();
  }, 60_000);
  afterAll(() => database.stop());

  connectionStoreContract(() => dynamoConnectionStore({ client: database.client, tableName: database.tableName, tenant: 'sockets' }));
});
