import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const skipped = new Set(['node_modules', 'dist', 'cdk.out', '.local', '.git']);

/** A hash of all files under the given files and folders; tests do not count, what is absent is skipped. */
export async function contentHash(roots: readonly string[]): Promise<string> {
  const hash = createHash('sha256').update(process.version);
  for (const root of roots) for (const file of (await filesUnder(root)).toSorted()) hash.update(file).update('\0').update(await readFile(file));
  return hash.digest('hex');
}

async function filesUnder(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return undefined;
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  if (!entries) return [path];
  const nested = await Promise.all(
    entries
      .filter((e) => !skipped.has(e.name) && !/\.(test|fixtures)\.tsx?$/.test(e.name))
      .map(async (e) => (e.isDirectory() ? await filesUnder(join(path, e.name)) : [join(path, e.name)])),
  );
  return nested.flat();
}
