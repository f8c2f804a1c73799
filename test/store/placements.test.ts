import { afterAll, beforeAll, describe } from '@jest/globals';
import { placementsContract } from '../../shared/room/placements.contract.ts';
import { dynamoPlacements } from '../../shared/store/placements.ts';
import { startEmbedded, type Database } from './support/databases.ts';

describe('placements on the embedded database', () => {
  let database: Database;
  let tenants = 0;
  beforeAll(async () => {
    database = await startEmbedded();
  }, 60_000);
  afterAll(() => database.stop());

  placementsContract(() => dynamoPlacements(database.client, database.tableName, `media-${++tenants}`));
});
