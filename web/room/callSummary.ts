import type { CallStay } from '../../shared/room/contract.ts';
import { callSteps, type CallStep } from '../../shared/room/steps.ts';

const numbers = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
const mean = (values: readonly number[]): number | undefined => (values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length);
const tenth = (value: number | undefined): number | undefined => (value === undefined ? undefined : Math.round(value * 10) / 10);

/** One stay in a few figures: what the picture says, for whoever reads or hears it. */
export type CallSummary = {
  readonly lost: number | undefined;
  readonly concealed: number | undefined;
  readonly worstConcealed: number | undefined;
  readonly roundTrip: number | undefined;
  readonly frozenSeconds: number;
  /** Megabytes, both ways. */
  readonly megabytes: number;
  /** Runs of one step, in order. */
  readonly runs: readonly { readonly step: CallStep | undefined; readonly slots: number }[];
};

export function summaryOf({ series, everyMs }: CallStay): CallSummary {
  const concealed = numbers(series.concealed);
  const runs: { step: CallStep | undefined; slots: number }[] = [];
  for (const value of series.step) {
    const step = value === null ? undefined : callSteps[value];
    const last = runs.at(-1);
    if (last?.step === step && last) last.slots += 1;
    else runs.push({ step, slots: 1 });
  }
  return {
    lost: tenth(mean(numbers(series.lost))),
    concealed: tenth(mean(concealed)),
    worstConcealed: concealed.length === 0 ? undefined : Math.max(...concealed),
    roundTrip: numbers(series.roundTrip).length === 0 ? undefined : Math.round(mean(numbers(series.roundTrip)) ?? 0),
    frozenSeconds: Math.round(numbers(series.frozen).reduce((sum, value) => sum + value, 0) / 1000),
    megabytes: Math.round((numbers(series.bytes).reduce((sum, value) => sum + value, 0) * (everyMs / 60_000)) / 1e5) / 10,
    runs,
  };
}
