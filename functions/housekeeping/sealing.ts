import { sealEndedDays, type SealDeps } from '../../shared/audit/seal.ts';
import type { Clock } from '../../shared/kernel/clock.ts';
import { log } from '../_http/log.ts';

/** The minute of each hour in which ended days are looked at; the first time half an hour after the day's end (UTC). */
const sealingMinute = 30;

export type SealReport = { readonly daysSealed: number };

/** Seals the audit log of ended days. A log that was touched is told in an error line, which raises the alarm. */
export async function keepSeals(deps: SealDeps & { readonly clock: Clock }, correlationId: string): Promise<SealReport> {
  const now = deps.clock.now();
  if (now.getUTCMinutes() !== sealingMinute) return { daysSealed: 0 };
  const days = await sealEndedDays(deps, now);
  for (const { day, outcome } of days) if (outcome === 'damaged') log.error('audit-log-damaged', { correlationId, day });
  return { daysSealed: days.filter(({ outcome }) => outcome === 'sealed').length };
}
