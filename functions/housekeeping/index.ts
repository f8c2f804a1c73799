import { log } from '../_http/log.ts';
import { housekeepingDeps } from './deps.ts';
import { keepHouse, type HousekeepingReport } from './handler.ts';

const { care, newId } = housekeepingDeps();

/** Called by the schedule; the event says nothing that matters. */
export const handler = async (): Promise<HousekeepingReport> => {
  const correlationId = newId();
  const report = await keepHouse(care, correlationId);
  log.info('housekeeping', { correlationId, ...report });
  return report;
};
