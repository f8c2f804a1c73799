import type { BriefingPlan } from '../../shared/briefing/contract.ts';

/** As it is typed; times are Vietnam's. */
export type PlanForm = {
  readonly title: string;
  readonly day: string;
  readonly time: string;
  readonly agenda: readonly { readonly title: string; readonly minutes: string }[];
  readonly facilities: readonly string[];
  readonly people: readonly string[];
};

export const emptyPlan: PlanForm = { title: '', day: '', time: '', agenda: [{ title: '', minutes: '10' }], facilities: [], people: [] };

/** What is wrong: the field, and for an item of the agenda its number. */
export type PlanFault = { readonly field: 'title' | 'day' | 'time' | 'past' } | { readonly field: 'item' | 'minutes'; readonly number: number };

/** Vietnam has one time zone and no summer time. */
export function instantOf(day: string, time: string): string | undefined {
  const d = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(day.trim());
  const t = /^(\d{1,2})[:h.](\d{2})$/.exec(time.trim());
  if (!d || !t || Number(t[1]) > 23 || Number(t[2]) > 59) return undefined;
  const two = (text = '') => text.padStart(2, '0');
  const local = `${d[3]}-${two(d[2])}-${two(d[1])}T${two(t[1])}:${two(t[2])}:00`;
  const utc = new Date(`${local}Z`);
  // 31/02 would become a day of March.
  return Number.isNaN(utc.getTime()) || utc.getUTCDate() !== Number(d[1]) ? undefined : `${local}+07:00`;
}

const minutesOf = (text: string): number => (/^\d{1,3}$/.test(text.trim()) ? Number(text.trim()) : 0);

export const totalMinutes = ({ agenda }: Pick<PlanForm, 'agenda'>): number => agenda.reduce((sum, { minutes }) => sum + minutesOf(minutes), 0);

export function faultsOf(form: PlanForm, now: Date): readonly PlanFault[] {
  const start = instantOf(form.day, form.time);
  const when: readonly PlanFault[] = start !== undefined ? (Date.parse(start) < now.getTime() - 15 * 60_000 ? [{ field: 'past' }] : []) : [{ field: instantOf(form.day, '00:00') === undefined ? 'day' : 'time' }];
  return [
    ...(form.title.trim() === '' ? [{ field: 'title' } as const] : []),
    ...when,
    ...form.agenda.flatMap(({ title, minutes }, index): PlanFault[] => [
      ...(title.trim() === '' ? [{ field: 'item', number: index + 1 } as const] : []),
      ...(minutesOf(minutes) < 1 || minutesOf(minutes) > 240 ? [{ field: 'minutes', number: index + 1 } as const] : []),
    ]),
  ];
}

/** The plan of a form without faults. */
export const planOf = ({ title, day, time, agenda, facilities, people }: PlanForm): BriefingPlan => ({
  title: title.trim(), start: instantOf(day, time) ?? '', facilities: [...facilities], people: [...people],
  agenda: agenda.map((item) => ({ title: item.title.trim(), minutes: minutesOf(item.minutes) })),
});
