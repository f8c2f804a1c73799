import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RecordingStore } from '../shared/room/recordingStore.ts';
import type { Placements } from '../shared/room/placement.ts';
import { clientSettings } from '../shared/store/clientSettings.ts';
import { s3Client } from '../shared/store/blobs.ts';
import { s3RecordingStore } from '../shared/store/recordingFiles.ts';
import { dynamoPlacements } from '../shared/store/placements.ts';
import type { SfuEnvironment } from './environment.ts';

/** Which host has which room; undefined where this is the only one. */
export function placementsOf({ SFU_TABLE, SFU_TENANT }: SfuEnvironment): Placements | undefined {
  return SFU_TABLE === undefined ? undefined : dynamoPlacements(new DynamoDBClient(clientSettings.dynamo), SFU_TABLE, SFU_TENANT);
}

/** Where recordings go; undefined where nothing is recorded. */
export function recordingStoreOf({ SFU_RECORDING, SFU_RECORDING_BUCKET, SFU_RECORDING_KEY, SFU_TENANT }: SfuEnvironment): RecordingStore | undefined {
  if (SFU_RECORDING === 'off' || SFU_RECORDING_BUCKET === undefined) return undefined;
  return s3RecordingStore({ client: s3Client(), bucket: SFU_RECORDING_BUCKET, tenant: SFU_TENANT, ...(SFU_RECORDING_KEY ? { kmsKeyId: SFU_RECORDING_KEY } : {}) });
}
