/**
 * `npm run lists`: lists every record in the list of its type (docs/adr/0131), once after the parameter TypeLists was set to
 * `all` and deployed. Of the running product, or of the deployment that the environment names (docs/deploy.md). Reads
 * the whole table; may be broken off and repeated, while the product runs. Exit code 0 when the lists are whole: from then on
 * whole types can be searched.
 */
import { v7 as uuid } from 'uuid';
import { buildTypeLists, type Listing } from '../shared/store/buildTypeLists.ts';
import { operated } from './product/operator.ts';

const words: Readonly<Record<Listing, string>> = {
  whole: 'The lists are whole.',
  'not-kept': 'Nothing was written yet by functions with TypeLists=all: deploy with it first, and come again after the first write.',
  'never-whole': 'In every pass something was missing: some functions do not list what they write. Has the deployment with TypeLists=all ended?',
};

try {
  const { dynamo: client, tableName, tenant } = await operated();
  const listing = await buildTypeLists({ client, tableName, tenant, newId: () => uuid(), onPass: (listed) => console.log(listed === 0 ? 'Nothing was missing.' : `${listed} records listed. Looking again.`) });
  console.log(words[listing]);
  process.exitCode = listing === 'whole' ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}
