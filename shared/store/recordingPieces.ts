import { DeleteObjectsCommand, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { recordingName, type RecordingSpan } from '../room/recordingStore.ts';

export type RecordingBucket = { readonly client: S3Client; readonly bucket: string; readonly tenant: string; /** Encrypts the file; absent: the bucket's own key. */ readonly kmsKeyId?: string };

/** What the bucket's own rule deletes in the end begins with this (cdk/data/DataStack.ts). */
export const unfinishedPrefix = 'unfinished/';

export const fileKey = ({ tenant }: RecordingBucket, id: string): string => `${tenant}/${recordingName(id)}`;

/** All pieces of the tenant, or of one recording, in the order of the file. */
export const piecesUnder = ({ tenant }: RecordingBucket, id?: string): string => `${unfinishedPrefix}${tenant}/recording-${id === undefined ? '' : `${id}/`}`;

const DIGITS = 15;

/** A piece is named by where it begins in the file: whoever finishes it sees what of it stands in the file already. */
export const pieceKey = (bucket: RecordingBucket, id: string, at: number): string => `${piecesUnder(bucket, id)}${String(at).padStart(DIGITS, '0')}`;

/** The recording and the place in its file that a key says; undefined for anything else. */
export function pieceAt(bucket: RecordingBucket, key: string): { readonly id: string; readonly at: number } | undefined {
  const [id, at, ...more] = key.slice(piecesUnder(bucket).length).split('/');
  return id !== undefined && at !== undefined && more.length === 0 && /^\d+$/.test(at) ? { id, at: Number(at) } : undefined;
}

/** Of the whole file up to the end of this piece. */
export type PieceWord = RecordingSpan & { readonly sha256: string; readonly whole: boolean };

export const metadataOf = ({ from, to, seconds, sha256, whole }: PieceWord): Record<string, string> => ({ from, to, seconds: String(seconds), sha256, whole: String(whole) });

const word = z.object({ from: z.iso.datetime(), to: z.iso.datetime(), seconds: z.coerce.number(), sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)), whole: z.enum(['true', 'false']) });

/** Throws on what nobody of ours wrote. */
export function wordIn(metadata: Record<string, string> | undefined): PieceWord {
  const { whole, ...told } = word.parse(metadata);
  return { ...told, whole: whole === 'true' };
}

/** S3 takes so many at once. */
const AT_ONCE = 1_000;

export async function removeAll({ client, bucket }: RecordingBucket, keys: readonly string[]): Promise<void> {
  for (let from = 0; from < keys.length; from += AT_ONCE) {
    const { Errors } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Quiet: true, Objects: keys.slice(from, from + AT_ONCE).map((Key) => ({ Key })) } }));
    if (Errors && Errors.length > 0) throw new Error(`pieces of a recording stay: ${Errors[0]?.Code ?? ''}`);
  }
}
