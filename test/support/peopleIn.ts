import { DynamoDBClient, ScanCommand, type AttributeValue } from '@aws-sdk/client-dynamodb';
import type { RecordsAddress } from '../../local/product/seed.ts';
import { personalIn, type Personal } from '../../local/test/logs/personal.ts';
import { versionOf } from '../../shared/store/items.ts';

/** Who everybody is that stands in a product's table, in any version: the story's people and those whom tests made. */
export async function peopleIn({ endpoint, region, tableName }: RecordsAddress): Promise<readonly Personal[]> {
  const client = new DynamoDBClient({ endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } });
  const found = new Map<string, Personal>();
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: tableName, FilterExpression: 'attribute_exists(v)', ExclusiveStartKey }));
    for (const item of page.Items ?? []) {
      const { resource } = versionOf(item);
      for (const one of resource ? personalIn(resource) : []) found.set(`${one.kind} ${one.value}`, one);
    }
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  client.destroy();
  return [...found.values()];
}
