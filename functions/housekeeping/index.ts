import { sendCheckIns, type CheckInReport } from '../../shared/insurance/checkIn/sendCheckIns.ts';
import { confirmWaiting, type ConfirmReport } from '../../shared/insurance/confirmWaiting.ts';
import { finishRecordings, type FinishReport } from '../../shared/room/finishRecordings.ts';
import { log } from '../_http/log.ts';
import { housekeepingDeps } from './deps.ts';
import { keepHouse, type HousekeepingReport } from './handler.ts';
import { keepSeals, type SealReport } from './sealing.ts';

const { care, insurance, sealing, recordings, newId, finishTransactions } = housekeepingDeps();

/** Called by the schedule; the event says nothing that matters. */
export const handler = async (): Promise<HousekeepingReport & ConfirmReport & CheckInReport & SealReport & FinishReport & { readonly transactionsEnded: number }> => {
  const correlationId = newId();
  // None waits for the others' faults.
  const [house, confirmed, sealed, ended, saved] = await Promise.allSettled([keepHouse(care, correlationId), insuranceRound(correlationId), keepSeals(sealing, correlationId), finishTransactions(), finishRecordings(recordings, correlationId)]);
  if (house.status === 'rejected') throw house.reason;
  if (confirmed.status === 'rejected') throw confirmed.reason;
  if (sealed.status === 'rejected') throw sealed.reason;
  if (ended.status === 'rejected') throw ended.reason;
  if (saved.status === 'rejected') throw saved.reason;
  const report = { ...house.value, ...confirmed.value, ...sealed.value, ...saved.value, transactionsEnded: ended.value };
  log.info('housekeeping', { correlationId, ...report });
  return report;
};

/** What was confirmed now can be told to the insurer now. */
async function insuranceRound(correlationId: string): Promise<ConfirmReport & CheckInReport> {
  const confirmed = await confirmWaiting(insurance, correlationId);
  return { ...confirmed, ...(await sendCheckIns(insurance, correlationId)) };
}
