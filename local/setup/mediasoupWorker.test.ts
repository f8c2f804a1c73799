import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureMediasoupWorker } from './mediasoupWorker.ts';
import { cachedBinary, keep, runsHere } from './mediasoup-worker/cache.ts';
import { tryLock } from './mediasoup-worker/lock.ts';
import { ninjaPercent } from './mediasoup-worker/obtain.ts';

const folder = mkdtempSync(join(tmpdir(), 'lien-tuyen-worker-'));
const before = process.env['XDG_CACHE_HOME'];

/** Answers as the real worker does when it is started by hand. */
function standIn(path: string, code: number): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\nexit ${code}\n`);
  chmodSync(path, 0o755);
  return path;
}

beforeAll(() => {
  process.env['XDG_CACHE_HOME'] = folder;
  delete process.env['MEDIASOUP_WORKER_BIN'];
});
afterAll(() => {
  if (before === undefined) delete process.env['XDG_CACHE_HOME'];
  else process.env['XDG_CACHE_HOME'] = before;
  rmSync(folder, { recursive: true, force: true });
});

describe('the video worker', () => {
  it('reports the build as a percentage of the steps that ninja counts', () => {
    expect(ninjaPercent('[65/261] Compiling C++ object x.o')).toBe(24);
    expect(ninjaPercent('ninja: Entering directory')).toBeUndefined();
  });
  it('counts as present only when it loads on this machine', () => {
    expect(runsHere(standIn(join(folder, 'good'), 41))).toBe(true);
    expect(runsHere(standIn(join(folder, 'missing-library'), 127))).toBe(false);
    expect(runsHere(join(folder, 'absent'))).toBe(false);
  });
  it('is taken from the cache without asking anybody', async () => {
    keep(standIn(join(folder, 'built'), 41));
    await expect(ensureMediasoupWorker()).resolves.toEqual({ ok: true, path: cachedBinary() });
  });
  it('is refused with the reason when the given binary does not run', async () => {
    process.env['MEDIASOUP_WORKER_BIN'] = join(folder, 'absent');
    await expect(ensureMediasoupWorker()).resolves.toMatchObject({ ok: false });
    delete process.env['MEDIASOUP_WORKER_BIN'];
  });
});

describe('the lock of the build', () => {
  const file = join(folder, 'some', 'lock');
  it('is held by one at a time and can be taken again once released', () => {
    const release = tryLock(file);
    expect(tryLock(file)).toBeUndefined();
    release?.();
    expect(existsSync(file)).toBe(false);
  });
  it('can go away under its holder, who goes on', () => {
    jest.useFakeTimers();
    const release = tryLock(file);
    rmSync(file);
    expect(() => jest.advanceTimersByTime(10_000)).not.toThrow();
    jest.useRealTimers();
    release?.();
  });
  it('is taken over from a holder that stopped touching it', () => {
    writeFileSync(file, '1');
    utimesSync(file, new Date(0), new Date(0));
    const release = tryLock(file);
    expect(release).toBeDefined();
    release?.();
  });
});
