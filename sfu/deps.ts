import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Placements } from '../shared/room/placement.ts';
import { clientSettings } from '../shared/store/clientSettings.ts';
import { dynamoPlacements } from '../shared/store/placements.ts';
import type { SfuEnvironment } from './environment.ts';

/** Which host has which room; undefined where this is the only one. */
export function placementsOf({ SFU_TABLE, SFU_TENANT }: SfuEnvironment): Placements | undefined {
  return SFU_TABLE === undefined ? undefined : dynamoPlacements(new DynamoDBClient(clientSettings.dynamo), SFU_TABLE, SFU_TENANT);
}
