/** When a `rate(…)` or `cron(…)` of EventBridge is due next, strictly after `after`. Cron is in UTC. */
export function nextTime(expression: string, after: Date): Date {
  const rate = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression);
  if (rate) return new Date(after.getTime() + Number(rate[1]) * unit[rate[2] as keyof typeof unit]);
  const cron = /^cron\((.+)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (cron?.length === 6) return nextCron(cron, after);
  throw new Error(`schedule: ${expression} is neither rate(…) nor cron(… six fields …)`);
}

const unit = { minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;
const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** Minute by minute within a matching day; day by day up to five years ahead. */
function nextCron([minute = '', hour = '', day = '', month = '', weekday = '', year = '']: readonly string[], after: Date): Date {
  const minutes = fieldOf(minute, 0, 59);
  const hours = fieldOf(hour, 0, 23);
  const matchesDay = (date: Date) =>
    fieldOf(year, 1970, 2199).has(date.getUTCFullYear()) &&
    fieldOf(month, 1, 12, months).has(date.getUTCMonth() + 1) &&
    fieldOf(day, 1, 31).has(date.getUTCDate()) &&
    fieldOf(weekday, 1, 7, weekdays).has(date.getUTCDay() + 1);
  const time = new Date(Math.floor(after.getTime() / unit.minute) * unit.minute + unit.minute);
  const end = after.getTime() + 5 * 366 * unit.day;
  while (time.getTime() < end) {
    if (!matchesDay(time)) time.setTime(Math.floor(time.getTime() / unit.day) * unit.day + unit.day);
    else if (hours.has(time.getUTCHours()) && minutes.has(time.getUTCMinutes())) return time;
    else time.setTime(time.getTime() + unit.minute);
  }
  throw new Error('schedule: never due within five years');
}

/** The numbers that a field allows: `*`, `?`, `a`, `a-b`, `a,b`, `a/step`, names of months and weekdays. */
function fieldOf(field: string, low: number, high: number, names: readonly string[] = []): ReadonlySet<number> {
  const number = (text: string) => {
    const named = names.indexOf(text.toUpperCase());
    const value = named >= 0 ? named + 1 : Number(text);
    if (!Number.isInteger(value) || value < low || value > high) throw new Error(`schedule: ${field} is not supported`);
    return value;
  };
  const allowed = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', stepText] = part.split('/');
    const step = stepText === undefined ? 1 : Number(stepText);
    const [from = '', to] = range.split('-');
    const any = range === '*' || range === '?';
    const start = any ? low : number(from);
    const stop = any || (to === undefined && stepText !== undefined) ? high : number(to ?? from);
    for (let value = start; value <= stop; value += step) allowed.add(value);
  }
  return allowed;
}
