import { repositoryContract } from './support/contract.ts';
import { startEmbedded } from './support/databases.ts';
import { onDatabase } from './support/onDatabase.ts';

repositoryContract('the embedded database', async () => onDatabase(await startEmbedded()));
