import { ScanCommand, type AttributeValue, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Resource } from '@medplum/fhirtypes';
import type { Stored } from '../../shared/fhir/repository.ts';
import { versionOf, type Version } from '../../shared/store/items.ts';

/** Everything that stands in the table, read beside the repository: what it hides, this shows. */
export type TableContent = {
  readonly current: readonly Stored[];
  /** All versions of everything but the audit log, current ones included, with the mark of their commit. */
  readonly versions: readonly (Version & { readonly mark: string })[];
  /** Items that a transaction holds or left behind. */
  readonly held: number;
};

export async function contentOf(client: DynamoDBClient, tableName: string, tenant: string): Promise<TableContent> {
  const current: Stored[] = [];
  const versions = new Map<string, Version & { readonly mark: string }>();
  let held = 0;
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: tableName, ConsistentRead: true, ExclusiveStartKey }));
    for (const item of page.Items ?? []) {
      const [pk = '', sk = ''] = [item['pk']?.S, item['sk']?.S];
      if (item['sx'] ?? item['k'] ?? (sk.startsWith('s#') || undefined)) held += 1;
      if (!item['v'] || pk !== `${tenant}#${item['r']?.S}` || !(sk === '#' || sk.startsWith('v#'))) continue;
      const version = versionOf(item);
      if (sk === '#' && version.resource) current.push(version.resource);
      if (!version.reference.startsWith('AuditEvent/')) versions.set(`${version.reference} ${version.version}`, { ...version, mark: item['n']?.S ?? '' });
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return { current, versions: [...versions.values()], held };
}

export const ofType = <T extends Resource>(content: TableContent, type: T['resourceType']): readonly Stored<T>[] => content.current.filter((r) => r.resourceType === type) as unknown as readonly Stored<T>[];
