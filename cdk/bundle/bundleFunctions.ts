import { build, type BuildOptions } from 'esbuild';
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export type BundledFunction = { readonly name: string; readonly folder: string };

/** A function's entry is functions/<name>/index.ts; folders that begin with _ are shared between functions. */
const source = 'functions';
const cache = '.local/bundles';

/**
 * CommonJS dependencies (the AWS SDK has some) expect these three names. No global stands here: a dependency may declare
 * one of the same name at the top of its file (an ASN.1 schema has a class URL).
 */
const banner = [
  "import { createRequire as __createRequire } from 'node:module';",
  'const require = __createRequire(import.meta.url);',
  'const __filename = import.meta.filename, __dirname = import.meta.dirname;',
].join('');

export const bundleOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'esm',
  outExtension: { '.js': '.mjs' },
  // What is imported when it is first needed becomes a file of its own, which a cold start does not read.
  splitting: true,
  entryNames: 'index',
  chunkNames: 'part-[hash]',
  mainFields: ['module', 'main'],
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  banner: { js: banner },
  logLevel: 'warning',
} satisfies BuildOptions;

/**
 * Bundles every function into its own folder, named by the hash of all that went in, so that an unchanged function
 * is not built again and CDK sees the same asset.
 */
export async function bundleFunctions(): Promise<BundledFunction[]> {
  const entries = await readdir(source, { withFileTypes: true });
  const names = entries
    .filter((e) => e.isDirectory() && !e.name.startsWith('_') && existsSync(join(source, e.name, 'index.ts')))
    .map((e) => e.name)
    .toSorted();
  return await Promise.all(names.map(async (name) => ({ name, folder: (await cached(name)) ?? (await bundled(name)) })));
}

type Manifest = { readonly folder: string; readonly hash: string; readonly inputs: readonly string[] };

async function cached(name: string): Promise<string | undefined> {
  const manifest = await readFile(join(cache, `${name}.json`), 'utf8').then((text) => JSON.parse(text) as Manifest, () => undefined);
  if (!manifest || !existsSync(manifest.folder)) return undefined;
  return (await hashOf(manifest.inputs)) === manifest.hash ? manifest.folder : undefined;
}

async function bundled(name: string): Promise<string> {
  const folder = join(cache, `${name}.building`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { metafile } = await build({ ...bundleOptions, entryPoints: [join(source, name, 'index.ts')], outdir: folder, metafile: true });
  const copied = await copyAssets(name, folder);
  const inputs = [...Object.keys(metafile.inputs), ...copied].toSorted();
  const hash = (await hashOf(inputs)) ?? '';
  const final = join(cache, `${name}-${hash.slice(0, 16)}`);
  await rm(final, { recursive: true, force: true });
  await rename(folder, final);
  await writeFile(join(cache, `${name}.json`), JSON.stringify({ folder: final, hash, inputs } satisfies Manifest));
  return final;
}

/**
 * Files that the code reads at run time, listed in functions/<name>/assets.json as { "name in the bundle": "path in
 * the repository" }; the code finds them at `new URL('./<name>', import.meta.url)`.
 */
async function copyAssets(name: string, folder: string): Promise<string[]> {
  const list = join(source, name, 'assets.json');
  if (!existsSync(list)) return [];
  const assets = JSON.parse(await readFile(list, 'utf8')) as Record<string, string>;
  await Promise.all(Object.entries(assets).map(async ([to, from]) => await cp(from, join(folder, to), { recursive: true })));
  return [list, ...Object.values(assets)];
}

/** Undefined when an input is gone. Directories count by name only: they hold vendored, versioned files. */
async function hashOf(inputs: readonly string[]): Promise<string | undefined> {
  const hash = createHash('sha256').update(JSON.stringify(bundleOptions)).update(process.version);
  try {
    for (const input of inputs) hash.update(input).update(await readFile(input).catch(directoryName));
  } catch {
    return undefined;
  }
  return hash.digest('hex');

  function directoryName(error: NodeJS.ErrnoException): string {
    if (error.code === 'EISDIR') return 'directory';
    throw error;
  }
}
