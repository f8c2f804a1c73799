import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPublicKey, verify, createHash } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, ListMultipartUploadsCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { s3RecordingStore } from '../../shared/store/recordingFiles.ts';
import { s3UnfinishedRecordings } from '../../shared/store/unfinishedRecordings.ts';
import { startKms } from './kms.ts';
import { startS3 } from './s3.ts';
import type { Served } from './serve.ts';

const common = { region: 'local', credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
let folder: string;
let served: { kms: Served; s3: Served };
let kms: KMSClient;
let s3: S3Client;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lien-tuyen-aws-'));
  served = { kms: await startKms(join(folder, 'keys'), ['k1']), s3: await startS3(join(folder, 'files'), ['blobs']) };
  kms = new KMSClient({ ...common, endpoint: served.kms.endpoint });
  s3 = new S3Client({ ...common, endpoint: served.s3.endpoint });
});
afterAll(async () => {
  await Promise.all([served.kms.stop(), served.s3.stop()]);
});

describe('KMS', () => {
  const KeyId = 'arn:aws:kms:local:000000000000:key/k1';
  const message = Buffer.from('nội dung');
  const publicKey = async (client = kms) => createPublicKey({ key: Buffer.from((await client.send(new GetPublicKeyCommand({ KeyId }))).PublicKey ?? []), type: 'spki', format: 'der' });

  it.each([['RAW', message], ['DIGEST', createHash('sha256').update(message).digest()]] as const)('signs %s so that the public key verifies it', async (MessageType, Message) => {
    const { Signature } = await kms.send(new SignCommand({ KeyId, Message, MessageType, SigningAlgorithm: 'ECDSA_SHA_256' }));
    expect(verify('sha256', message, await publicKey(), Buffer.from(Signature ?? []))).toBe(true);
  });
  it('keeps its keys over a restart', async () => {
    const again = await startKms(join(folder, 'keys'), ['k1']);
    const client = new KMSClient({ ...common, endpoint: again.endpoint });
    expect((await publicKey(client)).equals(await publicKey())).toBe(true);
    await again.stop();
  });
  it('refuses an unknown key by its name, and a digest of the wrong length', async () => {
    await expect(kms.send(new GetPublicKeyCommand({ KeyId: 'none' }))).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(kms.send(new SignCommand({ KeyId, Message: Buffer.alloc(31), MessageType: 'DIGEST', SigningAlgorithm: 'ECDSA_SHA_256' }))).rejects.toMatchObject({ name: 'ValidationException' });
  });
});

describe('S3', () => {
  const at = { Bucket: 'blobs', Key: 'tenant/Binary/é 1' };
  /** Small: S3 itself takes no part below 5 MB, the emulator any. */
  const partBytes = 5_000;
  const span = { from: '2026-11-23T02:00:00.000Z', to: '2026-11-23T02:00:10.000Z', seconds: 10 };

  it('gives back what was put, with its type and metadata', async () => {
    const Body = Buffer.from([0, 255, 10, 13, 10]);
    await s3.send(new PutObjectCommand({ ...at, Body, ContentType: 'image/jpeg', Metadata: { of: 'p1' } }));
    const got = await s3.send(new GetObjectCommand(at));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    expect(got).toMatchObject({ ContentType: 'image/jpeg', ContentLength: 5, Metadata: { of: 'p1' } });
    expect((await s3.send(new HeadObjectCommand(at))).ETag).toBe(got.ETag);
  });
  it('takes a recording in parts: all of it, or nothing, and says which encryption was asked for', async () => {
    const store = s3RecordingStore({ client: s3, bucket: 'blobs', tenant: 'tenant', kmsKeyId: 'key-1' }, partBytes);
    const [first, second] = [await store.open('r1'), await store.open('r2')];
    const piece = Buffer.alloc(3_000, 7);
    for (let n = 0; n < 4; n += 1) {
      await first.write(Buffer.concat([Buffer.from([n]), piece]));
      await first.keep(span);
    }
    await second.write(piece);
    await second.keep(span);
    await second.discard();
    const whole = Buffer.concat(Array.from({ length: 4 }, (_, n) => Buffer.concat([Buffer.from([n]), piece])));
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'blobs', Key: 'tenant/recording-r1' }))).rejects.toMatchObject({ name: 'NotFound' });
    expect(await first.close(span)).toEqual({ bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') });
    const got = await s3.send(new GetObjectCommand({ Bucket: 'blobs', Key: 'tenant/recording-r1' }));
    expect(got).toMatchObject({ ContentType: 'video/webm', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'key-1' });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(whole)).toBe(true);
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'blobs', Key: 'tenant/recording-r2' }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(second.close(span)).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });
  describe('a recording whose process died', () => {
    const bucket = () => ({ client: s3, bucket: 'blobs', tenant: 'tenant' });
    const pieces = async (id: string) => ((await s3.send(new ListObjectsV2Command({ Bucket: 'blobs', Prefix: `unfinished/tenant/recording-${id}/` }))).Contents ?? []).map(({ Size }) => Size);
    const uploads = async () => ((await s3.send(new ListMultipartUploadsCommand({ Bucket: 'blobs', Prefix: 'tenant/recording-left' }))).Uploads ?? []).length;
    const fileOf = async (id: string) => Buffer.from((await (await s3.send(new GetObjectCommand({ Bucket: 'blobs', Key: `tenant/recording-${id}` }))).Body?.transformToByteArray()) ?? []);
    const bytesOf = (length: number, n: number) => Buffer.alloc(length, n + 1);

    it.each([
      ['before anything was a part', [300, 200]],
      ['after parts, with pieces behind them', [3_000, 3_000, 700]],
      ['just when a part was full', [3_000, 3_000]],
    ] as const)('is finished up to what was kept last: %s', async (name, lengths) => {
      const id = `left-${name.length}`;
      const file = await s3RecordingStore(bucket(), partBytes).open(id);
      await file.keep({ ...span, seconds: 0 });
      for (const [n, length] of lengths.entries()) {
        await file.write(bytesOf(length, n));
        await file.keep({ ...span, seconds: n + 1 });
      }
      await file.write(Buffer.from('never kept'));
      const unfinished = s3UnfinishedRecordings(bucket());
      const hour = 3_600_000;
      expect(await unfinished.silentSince(new Date(Date.now() - hour))).not.toContain(id);
      expect(await unfinished.silentSince(new Date(Date.now() + hour))).toContain(id);
      const whole = Buffer.concat(lengths.map((length, n) => bytesOf(length, n)));
      const left = { ...span, seconds: lengths.length, bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex'), whole: false };
      expect(await unfinished.finish(id)).toEqual(left);
      expect((await fileOf(id)).equals(whole)).toBe(true);
      // Whoever died between the file and the record does it again.
      expect(await unfinished.finish(id)).toEqual(left);
      await unfinished.forget(id, 'kept');
      expect([await pieces(id), await uploads()]).toEqual([[], 0]);
      expect((await fileOf(id)).equals(whole)).toBe(true);
    });
    it('leaves no upload, no piece and no file when it is not wanted, or when nothing was recorded', async () => {
      const file = await s3RecordingStore(bucket(), partBytes).open('left-none');
      await file.write(Buffer.from('head'));
      await file.keep({ ...span, seconds: 0 });
      const unfinished = s3UnfinishedRecordings(bucket());
      expect(await unfinished.finish('left-none')).toBeUndefined();
      await unfinished.forget('left-none', 'unwanted');
      expect([await pieces('left-none'), await uploads()]).toEqual([[], 0]);
      await expect(fileOf('left-none')).rejects.toMatchObject({ name: 'NoSuchKey' });
    });
    it('keeps beside the file only what is not yet a part of it, and nothing once the record knows', async () => {
      const file = await s3RecordingStore(bucket(), partBytes).open('left-settled');
      for (const [n, length] of [3_000, 3_000, 500].entries()) {
        await file.write(bytesOf(length, n));
        await file.keep({ ...span, seconds: n + 1 });
      }
      expect(await pieces('left-settled')).toEqual([500]);
      await file.close({ ...span, seconds: 3 });
      expect(await s3UnfinishedRecordings(bucket()).finish('left-settled')).toMatchObject({ whole: true, bytes: 6_500 });
      await file.settle();
      expect([await pieces('left-settled'), await uploads()]).toEqual([[], 0]);
    });
  });
  it('does not overwrite where that was asked', async () => {
    await expect(s3.send(new PutObjectCommand({ ...at, Body: 'other', IfNoneMatch: '*' }))).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });
  it('forgets what was deleted, and says what is not there', async () => {
    await s3.send(new DeleteObjectCommand(at));
    await expect(s3.send(new GetObjectCommand(at))).rejects.toMatchObject({ name: 'NoSuchKey' });
    await expect(s3.send(new PutObjectCommand({ ...at, Bucket: 'other', Body: '' }))).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});
