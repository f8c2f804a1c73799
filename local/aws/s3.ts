import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { decodeChunks } from './awsChunked.ts';
import { Uploads, type Asked } from './multipart.ts';
import { readAll, serve, type Served } from './serve.ts';
import { faultOfLink } from './signedLink.ts';

/**
 * S3 for single objects, path-style: PutObject (with If-None-Match: *), uploads in parts and lists of them, GetObject, HeadObject, DeleteObject(s), and
 * ListObjectsV2 of a prefix. An object is one file, written beside and renamed, so that a reader sees all of it or nothing. File names are hashes
 * of the key: keys may hold what a file system does not allow.
 */
export async function startS3(folder: string, buckets: readonly string[]): Promise<Served> {
  const uploads = new Uploads();
  return await serve(async (request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'local'}`);
    const fault = url.searchParams.has('X-Amz-Signature') ? faultOfLink(request.method ?? '', url, url.host, localSecret, new Date()) : undefined;
    if (fault) return refuse(request, response, 403, fault);
    const [, bucket = '', ...rest] = decodeURIComponent((request.url ?? '/').split('?')[0] ?? '/').split('/');
    const key = rest.join('/');
    if (!buckets.includes(bucket)) return refuse(request, response, 404, 'NoSuchBucket');
    if (key === '' && request.method === 'GET' && url.searchParams.has('uploads')) return listUploads(response, uploads.under(url.searchParams.get('prefix') ?? ''));
    if (key === '' && request.method === 'POST' && url.searchParams.has('delete')) return await removeSeveral(request, response, join(folder, bucket));
    if (key === '' && request.method === 'GET') return await list(request, response, join(folder, bucket));
    if (key === '') return refuse(request, response, 501, 'NotImplemented');
    const file = join(folder, bucket, ...fileName(key));
    if (url.searchParams.has('uploads') || url.searchParams.has('uploadId')) return await inParts(request, response, { uploads, key, file, query: url.searchParams });
    if (request.method === 'PUT') return await put(request, response, key, file);
    if (request.method === 'GET' || request.method === 'HEAD') return await get(request, response, file);
    if (request.method !== 'DELETE') return refuse(request, response, 501, 'NotImplemented');
    await rm(file, { force: true });
    response.writeHead(204).end();
  });
}

/** The secret of the runner's key pair. */
const localSecret = 'local';

type Head = { readonly key: string; readonly contentType: string; readonly etag: string; readonly modified: string; readonly metadata: Readonly<Record<string, string>> };

function fileName(key: string): [string, string] {
  const hash = createHash('sha256').update(key).digest('hex');
  return [hash.slice(0, 2), hash];
}

async function put(request: IncomingMessage, response: ServerResponse, key: string, file: string): Promise<void> {
  const body = await bodyOf(request);
  if (request.headers['if-none-match'] === '*' && (await load(file))) return refuse(request, response, 412, 'PreconditionFailed');
  const etag = await keep(file, key, body, askedBy(request));
  response.writeHead(200, { etag }).end();
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const raw = await readAll(request);
  return String(request.headers['x-amz-content-sha256']).startsWith('STREAMING-') ? decodeChunks(raw) : raw;
}

/** What a later answer says again: type, metadata, and which encryption was asked for. */
function askedBy({ headers }: IncomingMessage): Asked {
  const named = Object.entries(headers).filter(([name]) => name.startsWith('x-amz-meta-') || name.startsWith('x-amz-server-side-encryption'));
  return { contentType: headers['content-type'] ?? 'binary/octet-stream', headers: Object.fromEntries(named.map(([name, value]) => [name, String(value)])) };
}

type InParts = { readonly uploads: Uploads; readonly key: string; readonly file: string; readonly query: URLSearchParams };

async function inParts(request: IncomingMessage, response: ServerResponse, { uploads, key, file, query }: InParts): Promise<void> {
  const id = query.get('uploadId') ?? '';
  if (request.method === 'POST' && query.has('uploads')) return answer(response, `<InitiateMultipartUploadResult><UploadId>${uploads.begin(file, key, askedBy(request))}</UploadId></InitiateMultipartUploadResult>`);
  if (request.method === 'GET') {
    const parts = uploads.parts(id, file);
    if (!parts) return refuse(request, response, 404, 'NoSuchUpload');
    return answer(response, `<ListPartsResult><IsTruncated>false</IsTruncated>${parts.map(([number, body]) => `<Part><PartNumber>${number}</PartNumber><ETag>${escaped(etagOf(body))}</ETag><Size>${body.length}</Size></Part>`).join('')}</ListPartsResult>`);
  }
  if (request.method === 'DELETE') {
    uploads.abort(id);
    response.writeHead(204).end();
    return;
  }
  const body = await bodyOf(request);
  if (request.method === 'PUT') {
    if (!uploads.part(id, file, Number(query.get('partNumber')), body)) return refuse(request, response, 404, 'NoSuchUpload');
    response.writeHead(200, { etag: etagOf(body) }).end();
    return;
  }
  const whole = uploads.complete(id, file);
  if (!whole) return refuse(request, response, 404, 'NoSuchUpload');
  answer(response, `<CompleteMultipartUploadResult><ETag>${escaped(await keep(file, key, whole.body, whole))}</ETag></CompleteMultipartUploadResult>`);
}

function answer(response: ServerResponse, xml: string): void {
  response.writeHead(200, { 'content-type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?>${xml}`);
}

const etagOf = (body: Buffer) => `"${createHash('md5').update(body).digest('hex')}"`;

/** The head as one line of JSON, then the bytes: one file, hence one rename. */
async function keep(file: string, key: string, body: Buffer, { contentType, headers }: Asked): Promise<string> {
  const etag = etagOf(body);
  const head: Head = { key, contentType, etag, modified: new Date().toUTCString(), metadata: headers };
  const draft = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  await writeFile(draft, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]));
  await rename(draft, file);
  return etag;
}

async function get(request: IncomingMessage, response: ServerResponse, file: string): Promise<void> {
  const stored = await load(file);
  if (!stored) return refuse(request, response, 404, 'NoSuchKey');
  const { head, body } = stored;
  const headers = { 'content-type': head.contentType, etag: head.etag, 'last-modified': head.modified, 'accept-ranges': 'none', ...head.metadata, ...overridden(request) };
  response.writeHead(200, { ...headers, 'content-length': body.length }).end(request.method === 'HEAD' ? undefined : body);
}

/** All at once; nothing of ours asks for the next page of so few. */
async function list(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
  const prefix = new URL(request.url ?? '/', 'http://local').searchParams.get('prefix') ?? '';
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const all = await Promise.all(names.filter((entry) => entry.isFile()).map(async (entry) => await headOf(join(entry.parentPath, entry.name))));
  const found = all.flatMap((one) => (one?.head.key.startsWith(prefix) ? [one] : [])).toSorted((a, b) => (a.head.key < b.head.key ? -1 : 1));
  const contents = found.map(({ head, size }) => `<Contents><Key>${escaped(head.key)}</Key><LastModified>${new Date(head.modified).toISOString()}</LastModified><ETag>${escaped(head.etag)}</ETag><Size>${size}</Size></Contents>`);
  answer(response, `<ListBucketResult><KeyCount>${found.length}</KeyCount><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`);
}

function listUploads(response: ServerResponse, found: ReturnType<Uploads['under']>): void {
  answer(response, `<ListMultipartUploadsResult><IsTruncated>false</IsTruncated>${found.map(({ id, key }) => `<Upload><Key>${escaped(key)}</Key><UploadId>${id}</UploadId></Upload>`).join('')}</ListMultipartUploadsResult>`);
}

/** Without a word of what was there: the SDK asks so (Quiet). */
async function removeSeveral(request: IncomingMessage, response: ServerResponse, folder: string): Promise<void> {
  const asked = (await bodyOf(request)).toString('utf8');
  const keys = [...asked.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&'));
  await Promise.all(keys.map((key) => rm(join(folder, ...fileName(key)), { force: true })));
  answer(response, '<DeleteResult></DeleteResult>');
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** What a signed link may say of the answer. */
function overridden(request: IncomingMessage): Record<string, string> {
  const { searchParams } = new URL(request.url ?? '/', 'http://local');
  return Object.fromEntries(['content-type', 'content-disposition', 'cache-control'].flatMap((name) => (searchParams.has(`response-${name}`) ? [[name, searchParams.get(`response-${name}`) ?? '']] : [])));
}

/** A head is a line of some hundred bytes; of a list of large files nothing else is read. */
const MOST_HEAD = 8_192;

async function headOf(file: string): Promise<{ readonly head: Head; readonly size: number } | undefined> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return undefined;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(MOST_HEAD), 0, MOST_HEAD, 0);
    const line = buffer.subarray(0, bytesRead).indexOf(10);
    return { head: JSON.parse(buffer.subarray(0, line).toString('utf8')) as Head, size: (await handle.stat()).size - line - 1 };
  } finally {
    await handle.close();
  }
}

async function load(file: string): Promise<{ readonly head: Head; readonly body: Buffer } | undefined> {
  const whole = await readFile(file).catch(() => undefined);
  if (!whole) return undefined;
  const line = whole.indexOf(10);
  return { head: JSON.parse(whole.subarray(0, line).toString('utf8')) as Head, body: whole.subarray(line + 1) };
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number, code: string): void {
  request.resume();
  response.writeHead(status, { 'content-type': 'application/xml' });
  response.end(request.method === 'HEAD' ? undefined : `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);
}
