import { monthOf, type Measure, type MeasureStore } from './ports.ts';

export function fakeMeasures(): MeasureStore {
  const kept = new Map<string, { readonly measure: Measure; readonly version: number }>();
  return {
    put(measure, version) {
      const key = `${measure.kind}/${measure.id}`;
      if ((kept.get(key)?.version ?? 0) < version) kept.set(key, { measure, version });
      return Promise.resolve();
    },
    inMonth: (month) => Promise.resolve([...kept.values()].map(({ measure }) => measure).filter((one) => monthOf(one.kind === 'case' ? one.requestedAt : one.from) === month)),
  };
}
