import type { Observation } from '@medplum/fhirtypes';
import type { CallMeasure } from '../overview/ports.ts';
import { stayIn } from './qualityObservation.ts';

/** What is counted of one stay in a call, once something was reported of it; undefined for an Observation of anything else. */
export function callMeasure(observation: Observation, base: string): CallMeasure | undefined {
  const stay = stayIn(observation, base);
  if (!stay) return undefined;
  const concealed = stay.series.concealed.filter((value) => value !== null);
  return {
    kind: 'call', id: stay.id, from: stay.from,
    ...(stay.firstAudioMs === undefined ? {} : { firstSoundMs: stay.firstAudioMs }),
    ...(concealed.length === 0 ? {} : { concealedPercent: concealed.reduce((sum, value) => sum + value, 0) / concealed.length }),
  };
}
