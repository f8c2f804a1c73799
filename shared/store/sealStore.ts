import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3ServiceException, type S3Client } from '@aws-sdk/client-s3';
import type { SealStore } from '../audit/ports.ts';

const absent = (error: unknown) => error instanceof NoSuchKey || (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404);
const taken = (error: unknown) => error instanceof S3ServiceException && (error.$metadata.httpStatusCode === 412 || error.$metadata.httpStatusCode === 409);

/** One object a seal in a bucket with object lock: `<tenant>/<day>/<number>.jws`, written only where none stands. */
export function s3SealStore(client: S3Client, bucket: string, tenant: string): SealStore {
  const key = (day: string, number: number) => `${tenant}/${day}/${number}.jws`;
  return {
    async seals(day) {
      const found: string[] = [];
      for (;;) {
        try {
          const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key(day, found.length + 1) }));
          found.push((await Body?.transformToString()) ?? '');
        } catch (error) {
          if (absent(error)) return found;
          throw error;
        }
      }
    },
    async add(day, number, jws) {
      try {
        await client.send(new PutObjectCommand({ Bucket: bucket, Key: key(day, number), Body: jws, ContentType: 'application/jose', IfNoneMatch: '*', ChecksumAlgorithm: 'SHA256' }));
        return true;
      } catch (error) {
        if (taken(error)) return false;
        throw error;
      }
    },
  };
}
