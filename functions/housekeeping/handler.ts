import { keepSlotsAhead } from '../../shared/booking/keepSlots.ts';
import type { CareContext } from '../../shared/consultation/context.ts';
import { keepTime, type TimeReport } from '../../shared/consultation/keepTime.ts';

export type HousekeepingReport = TimeReport & { readonly slotsMade: number };

/** Hour of the day in Asia/Ho_Chi_Minh (UTC+7) in which what is only tidy is done. */
const quietHour = 2;

/**
 * What time itself asks for: requests that waited too long go to the coordinator, missed appointments are pointed out,
 * the calendar is kept open two weeks ahead. Runs every few minutes; running it twice changes nothing more.
 */
export async function keepHouse(care: CareContext, correlationId: string): Promise<HousekeepingReport> {
  const closing = (care.clock.now().getUTCHours() + 7) % 24 === quietHour;
  const time = await keepTime(care, correlationId, { closing });
  return { ...time, slotsMade: await keepSlotsAhead(care, correlationId) };
}
