import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Resource } from '@medplum/fhirtypes';
import type { FhirRepository, Reading, Reference, SearchPage, SearchRefusal, Stored, Visible } from '../fhir/repository.ts';
import type { Clock } from '../kernel/clock.ts';
import type { NewId } from '../kernel/ids.ts';
import type { Result } from '../kernel/result.ts';
import { alike } from './alike.ts';
import { readerOf } from './candidates.ts';
import { commit, keptAnswer, recordAccess, watch, type CommitDeps } from './commit.ts';
import { connect, type Meter } from './connection.ts';
import { cursorKeyIn } from './cursor.ts';
import { versionOf } from './items.ts';
import { keysFor, type TypeLists } from './keys.ts';
import { getOneSeen, seen } from './pending.ts';
import { search } from './search.ts';
import { typeHistory } from './typeHistory.ts';
import { listsAreWholeIn } from './typeLists.ts';
import { readVersions } from './versions.ts';

export type RepositoryOptions = {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** Data of one tenant is never reached through the repository of another. */
  readonly tenant: string;
  /** Base of our own code systems, for AuditEvents. */
  readonly identifierBase: string;
  /** 'all': every type is listed, and what no index answers is found by its list (ADR 131). */
  readonly lists?: TypeLists;
  readonly clock: Clock;
  readonly newId: NewId;
  /** Told of every request to the database and its capacity units. */
  readonly meter?: Meter;
  /** For tests of retries. */
  readonly wait?: (milliseconds: number) => Promise<void>;
};

const historyPage = 1000;

/** The repository on DynamoDB: one table, every read strongly consistent unless it may lag. */
export function dynamoRepository({ client, tableName, tenant, identifierBase, lists, clock, newId, meter, wait }: RepositoryOptions): FhirRepository {
  const connection = connect({ client, tableName, meter, wait });
  const keys = keysFor(tenant, lists);
  const reader = readerOf(connection, keys);
  const lagging = readerOf(connection, keys, false);
  const deps: CommitDeps = { connection, keys, clock, newId, identifierBase };
  const seeing = { connection, keys };
  const searching = { reader, keys, cursorKey: cursorKeyIn(connection, keys), ...(lists === 'all' ? { listsAreWhole: listsAreWholeIn(connection, keys) } : {}) };
  return {
    async read<T extends Resource>(reference: Reference, { mayLag = false }: Reading = {}) {
      const at = keys.current(reference);
      // What is not found at half the price may have been made a moment ago.
      const item = (mayLag ? await getOneSeen(seeing, 'read', at, false) : undefined) ?? (await getOneSeen(seeing, 'read', at));
      return item && (versionOf(item).resource as Stored<T> | undefined);
    },
    readMany: (references) => reader.readMany(references),
    async readVersion(reference, versionId) {
      if (!/^[1-9]\d{0,7}$/.test(versionId)) return undefined;
      const [version] = await readVersions({ connection, keys }, [{ reference, version: Number(versionId) }]);
      return version && (version.resource ?? 'deleted');
    },
    async history(reference) {
      const { items } = await connection.query('history', { pk: keys.current(reference).pk, descending: true }, historyPage);
      const found = (await seen(seeing, items.filter((item) => item['v'] ?? item['sx']))).filter((item) => item !== undefined).map(versionOf);
      // A version that is about to be replaced stands under its number already.
      const versions = new Map(found.map((version) => [version.version, version]));
      return [...versions.values()]
        .toSorted((a, b) => b.version - a.version)
        .map(({ resource, version, lastUpdated }) => resource ?? { deleted: true, reference, versionId: String(version), lastUpdated });
    },
    typeHistory: (type, query) => typeHistory({ connection, keys, cursorKey: searching.cursorKey }, type, query),
    search: async <T extends Resource>(type: T['resourceType'], query: string | URLSearchParams, cursor?: string, visible?: Visible, { mayLag = false }: Reading = {}) =>
      (await search({ ...searching, ...(mayLag ? { reader: lagging } : {}), ...(visible ? { visible } : {}) }, type, query, cursor)) as Result<SearchPage<T>, SearchRefusal>,
    alike: (wanted) => alike(reader, keys, wanted),
    watch: (type, condition) => watch(deps, type, condition),
    commit: (unit) => commit(deps, unit),
    repeated: (subject, key, bodyHash) => keptAnswer(deps, subject, key, bodyHash),
    recordAccess: (fact) => recordAccess(deps, fact),
  };
}
