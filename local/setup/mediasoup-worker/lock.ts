import { mkdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A holder touches its file this often; without a touch for `STALE_MS` it is taken for dead (a pid may be reused). */
const TOUCH_MS = 2_000;
const STALE_MS = 15_000;

const ageOf = (file: string): number => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? 0 : Date.now() - found.mtimeMs;
};

/** Takes the lock and returns its release, or undefined while another living process holds it. */
export function tryLock(file: string): (() => void) | undefined {
  mkdirSync(dirname(file), { recursive: true });
  if (ageOf(file) > STALE_MS) rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return undefined;
    throw error;
  }
  const touch = setInterval(() => {
    try {
      utimesSync(file, new Date(), new Date());
    } catch {
      // Whoever slept so long that another took the lock over, and gave it back, has nothing to touch.
      clearInterval(touch);
    }
  }, TOUCH_MS);
  touch.unref();
  const release = () => {
    clearInterval(touch);
    process.off('exit', release);
    rmSync(file, { force: true });
  };
  process.once('exit', release);
  return release;
}
