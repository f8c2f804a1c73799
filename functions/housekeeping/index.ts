import { confirmWaiting, type ConfirmReport } from '../../shared/insurance/confirmWaiting.ts';
import { log } from '../_http/log.ts';
import { housekeepingDeps } from './deps.ts';
import { keepHouse, type HousekeepingReport } from './handler.ts';

const { care, insurance, newId } = housekeepingDeps();

/** Called by the schedule; the event says nothing that matters. */
export const handler = async (): Promise<HousekeepingReport & ConfirmReport> => {
  const correlationId = newId();
  // Neither waits for the other's faults.
  const [house, confirmed] = await Promise.allSettled([keepHouse(care, correlationId), confirmWaiting(insurance, correlationId)]);
  if (house.status === 'rejected') throw house.reason;
  if (confirmed.status === 'rejected') throw confirmed.reason;
  const report = { ...house.value, ...confirmed.value };
  log.info('housekeeping', { correlationId, ...report });
  return report;
};
