import { AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, UploadPartCommand, type CompletedPart, type S3Client } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import { recordingName, type RecordingFile, type RecordingStore } from '../room/recordingStore.ts';

/** S3 takes no smaller parts, but for the last one. What is in memory of one recording is no more than this. */
const PART_BYTES = 5 * 1024 * 1024;

export type RecordingBucket = { readonly client: S3Client; readonly bucket: string; readonly tenant: string; /** Encrypts the file; absent: the bucket's own key. */ readonly kmsKeyId?: string };

/**
 * Recordings among the files of the tenant, written in parts while the call goes on, each encrypted by S3 with a KMS key
 * as it arrives. A file that is never closed is never there; its parts go with the bucket's rule for unfinished uploads.
 */
export const s3RecordingStore = ({ client, bucket, tenant, kmsKeyId }: RecordingBucket): RecordingStore => ({
  async open(id): Promise<RecordingFile> {
    const at = { Bucket: bucket, Key: `${tenant}/${recordingName(id)}` };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ ...at, ContentType: 'video/webm', ServerSideEncryption: 'aws:kms', ...(kmsKeyId ? { SSEKMSKeyId: kmsKeyId } : {}) }));
    if (UploadId === undefined) throw new Error('the store gave no upload');
    const upload = { ...at, UploadId };
    const parts: CompletedPart[] = [];
    const hash = createHash('sha256');
    let waiting: Buffer[] = [];
    let held = 0;
    let stored = 0;

    const send = async (): Promise<void> => {
      const Body = Buffer.concat(waiting);
      const PartNumber = parts.length + 1;
      waiting = [];
      held = 0;
      const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber, Body, ContentLength: Body.length }));
      parts.push({ PartNumber, ...(ETag ? { ETag } : {}) });
      stored += Body.length;
    };

    return {
      async write(bytes) {
        hash.update(bytes);
        waiting.push(Buffer.from(bytes));
        held += bytes.length;
        if (held >= PART_BYTES) await send();
      },
      async close() {
        if (held > 0 || parts.length === 0) await send();
        await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts: parts } }));
        return { bytes: stored, sha256: hash.digest('hex') };
      },
      async discard() {
        waiting = [];
        await client.send(new AbortMultipartUploadCommand(upload));
      },
    };
  },
});
