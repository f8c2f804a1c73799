import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createPublicKey, verify, createHash } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';
import { DeleteObjectCommand, GetObjectCommand, HeadObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { s3RecordingStore } from '../../shared/store/recordingFiles.ts';
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

  it('gives back what was put, with its type and metadata', async () => {
    const Body = Buffer.from([0, 255, 10, 13, 10]);
    await s3.send(new PutObjectCommand({ ...at, Body, ContentType: 'image/jpeg', Metadata: { of: 'p1' } }));
    const got = await s3.send(new GetObjectCommand(at));
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? [])).toEqual(Body);
    expect(got).toMatchObject({ ContentType: 'image/jpeg', ContentLength: 5, Metadata: { of: 'p1' } });
    expect((await s3.send(new HeadObjectCommand(at))).ETag).toBe(got.ETag);
  });
  it('takes a recording in parts: all of it, or nothing, and says which encryption was asked for', async () => {
    const store = s3RecordingStore({ client: s3, bucket: 'blobs', tenant: 'tenant', kmsKeyId: 'key-1' });
    const [first, second] = [await store.open('r1'), await store.open('r2')];
    const piece = Buffer.alloc(3 * 1024 * 1024, 7);
    for (let n = 0; n < 4; n += 1) await first.write(Buffer.concat([Buffer.from([n]), piece]));
    await second.write(piece);
    await second.discard();
    const whole = Buffer.concat(Array.from({ length: 4 }, (_, n) => Buffer.concat([Buffer.from([n]), piece])));
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'blobs', Key: 'tenant/recording-r1' }))).rejects.toMatchObject({ name: 'NotFound' });
    expect(await first.close()).toEqual({ bytes: whole.length, sha256: createHash('sha256').update(whole).digest('hex') });
    const got = await s3.send(new GetObjectCommand({ Bucket: 'blobs', Key: 'tenant/recording-r1' }));
    expect(got).toMatchObject({ ContentType: 'video/webm', ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'key-1' });
    expect(Buffer.from((await got.Body?.transformToByteArray()) ?? []).equals(whole)).toBe(true);
    await expect(s3.send(new HeadObjectCommand({ Bucket: 'blobs', Key: 'tenant/recording-r2' }))).rejects.toMatchObject({ name: 'NotFound' });
    await expect(second.close()).rejects.toMatchObject({ name: 'NoSuchUpload' });
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
