import { AbortMultipartUploadCommand, CompleteMultipartUploadCommand, DeleteObjectCommand, GetObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command, paginateListObjectsV2, paginateListParts, UploadPartCommand, type Part } from '@aws-sdk/client-s3';
import type { LeftRecording, UnfinishedRecordings } from '../room/recordingStore.ts';
import { fileKey, pieceAt, piecesUnder, removeAll, wordIn, type PieceWord, type RecordingBucket } from './recordingPieces.ts';

/**
 * Finishes what recordingFiles.ts left when its process died: the parts that S3 has, and after them the pieces beside
 * the file, as the last part. Nothing but those pieces (5 MB at most) is read.
 */
export const s3UnfinishedRecordings = (bucket: RecordingBucket): UnfinishedRecordings => ({
  async silentSince(since) {
    const lastSign = new Map<string, number>();
    for await (const { key, modified } of pieces(bucket)) {
      const id = pieceAt(bucket, key)?.id;
      if (id !== undefined) lastSign.set(id, Math.max(lastSign.get(id) ?? 0, modified));
    }
    return [...lastSign].filter(([, at]) => at < since.getTime()).map(([id]) => id);
  },
  async finish(id) {
    const keys = await keysOf(bucket, id);
    const last = keys.at(-1);
    if (last === undefined) return undefined;
    const end = await pieceOf(bucket, last);
    const bytes = (pieceAt(bucket, last)?.at ?? 0) + end.bytes.length;
    if (end.said.seconds === 0) return undefined;
    const UploadId = await uploadOf(bucket, id);
    if (UploadId !== undefined) await complete(bucket, id, { UploadId, keys, bytes });
    return (await sizeOf(bucket, id)) === bytes ? toldOf(end.said, bytes) : undefined;
  },
  async forget(id, file) {
    const at = { Bucket: bucket.bucket, Key: fileKey(bucket, id) };
    const UploadId = await uploadOf(bucket, id);
    if (UploadId !== undefined) await bucket.client.send(new AbortMultipartUploadCommand({ ...at, UploadId }));
    if (file === 'unwanted') await bucket.client.send(new DeleteObjectCommand(at));
    await removeAll(bucket, await keysOf(bucket, id));
  },
});

const toldOf = ({ from, to, seconds, sha256, whole }: PieceWord, bytes: number): LeftRecording => ({ from, to, seconds, sha256, whole, bytes });

async function* pieces({ client, bucket, ...place }: RecordingBucket, id?: string) {
  const Prefix = piecesUnder({ client, bucket, ...place }, id);
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix }))
    for (const { Key, LastModified } of Contents) if (Key !== undefined) yield { key: Key, modified: LastModified?.getTime() ?? 0 };
}

async function keysOf(bucket: RecordingBucket, id: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of pieces(bucket, id)) keys.push(key);
  return keys.toSorted();
}

async function pieceOf({ client, bucket }: RecordingBucket, Key: string): Promise<{ readonly bytes: Uint8Array; readonly said: PieceWord }> {
  const { Body, Metadata } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
  return { bytes: (await Body?.transformToByteArray()) ?? new Uint8Array(), said: wordIn(Metadata) };
}

async function uploadOf(bucket: RecordingBucket, id: string): Promise<string | undefined> {
  const Key = fileKey(bucket, id);
  const { Uploads = [] } = await bucket.client.send(new ListMultipartUploadsCommand({ Bucket: bucket.bucket, Prefix: Key }));
  return Uploads.find((upload) => upload.Key === Key)?.UploadId;
}

async function complete(bucket: RecordingBucket, id: string, { UploadId, keys, bytes }: { readonly UploadId: string; readonly keys: readonly string[]; readonly bytes: number }): Promise<void> {
  const upload = { Bucket: bucket.bucket, Key: fileKey(bucket, id), UploadId };
  const parts: Part[] = [];
  for await (const { Parts = [] } of paginateListParts({ client: bucket.client }, upload)) parts.push(...Parts);
  const stored = parts.reduce((sum, { Size = 0 }) => sum + Size, 0);
  const rest = await Promise.all(keys.filter((key) => (pieceAt(bucket, key)?.at ?? 0) >= stored).map((key) => pieceOf(bucket, key)));
  const Body = Buffer.concat(rest.map((piece) => piece.bytes));
  if (stored + Body.length !== bytes) throw new Error('pieces of a recording are missing');
  const Parts = parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }));
  if (Body.length > 0 || parts.length === 0) {
    const PartNumber = parts.length + 1;
    const { ETag } = await bucket.client.send(new UploadPartCommand({ ...upload, PartNumber, Body, ContentLength: Body.length }));
    Parts.push({ PartNumber, ETag });
  }
  await bucket.client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
}

/** By a list: of an object that is not there, S3 answers who may list with 404 and others with 403. */
async function sizeOf({ client, bucket, ...place }: RecordingBucket, id: string): Promise<number | undefined> {
  const Key = fileKey({ client, bucket, ...place }, id);
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: Key }));
  return Contents.find((object) => object.Key === Key)?.Size;
}
