import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { SynthesisedStack, Template } from './model.ts';

type Manifest = {
  readonly artifacts: Readonly<Record<string, { readonly type: string; readonly environment?: string; readonly properties?: { readonly templateFile?: string; readonly stackName?: string } }>>;
};
type AssetManifest = { readonly files: Readonly<Record<string, { readonly source: { readonly path: string; readonly packaging: string } }>> };

/** The stacks that `cdk synth` wrote to a folder (the cloud assembly), in no particular order. */
export async function readAssembly(folder: string): Promise<SynthesisedStack[]> {
  const manifest = await readJson<Manifest>(join(folder, 'manifest.json'));
  const stacks = Object.entries(manifest.artifacts).filter(([, artifact]) => artifact.type === 'aws:cloudformation:stack');
  return await Promise.all(
    stacks.map(async ([id, { environment = '', properties }]) => ({
      name: properties?.stackName ?? id,
      region: environment.split('/').at(-1) ?? '',
      template: await readJson<Template>(join(folder, properties?.templateFile ?? `${id}.template.json`)),
      assets: await readAssets(folder, id),
    })),
  );
}

async function readAssets(folder: string, id: string): Promise<ReadonlyMap<string, string>> {
  const { files } = await readJson<AssetManifest>(join(folder, `${id}.assets.json`));
  return new Map(
    Object.entries(files)
      .filter(([, { source }]) => source.packaging === 'zip')
      .map(([hash, { source }]) => [`${hash}.zip`, resolve(folder, source.path)]),
  );
}

const readJson = async <T>(file: string): Promise<T> => JSON.parse(await readFile(file, 'utf8')) as T;
