import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { blobNameOf, isOnlyLinked, type BlobStore } from '../fhir/blobs.ts';
import { clientSettings } from './clientSettings.ts';

/** A client that also speaks to a local S3, where buckets are paths and not host names. */
export const s3Client = (source: NodeJS.ProcessEnv = process.env): S3Client => {
  const endpoint = source['AWS_ENDPOINT_URL_S3'] ?? source['AWS_ENDPOINT_URL'];
  return new S3Client({ ...clientSettings.s3, forcePathStyle: endpoint !== undefined });
};

/** Blobs in S3 under the tenant's prefix. Encrypted by the bucket's own key. */
export function s3BlobStore(client: S3Client, bucket: string, tenant: string): BlobStore {
  const keyOf = (name: string) => `${tenant}/${name}`;
  return {
    async put(bytes, contentType) {
      const name = blobNameOf(bytes);
      const checksum = Buffer.from(name.slice('sha256-'.length), 'hex').toString('base64');
      await client.send(new PutObjectCommand({ Bucket: bucket, Key: keyOf(name), Body: bytes, ContentType: contentType, ContentLength: bytes.length, ChecksumSHA256: checksum }));
      return name;
    },
    async get(name) {
      if (isOnlyLinked(name)) return undefined;
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(name) }));
        const bytes = await answer.Body?.transformToByteArray();
        if (!bytes) return undefined;
        if (blobNameOf(bytes) !== name) throw new Error('the stored bytes are not the ones that were put');
        return bytes;
      } catch (error) {
        if (error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
  };
}
