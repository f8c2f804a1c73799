import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.webmanifest': 'application/manifest+json', '.svg': 'image/svg+xml', '.png': 'image/png', '.jpg': 'image/jpeg', '.webp': 'image/webp', '.ico': 'image/x-icon',
  '.woff2': 'font/woff2', '.woff': 'font/woff', '.wasm': 'application/wasm', '.txt': 'text/plain; charset=utf-8', '.map': 'application/json', '.mp3': 'audio/mpeg',
};

/** Vite puts a content hash into names under assets/; everything else may change under the same name. */
export const cacheControlOf = (path: string): string => (path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');

/** An address without a file ending is a page of the client: the rule of cdk/web/singlePageFallback.ts. */
export const fileOf = (path: string): string => (/\.[^/]*$/.test(path) ? path : '/index.html');

type File = { readonly etag: string; readonly type: string; readonly plain: Buffer; encoded: Map<'br' | 'gzip', Buffer> };

/** Serves the built client as CloudFront does: the template's headers, compression, and index.html for pages. */
export function webServer(folder: string, headers: Readonly<Record<string, string>>): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const files = new Map<string, File>();

  return async (request, response) => {
    request.resume();
    const path = decoded(request.url ?? '/');
    if (request.method !== 'GET' && request.method !== 'HEAD') return void response.writeHead(405, { ...headers, allow: 'GET, HEAD' }).end();
    const name = fileOf(path);
    const file = path.includes('..') ? undefined : await load(name);
    if (!file) return void response.writeHead(404, { ...headers, 'content-type': 'text/plain; charset=utf-8' }).end('Không có tệp này. / No such file.');
    const all = { ...headers, 'content-type': file.type, 'cache-control': cacheControlOf(name), etag: file.etag, vary: 'accept-encoding' };
    if (request.headers['if-none-match'] === file.etag) return void response.writeHead(304, all).end();
    const encoding = encodingOf(file, String(request.headers['accept-encoding'] ?? ''));
    const body = encoding ? await encode(file, encoding) : file.plain;
    response.writeHead(200, { ...all, ...(encoding && { 'content-encoding': encoding }), 'content-length': body.length });
    response.end(request.method === 'HEAD' ? undefined : body);
  };

  async function load(name: string): Promise<File | undefined> {
    const place = join(folder, name);
    const info = await stat(place).catch(() => undefined);
    if (!info?.isFile()) return undefined;
    const etag = `"${info.mtimeMs.toString(36)}-${info.size.toString(36)}"`;
    const known = files.get(name);
    if (known?.etag === etag) return known;
    const file: File = { etag, type: types[extname(name)] ?? 'application/octet-stream', plain: await readFile(place), encoded: new Map() };
    files.set(name, file);
    return file;
  }
}

/** CloudFront compresses texts from 1,000 bytes on; fonts, pictures and sound are compressed already. */
function encodingOf(file: File, accepted: string): 'br' | 'gzip' | undefined {
  if (file.plain.length < 1000 || !/text|javascript|json|xml|wasm/.test(file.type)) return undefined;
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
}

async function encode(file: File, encoding: 'br' | 'gzip'): Promise<Buffer> {
  const known = file.encoded.get(encoding);
  if (known) return known;
  const made = encoding === 'br' ? await promisify(brotliCompress)(file.plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }) : await promisify(gzip)(file.plain);
  file.encoded.set(encoding, made);
  return made;
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url.split('?')[0] ?? '/');
  } catch {
    return '/..';
  }
}
