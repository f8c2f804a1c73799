import { randomUUID } from 'node:crypto';
import type { Part } from '../../product/part.ts';
import type { Invoke } from '../gateway/gateway.ts';
import { account } from '../template/physical.ts';
import type { SchedulePlan } from '../template/plan.ts';
import { nextTime } from './expression.ts';

/** Calls the functions of each rule when it is due, with EventBridge's scheduled event. */
export function runSchedules(schedules: readonly SchedulePlan[], invoke: Invoke, region: string): Part {
  const timers = new Map<SchedulePlan, NodeJS.Timeout>();
  for (const schedule of schedules) plan(schedule);
  return {
    stop: async () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    },
  };

  function plan(schedule: SchedulePlan): void {
    const due = nextTime(schedule.expression, new Date());
    // setTimeout takes at most 24.8 days; a day's wait is planned again.
    const wait = Math.min(due.getTime() - Date.now(), 86_400_000);
    timers.set(schedule, setTimeout(() => {
      plan(schedule);
      if (Date.now() < due.getTime() - 1000) return;
      const event = { version: '0', id: randomUUID(), 'detail-type': 'Scheduled Event', source: 'aws.events', account, time: due.toISOString(), region, resources: [schedule.ruleArn], detail: {} };
      for (const functionArn of schedule.functionArns) void invoke(functionArn, event);
    }, wait));
  }
}
