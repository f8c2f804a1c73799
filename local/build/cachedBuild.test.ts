import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cachedBuild, type Build } from './cachedBuild.ts';

let folder: string;
let build: Build;
const file = (name: string) => join(folder, name);
const timesRun = async () => (await readFile(file('runs'), 'utf8')).length;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'build-'));
  await writeFile(file('input'), 'one');
  await writeFile(file('build.cjs'), `
    const { appendFileSync, writeFileSync } = require('node:fs');
    appendFileSync(${JSON.stringify(file('runs'))}, '.');
    setTimeout(() => writeFileSync(${JSON.stringify(file('output'))}, ''), 300);
  `);
  build = { name: `test-${randomUUID()}`, inputs: [file('input')], output: file('output'), command: [file('build.cjs')] };
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await rm(join('.local', 'builds', `${build.name}.sha256`), { force: true });
});

describe('a build', () => {
  it('runs once for all who want it at one moment', async () => {
    const ran = await Promise.all([1, 2, 3].map(async () => await cachedBuild(build)));
    expect(ran.filter(Boolean)).toEqual([true]);
    expect(await timesRun()).toBe(1);
  });

  it('runs again only after its inputs have changed', async () => {
    expect([await cachedBuild(build), await cachedBuild(build)]).toEqual([true, false]);
    await writeFile(file('input'), 'two');
    expect([await cachedBuild(build), await timesRun()]).toEqual([true, 2]);
  });

  it('that fails says why, and is tried again by the next', async () => {
    const failing: Build = { ...build, command: [file('absent.cjs')] };
    await expect(cachedBuild(failing)).rejects.toThrow(/absent\.cjs/);
    expect(await cachedBuild(build)).toBe(true);
  });
});
