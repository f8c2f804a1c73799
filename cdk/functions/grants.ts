import { Effect, PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import type { DataStack } from '../data/DataStack.ts';

/** What a function may touch beyond its own log. Everything here is an explicit list of actions on named resources. */
export type Need = 'records' | 'blobs-read' | 'blobs-write' | 'document-signing' | 'token-signing' | 'public-keys' | 'audit-seals' | 'dead-letters' | 'unfinished-recordings';

export const needs: Readonly<Record<string, readonly Need[]>> = {
  fhir: ['records', 'blobs-read', 'blobs-write', 'public-keys'],
  identity: ['records', 'token-signing', 'public-keys'],
  insurance: ['records', 'public-keys'],
  booking: ['records', 'public-keys'],
  consent: ['records', 'public-keys'],
  consultation: ['records', 'blobs-read', 'document-signing', 'public-keys'],
  briefing: ['records', 'document-signing', 'token-signing', 'public-keys'],
  room: ['records', 'token-signing', 'public-keys'],
  overview: ['records', 'public-keys'],
  record: ['records', 'blobs-read', 'public-keys'],
  // Orders to the media server are signed like its passes.
  events: ['records', 'token-signing', 'public-keys', 'dead-letters'],
  delivery: ['records', 'blobs-read', 'blobs-write', 'public-keys', 'dead-letters'],
  socket: ['records', 'public-keys'],
  housekeeping: ['records', 'public-keys', 'document-signing', 'audit-seals', 'unfinished-recordings'],
};

const allow = (actions: string[], resources: string[], conditions?: Record<string, unknown>) =>
  new PolicyStatement({ effect: Effect.ALLOW, actions, resources, ...(conditions && { conditions }) });

export function grant(role: IRole, need: Need, data: DataStack): void {
  for (const statement of statements(need, data)) role.addToPrincipalPolicy(statement);
}

function statements(need: Need, data: DataStack): PolicyStatement[] {
  switch (need) {
    case 'records':
      // No Scan: a query that no index answers must fail rather than read everything.
      return [
        allow(
          ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'ConditionCheckItem'].map((a) => `dynamodb:${a}`),
          [data.table.tableArn],
        ),
        dataKey(data, 'dynamodb', ['Decrypt', 'Encrypt', 'GenerateDataKey', 'DescribeKey', 'ReEncryptFrom', 'ReEncryptTo']),
      ];
    case 'blobs-read':
      return [allow(['s3:GetObject'], [data.blobBucket.arnForObjects('*')]), dataKey(data, 's3', ['Decrypt'])];
    case 'blobs-write':
      return [allow(['s3:PutObject', 's3:DeleteObject'], [data.blobBucket.arnForObjects('*')]), dataKey(data, 's3', ['GenerateDataKey'])];
    case 'document-signing':
      return [allow(['kms:Sign'], [data.documentKey.keyArn])];
    case 'token-signing':
      return [allow(['kms:Sign'], [data.tokenKey.keyArn])];
    case 'audit-seals':
      return [allow(['s3:GetObject', 's3:PutObject'], [data.sealBucket.arnForObjects('*')]), allow(['s3:ListBucket'], [data.sealBucket.bucketArn])];
    case 'dead-letters':
      // Lambda itself writes there, by the function's role, and looks first whether it may.
      return [allow(['s3:PutObject'], [data.deadLetterBucket.arnForObjects('*')]), allow(['s3:ListBucket'], [data.deadLetterBucket.bucketArn]), dataKey(data, 's3', ['GenerateDataKey'])];
    case 'unfinished-recordings':
      // Recordings whose media server died: their pieces become the last part of the file, or all of it goes.
      return [
        allow(['s3:ListBucket'], [data.blobBucket.bucketArn], { StringLike: { 's3:prefix': '*/recording-*' } }),
        allow(['s3:ListBucketMultipartUploads'], [data.blobBucket.bucketArn]),
        allow(['s3:GetObject', 's3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'], [data.blobBucket.arnForObjects('*/recording-*')]),
        dataKey(data, 's3', ['GenerateDataKey', 'Decrypt']),
      ];
    case 'public-keys':
      return [allow(['kms:GetPublicKey'], [data.documentKey.keyArn, data.tokenKey.keyArn])];
  }
}

/** For a media host: the partitions in which hosts and the rooms on them stand, and nothing else of the records. */
export function grantPlacement(role: IRole, tenant: string, data: DataStack): void {
  const own = { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [`${tenant}#media/*`] } };
  role.addToPrincipalPolicy(allow(['GetItem', 'Query', 'PutItem', 'DeleteItem'].map((a) => `dynamodb:${a}`), [data.table.tableArn], own));
  role.addToPrincipalPolicy(dataKey(data, 'dynamodb', ['Decrypt', 'Encrypt', 'GenerateDataKey', 'DescribeKey']));
}

/**
 * For a media host: new recordings among the files of the tenant, and the pieces that are kept until they are part of one;
 * it reads nothing, not even those. Parts of one encrypted upload need Decrypt.
 */
export function grantRecordings(role: IRole, tenant: string, data: DataStack): void {
  role.addToPrincipalPolicy(allow(['s3:PutObject', 's3:AbortMultipartUpload'], [data.blobBucket.arnForObjects(`${tenant}/recording-*`)]));
  role.addToPrincipalPolicy(allow(['s3:PutObject', 's3:DeleteObject'], [data.blobBucket.arnForObjects(`unfinished/${tenant}/recording-*`)]));
  role.addToPrincipalPolicy(dataKey(data, 's3', ['GenerateDataKey', 'Decrypt']));
}

function dataKey(data: DataStack, service: string, actions: string[]): PolicyStatement {
  const via = { StringEquals: { 'kms:ViaService': `${service}.${data.region}.amazonaws.com` } };
  return allow(actions.map((a) => `kms:${a}`), [data.dataKey.keyArn], via);
}
