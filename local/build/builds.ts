import { existsSync } from 'node:fs';
import { cachedBuild } from './cachedBuild.ts';

const common = ['package-lock.json', 'shared'] as const;

/** cdk.out as `npm run synth` writes it: the command is the same, only skipped when nothing changed. */
export async function synthesise(): Promise<boolean> {
  return await cachedBuild({
    name: 'synth',
    inputs: [...common, 'cdk', 'cdk.json', 'functions'],
    output: 'cdk.out/manifest.json',
    command: ['node_modules/aws-cdk/bin/cdk', 'synth', '--quiet', '--no-notices'],
  });
}

/** web/dist as `npm run build:web` writes it. */
export async function buildWeb(): Promise<boolean> {
  if (!existsSync('web/vite.config.ts')) return false;
  return await cachedBuild({
    name: 'web',
    inputs: [...common, 'web'],
    output: 'web/dist/index.html',
    command: ['node_modules/vite/bin/vite.js', 'build', '--config', 'web/vite.config.ts', '--logLevel', 'warn'],
  });
}
