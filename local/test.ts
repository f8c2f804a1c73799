/**
 * `npm test`: everything that is checked, phase by phase, stopping at the first that fails. CI runs exactly this.
 *   npm test -- store integration   only these phases (types, lint, unit, store, integration, journeys, logs)
 */
import { ensureChromium, ensureJava, ensureTurnserver } from './setup/debian.ts';
import { ensureMediasoupWorker } from './setup/mediasoupWorker.ts';
import { emptyKeptLogs } from './test/logs/folder.ts';
import { jest, lint, logs, runPhases, types, unit, type Phase } from './test/phases.ts';

/** Calls are tested with the real media server: on a fresh machine its worker is built first, about 7 minutes, once. */
async function ensureCalls(): Promise<void> {
  await ensureChromium();
  await ensureTurnserver();
  let told = '';
  const obtained = await ensureMediasoupWorker({
    onProgress({ step, percent }) {
      const line = `video worker: ${step} ${Math.floor(percent / 10) * 10} %`;
      if (line !== told) console.log(line);
      told = line;
    },
  });
  if (!obtained.ok) throw new Error(obtained.reason);
}

const all: readonly Phase[] = [
  types,
  lint,
  unit,
  { ...jest('store'), prepare: ensureJava },
  { ...jest('integration'), prepare: ensureCalls },
  { ...jest('journeys'), prepare: ensureCalls },
  logs,
];

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.some((phase) => phase.name === name));
if (unknown.length > 0) {
  console.error(`no phase ${unknown.join(', ')}; there are: ${all.map((phase) => phase.name).join(', ')}`);
  process.exit(1);
}
if (asked.join() !== logs.name) emptyKeptLogs();
process.exitCode = await runPhases(asked.length > 0 ? all.filter((phase) => asked.includes(phase.name)) : all);
