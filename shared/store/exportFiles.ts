import { DeleteObjectCommand, GetObjectCommand, NoSuchKey, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { ExportFiles } from '../export/ports.ts';

/** What the bucket's own rule deletes in the end begins with this (cdk/data/DataStack.ts). */
const prefix = 'export/';

export function s3ExportFiles(client: S3Client, bucket: string, tenant: string): ExportFiles {
  const at = (job: string, file: number) => ({ Bucket: bucket, Key: `${prefix}${tenant}/${job}/${file}.ndjson` });
  return {
    async put(job, file, bytes) {
      await client.send(new PutObjectCommand({ ...at(job, file), Body: bytes, ContentType: 'application/fhir+ndjson', ContentLength: bytes.length }));
    },
    async get(job, file) {
      try {
        return await (await client.send(new GetObjectCommand(at(job, file)))).Body?.transformToByteArray();
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async remove(job, files) {
      for (let file = 0; file < files; file += 1) await client.send(new DeleteObjectCommand(at(job, file)));
    },
  };
}
