import { afterAll, beforeAll, describe } from '@jest/globals';
import { fakeConfirmations, fakePasskeys } from '../../shared/identity/passkeys/stores.fake.ts';
import { passkeyStoreContract } from '../../shared/identity/passkeys/stores.contract.ts';
import { dynamoConfirmations } from '../../shared/store/confirmationStore.ts';
import { dynamoPasskeys } from '../../shared/store/passkeyStore.ts';
import { startEmbedded, type Database } from './support/databases.ts';

describe('passkeys on the embedded database', () => {
  let database: Database;
  beforeAll(async () => {
    database = await startEmbedded();
  }, 60_000);
  afterAll(() => database.stop());
  passkeyStoreContract(async () => ({ passkeys: dynamoPasskeys(database.client, database.tableName, 'keys'), confirmations: dynamoConfirmations(database.client, database.tableName, 'keys') }));
});

describe('passkeys in memory', () => passkeyStoreContract(async () => await Promise.resolve({ passkeys: fakePasskeys(), confirmations: fakeConfirmations() })));
