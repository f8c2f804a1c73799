import { exportsThatAre } from './job.ts';
import { runSlice, saveJob, type ExportDeps } from './runSlice.ts';

/** How long the files of an export are kept after it was done. */
export const keptMilliseconds = 24 * 60 * 60_000;
/** An export whose slice was not heard of for this long is taken up again. */
const lostMilliseconds = 2 * 60_000;
/** One that is not done in this time is given up. */
const longestMilliseconds = 24 * 60 * 60_000;

/** What time asks of exports: lost slices are taken up again, what is old is deleted. Any number of times. */
export async function keepExports(deps: ExportDeps): Promise<{ readonly resumed: number; readonly removed: number }> {
  const now = deps.clock.now().getTime();
  let [resumed, removed] = [0, 0];
  for (const { job, task } of await exportsThatAre(deps.repository, ['requested', 'in-progress'], deps.base)) {
    if (now - Date.parse(job.transactionTime) > longestMilliseconds) await saveJob(deps, task, { ...job, status: 'failed' });
    else if (now - Date.parse(task.meta.lastUpdated) > lostMilliseconds && (await runSlice(deps, job.id)) !== 'gone') resumed += 1;
  }
  for (const { job, task } of await exportsThatAre(deps.repository, ['completed', 'failed'], deps.base)) {
    if (job.files.length === 0 || now - Date.parse(task.meta.lastUpdated) <= keptMilliseconds) continue;
    await deps.files.remove(job.id, job.files.length);
    if (await saveJob(deps, task, { ...job, files: [], status: 'cancelled' })) removed += 1;
  }
  return { resumed, removed };
}
