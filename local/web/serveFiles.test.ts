import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { BlobName } from '../../shared/fhir/blobs.ts';
import { fixedClock, type Clock } from '../../shared/kernel/clock.ts';
import { s3BlobStore } from '../../shared/store/blobs.ts';
import { s3FileLinks } from '../../shared/store/fileLinks.ts';
import { startS3 } from '../aws/s3.ts';
import { serve, type Served } from '../aws/serve.ts';
import { fileServer } from './serveFiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-files-'));
const headers = { 'content-security-policy': "default-src 'none'; sandbox", 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'cross-origin' };
let s3: Served;
let files: Served;
let client: S3Client;
let name: BlobName;

beforeAll(async () => {
  s3 = await startS3(folder, ['files']);
  files = await serve(fileServer(s3.endpoint, headers));
  client = new S3Client({ endpoint: s3.endpoint, region: 'x', credentials: { accessKeyId: 'local', secretAccessKey: 'local' }, forcePathStyle: true });
  name = await s3BlobStore(client, 'files', 't').put(Buffer.from('pixels'), 'image/png');
});
afterAll(async () => {
  await Promise.all([files.stop(), s3.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

const linkAt = async (clock: Clock, shown = true) => (await s3FileLinks({ client, bucket: 'files', tenant: 't', filesUrl: files.endpoint, clock }).link(name, { contentType: 'image/png', shown })).url;
const now = () => fixedClock(new Date().toISOString());
const ago = (seconds: number) => fixedClock(new Date(Date.now() - seconds * 1000).toISOString());

describe('a file on its own origin', () => {
  it('comes by a signed link, and can do nothing there', async () => {
    const answer = await fetch(await linkAt(now()));
    expect([answer.status, await answer.text()]).toEqual([200, 'pixels']);
    expect(Object.fromEntries(answer.headers)).toMatchObject({ ...headers, 'content-type': 'image/png', 'content-disposition': 'inline', 'cache-control': 'private, no-store' });
    expect((await fetch(await linkAt(now(), false))).headers.get('content-disposition')).toBe('attachment');
  });
  it('does not come without a link, by one that is over, or by one that was changed', async () => {
    const link = await linkAt(now());
    const statuses = await Promise.all(
      [
        link.split('?')[0] ?? '', await linkAt(ago(180)), link.replace('image%2Fpng', 'text%2Fhtml'), link.replace('=inline', '=attachment'), link.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=86400'),
        link.replace(name, name.replace(/.$/, (last) => (last === '0' ? '1' : '0'))), link.replace(/X-Amz-Signature=\w+/, 'X-Amz-Signature=00'), link.replace(/&X-Amz-Signature=\w+/, ''),
      ].map(async (url) => (await fetch(url)).status),
    );
    expect(statuses).toEqual(statuses.map(() => 403));
    expect((await fetch(await linkAt(ago(100)))).status).toBe(200);
  });
  it('can be neither changed nor deleted nor listed there', async () => {
    const link = await linkAt(now());
    expect(await Promise.all(['PUT', 'DELETE', 'POST'].map(async (method) => (await fetch(link, { method })).status))).toEqual([403, 403, 403]);
    expect((await fetch(`${files.endpoint}/files?list-type=2`)).status).toBe(403);
  });
});
