import type { Observation } from '@medplum/fhirtypes';
import type { VitalSeries } from './contract.ts';

type Kind = { readonly code: VitalSeries['code']; readonly loinc: string; readonly unit: string };

/** FHIR R4 vital signs by LOINC; units are UCUM. 59408-5 is oxygen saturation by pulse oximetry, as others send it. */
const kinds: readonly Kind[] = [
  { code: 'blood-pressure', loinc: '85354-9', unit: 'mm[Hg]' },
  { code: 'heart-rate', loinc: '8867-4', unit: '/min' },
  { code: 'respiratory-rate', loinc: '9279-1', unit: '/min' },
  { code: 'temperature', loinc: '8310-5', unit: 'Cel' },
  { code: 'oxygen-saturation', loinc: '2708-6', unit: '%' },
  { code: 'oxygen-saturation', loinc: '59408-5', unit: '%' },
  { code: 'blood-glucose', loinc: '15074-8', unit: 'mmol/L' },
  { code: 'weight', loinc: '29463-7', unit: 'kg' },
  { code: 'height', loinc: '8302-2', unit: 'cm' },
];

const systolic = '8480-6';
const diastolic = '8462-4';

type Point = VitalSeries['points'][number];

/** Observations as series of one measure each, oldest first; what was entered in error is left out. */
export function vitalSeries(observations: readonly Observation[]): readonly VitalSeries[] {
  const series = new Map<VitalSeries['code'], { readonly unit: string; readonly points: Point[] }>();
  for (const observation of observations) {
    const kind = kinds.find(({ loinc }) => hasCode(observation.code, loinc));
    const point = kind && pointOf(observation, kind);
    if (!point) continue;
    const { unit, points } = series.get(kind.code) ?? { unit: kind.unit, points: [] };
    series.set(kind.code, { unit, points: [...points, point] });
  }
  return [...new Set(kinds.map(({ code }) => code))].flatMap((code) => {
    const found = series.get(code);
    return found ? [{ code, unit: found.unit, points: found.points.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at)) }] : [];
  });
}

const hasCode = (concept: Observation['code'] | undefined, code: string): boolean => concept?.coding?.some((coding) => coding.code === code) ?? false;

function pointOf(observation: Observation, { code, unit }: Kind): Point | undefined {
  const at = observation.effectiveDateTime ?? observation.effectivePeriod?.start ?? observation.effectiveInstant;
  if (!at || ['entered-in-error', 'cancelled', 'registered'].includes(observation.status)) return undefined;
  if (code === 'blood-pressure') return pressureAt(at, observation);
  // A value in another unit (kPa, °F) on the same line would be read as a sudden change: it stays in the record only.
  const quantity = observation.valueQuantity;
  return quantity?.value !== undefined && (quantity.code ?? quantity.unit) === unit ? { at, value: quantity.value } : undefined;
}

function pressureAt(at: string, { component = [] }: Observation): Point | undefined {
  const part = (loinc: string) => component.find(({ code }) => hasCode(code, loinc))?.valueQuantity?.value;
  const value = part(systolic);
  const second = part(diastolic);
  return value === undefined ? undefined : { at, value, ...(second === undefined ? {} : { second }) };
}
