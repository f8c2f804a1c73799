import { AbortMultipartUploadCommand, CompleteMultipartUploadCommand, CreateMultipartUploadCommand, PutObjectCommand, UploadPartCommand, type CompletedPart } from '@aws-sdk/client-s3';
import { createHash } from 'node:crypto';
import type { RecordingFile, RecordingSpan, RecordingStore, StoredRecording } from '../room/recordingStore.ts';
import { fileKey, metadataOf, pieceKey, removeAll, type RecordingBucket } from './recordingPieces.ts';

/** S3 takes no smaller parts, but for the last one. What is in memory of one recording is no more than this. */
const PART_BYTES = 5 * 1024 * 1024;

/**
 * Recordings among the files of the tenant, written in parts while the call goes on, each encrypted by S3 with a KMS key
 * as it arrives. S3 takes no part below 5 MB, a minute of pictures or twenty of voices: what is not yet one lies in small
 * pieces beside the file until it is, so that whoever comes after this process can finish the file (unfinishedRecordings.ts).
 */
export const s3RecordingStore = (bucket: RecordingBucket, partBytes = PART_BYTES): RecordingStore => ({
  async open(id) {
    const at = { Bucket: bucket.bucket, Key: fileKey(bucket, id) };
    const { UploadId } = await bucket.client.send(new CreateMultipartUploadCommand({ ...at, ContentType: 'video/webm', ...encryption(bucket) }));
    if (UploadId === undefined) throw new Error('the store gave no upload');
    return new S3Recording(bucket, id, { ...at, UploadId, partBytes });
  },
});

const encryption = ({ kmsKeyId }: RecordingBucket) => ({ ServerSideEncryption: 'aws:kms' as const, ...(kmsKeyId ? { SSEKMSKeyId: kmsKeyId } : {}) });

type Upload = { readonly Bucket: string; readonly Key: string; readonly UploadId: string };
type Settings = Upload & { readonly partBytes: number };

class S3Recording implements RecordingFile {
  readonly #bucket: RecordingBucket;
  readonly #id: string;
  readonly #upload: Upload;
  readonly #partBytes: number;
  readonly #parts: CompletedPart[] = [];
  readonly #hash = createHash('sha256');
  /** Written, and nowhere but here. */
  #fresh: Buffer[] = [];
  /** In pieces beside the file, and not yet in a part of it. */
  #waiting: Buffer[] = [];
  /** Where the next piece begins in the file. */
  #at = 0;
  readonly #pieces = new Set<string>();

  constructor(bucket: RecordingBucket, id: string, { partBytes, ...upload }: Settings) {
    this.#partBytes = partBytes;
    this.#bucket = bucket;
    this.#id = id;
    this.#upload = upload;
  }

  async write(bytes: Uint8Array): Promise<void> {
    this.#hash.update(bytes);
    this.#fresh.push(Buffer.from(bytes));
  }

  async keep(span: RecordingSpan): Promise<void> {
    await this.#keep(span, false);
  }

  async close(span: RecordingSpan): Promise<StoredRecording> {
    await this.#keep(span, true);
    if (this.#waiting.length > 0 || this.#parts.length === 0) await this.#send();
    await this.#bucket.client.send(new CompleteMultipartUploadCommand({ ...this.#upload, MultipartUpload: { Parts: this.#parts } }));
    return { bytes: this.#at, sha256: this.#sum() };
  }

  async discard(): Promise<void> {
    this.#fresh = [];
    this.#waiting = [];
    await this.#bucket.client.send(new AbortMultipartUploadCommand(this.#upload));
    await this.settle();
  }

  async settle(): Promise<void> {
    await removeAll(this.#bucket, [...this.#pieces]);
    this.#pieces.clear();
  }

  #sum(): string {
    return this.#hash.copy().digest('hex');
  }

  async #keep(span: RecordingSpan, whole: boolean): Promise<void> {
    const bytes = Buffer.concat(this.#fresh);
    this.#fresh = [];
    const said = metadataOf({ ...span, sha256: this.#sum(), whole });
    await this.#put(this.#at, bytes, said);
    this.#at += bytes.length;
    if (bytes.length > 0) this.#waiting.push(bytes);
    if (this.#waiting.reduce((sum, { length }) => sum + length, 0) < this.#partBytes) return;
    await this.#send();
    // How far it goes must stand somewhere before the pieces that said so go.
    const covered = [...this.#pieces];
    await this.#put(this.#at, Buffer.alloc(0), said);
    await removeAll(this.#bucket, covered);
    for (const each of covered) this.#pieces.delete(each);
  }

  async #put(at: number, bytes: Buffer, metadata: Record<string, string>): Promise<void> {
    const Key = pieceKey(this.#bucket, this.#id, at);
    this.#pieces.add(Key);
    await this.#bucket.client.send(new PutObjectCommand({ Bucket: this.#bucket.bucket, Key, Body: bytes, ContentLength: bytes.length, Metadata: metadata, ...encryption(this.#bucket) }));
  }

  async #send(): Promise<void> {
    const Body = Buffer.concat(this.#waiting);
    const PartNumber = this.#parts.length + 1;
    const { ETag } = await this.#bucket.client.send(new UploadPartCommand({ ...this.#upload, PartNumber, Body, ContentLength: Body.length }));
    this.#parts.push({ PartNumber, ...(ETag ? { ETag } : {}) });
    this.#waiting = [];
  }
}
