import { expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { bundleOptions } from './bundleFunctions.ts';

it('loads though a dependency calls something of its own URL, and gives CommonJS its three names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lien-tuyen-bundle-'));
  try {
    const source = join(folder, 'entry.ts');
    await writeFile(source, "export class URL { at = [typeof require, __filename, __dirname]; }\nconsole.log(JSON.stringify(new URL().at));\n");
    await build({ ...bundleOptions, entryPoints: [source], outdir: folder });
    const { stdout } = await promisify(execFile)(process.execPath, [join(folder, 'index.mjs')], { env: { ...process.env, NODE_OPTIONS: '' } });
    expect(JSON.parse(stdout)).toEqual(['function', join(folder, 'index.mjs'), folder]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
