import { AwsFault, type AwsCall } from '../../aws/json.ts';
import type { TablePlan } from '../template/plan.ts';

/** Makes the tables of the template that are not there yet, with indexes, stream and time to live. */
export async function createTables(call: AwsCall, tables: readonly TablePlan[]): Promise<void> {
  for (const table of tables) {
    try {
      await call('DynamoDB_20120810.CreateTable', createInput(table));
    } catch (error) {
      if (error instanceof AwsFault && error.code === 'ResourceInUseException') continue;
      throw error;
    }
    if (table.TimeToLiveSpecification) {
      await call('DynamoDB_20120810.UpdateTimeToLive', { TableName: table.name, TimeToLiveSpecification: table.TimeToLiveSpecification });
    }
  }
}

function createInput({ name, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes, StreamSpecification }: TablePlan): object {
  return {
    TableName: name,
    KeySchema,
    AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }),
    ...(StreamSpecification && { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
  };
}
