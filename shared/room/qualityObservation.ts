import type { Observation, ObservationComponent, SampledData } from '@medplum/fhirtypes';
import type { RoomClaims } from './contract.ts';
import { callSeries, reportEveryMs, type CallReport, type CallSeries, type CallStay, type QualityReport } from './quality.ts';
import { callSteps } from './steps.ts';

/** UCUM unit of each series, and where it stands in a report. */
const parts: Readonly<Record<CallSeries, { readonly unit: string; readonly of: (report: QualityReport) => number | undefined }>> = {
  lost: { unit: '%', of: ({ lostPercent }) => lostPercent },
  concealed: { unit: '%', of: ({ concealedPercent }) => concealedPercent },
  roundTrip: { unit: 'ms', of: ({ roundTripMs }) => roundTripMs },
  jitter: { unit: 'ms', of: ({ jitterMs }) => jitterMs },
  frozen: { unit: 'ms', of: ({ frozenMs }) => frozenMs },
  frames: { unit: '/s', of: ({ framesPerSecond }) => framesPerSecond },
  bytes: { unit: 'By/min', of: ({ bytesPerMinute }) => bytesPerMinute },
  step: { unit: '1', of: ({ step }) => (step === undefined ? undefined : callSteps.indexOf(step)) },
};
const times = ['joinedMs', 'firstAudioMs', 'firstFrameMs'] as const;
const ucum = 'http://unitsofmeasure.org';

export const callQualityCode = (base: string) => `${base}/CodeSystem/call-quality|stay`;

type Stay = { readonly claims: RoomClaims; readonly patientId: string; readonly consultationId: string; readonly base: string };

/**
 * One stay in a call as an Observation of the visit (FHIR R4): a component a figure, each a SampledData of one value
 * every ten seconds; "E" where nothing was reported. Written anew with every report, under the id of the pass.
 */
export function stayObservation({ claims, patientId, consultationId, base }: Stay, { from, over, reports }: CallReport): Observation & { readonly id: string } {
  const slots = Math.max(0, ...reports.map(({ slot }) => slot + 1));
  const code = (name: string) => ({ coding: [{ system: `${base}/CodeSystem/call-quality`, code: name }] });
  const isPerson = /^(Practitioner|Patient|RelatedPerson)\/[A-Za-z0-9.-]{1,64}$/.test(claims.sub);
  const first = (name: (typeof times)[number]) => reports.find(({ report }) => report[name] !== undefined)?.report[name];
  const component: ObservationComponent[] = [
    { code: code('role'), valueString: claims.role },
    ...times.flatMap((name) => {
      const value = first(name);
      return value === undefined ? [] : [{ code: code(name), valueQuantity: { value, unit: 'ms', system: ucum, code: 'ms' } }];
    }),
    ...(slots === 0 ? [] : callSeries.map((name) => ({ code: code(name), valueSampledData: sampled(name, slots, reports) }))),
  ];
  return {
    resourceType: 'Observation',
    id: observationId(claims.jti),
    status: over ? 'final' : 'preliminary',
    category: [{ coding: [{ system: `${base}/CodeSystem/observation-category`, code: 'call-quality' }] }],
    code: code('stay'),
    subject: { reference: `Patient/${patientId}` },
    encounter: { reference: `Encounter/${consultationId}` },
    effectivePeriod: { start: from, end: new Date(Date.parse(from) + slots * reportEveryMs).toISOString() },
    performer: [{ ...(isPerson ? { reference: claims.sub } : {}), display: claims.name }],
    component,
  };
}

export const observationId = (stay: string): string => `call-${stay}`;

function sampled(name: CallSeries, slots: number, reports: CallReport['reports']): SampledData {
  const values = Array.from({ length: slots }, () => 'E');
  for (const { slot, report } of reports) values[slot] = String(parts[name].of(report) ?? 'E');
  const { unit } = parts[name];
  return { origin: { value: 0, unit, system: ucum, code: unit }, period: reportEveryMs, dimensions: 1, data: values.join(' ') };
}

/** The stay as it was written; undefined for an Observation of anything else. */
export function stayIn(observation: Observation, base: string): CallStay | undefined {
  const { id, status, effectivePeriod, performer, component = [] } = observation;
  const isStay = observation.code.coding?.some(({ system, code }) => `${system}|${code}` === callQualityCode(base));
  if (!isStay || id === undefined || effectivePeriod?.start === undefined) return undefined;
  const part = (name: string) => component.find(({ code }) => code.coding?.some((coding) => coding.code === name));
  const series = Object.fromEntries(callSeries.map((name) => [name, valuesIn(part(name)?.valueSampledData?.data)])) as Record<CallSeries, (number | null)[]>;
  const time = (name: (typeof times)[number]) => {
    const value = part(name)?.valueQuantity?.value;
    return value === undefined ? {} : { [name]: value };
  };
  return {
    id, name: performer?.[0]?.display ?? '', role: part('role')?.valueString ?? '', from: effectivePeriod.start, to: effectivePeriod.end ?? effectivePeriod.start,
    over: status === 'final', everyMs: reportEveryMs, ...time('joinedMs'), ...time('firstAudioMs'), ...time('firstFrameMs'), series,
  };
}

const valuesIn = (data: string | undefined): (number | null)[] => (data ? data.split(' ').map((value) => (value === 'E' ? null : Number(value))) : []);
