import { describe, expect, it } from '@jest/globals';
import { repositoryContract } from './support/contract.ts';
import { java, startDynamoDbLocal } from './support/databases.ts';
import { onDatabase } from './support/onDatabase.ts';

if (java()) {
  repositoryContract("Amazon's DynamoDB Local", async () => onDatabase(await startDynamoDbLocal()));
} else {
  // Not a skipped test: a fact to be seen in the log. On Debian `npm test` installs Java.
  process.stderr.write("\n!!! The store contract did NOT run on Amazon's DynamoDB Local: there is no Java 17 on this machine. !!!\n\n");
  describe("Amazon's DynamoDB Local", () => {
    it('is not available here, as the log says', () => {
      expect(java()).toBeUndefined();
    });
  });
}
