/**
 * `npm run bench -- screen`: what a newcomer's browser fetches before the sign-in page is there, and what each room
 * adds, as bytes after gzip. Counts, not times: the same on every machine.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { buildWeb } from '../../local/build/builds.ts';

const dist = join(import.meta.dirname, '../../web/dist');
const gzipped = (path: string): number => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;
const kilobytes = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KB`;

export async function firstScreen(): Promise<void> {
  await buildWeb();
  const index = readFileSync(join(dist, 'index.html'), 'utf8');
  const first = [...index.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((m) => m[1] ?? '');
  const others = readdirSync(join(dist, 'assets')).map((name) => `assets/${name}`).filter((path) => /\.(js|css|wasm)$/.test(path) && !first.includes(path));
  console.log(`first screen (script and style, gzip): ${kilobytes(first.reduce((sum, path) => sum + gzipped(path), 0))} in ${first.length} files; aim 100 KB`);
  for (const path of others.toSorted((a, b) => gzipped(b) - gzipped(a)).slice(0, 8)) console.log(`  later: ${kilobytes(gzipped(path)).padStart(9)}  ${path.replace(/-[\w-]{8}\./, '.')}`);
}
