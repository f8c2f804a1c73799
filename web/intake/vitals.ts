import type { Vitals } from '../../shared/consultation/contract.ts';
import { parseNumber } from '../i18n/format.ts';

export type VitalName = keyof Vitals;
/** As typed: a value may be half written. */
export type VitalTexts = Readonly<Partial<Record<VitalName, string>>>;

/** The limits of shared/consultation/contract.ts (what a living person can show) and the units as written here. */
export const vitalLimits: Readonly<Record<VitalName, { readonly min: number; readonly max: number; readonly unit: string; readonly whole: boolean }>> = {
  systolic: { min: 40, max: 300, unit: 'mmHg', whole: true },
  diastolic: { min: 20, max: 200, unit: 'mmHg', whole: true },
  heartRate: { min: 20, max: 300, unit: '/min', whole: true },
  respiratoryRate: { min: 4, max: 100, unit: '/min', whole: true },
  temperature: { min: 25, max: 45, unit: 'Cel', whole: false },
  oxygenSaturation: { min: 30, max: 100, unit: '%', whole: true },
  weight: { min: 0.3, max: 400, unit: 'kg', whole: false },
  height: { min: 20, max: 260, unit: 'cm', whole: false },
  bloodGlucose: { min: 0.5, max: 60, unit: 'mmol/L', whole: false },
};

export const vitalNames: readonly VitalName[] = ['systolic', 'diastolic', 'heartRate', 'respiratoryRate', 'temperature', 'oxygenSaturation', 'weight', 'height', 'bloodGlucose'];

export type VitalFault = 'number' | 'whole' | 'range' | 'pair' | 'order';

type Read = { readonly vitals: Vitals; readonly faults: Readonly<Partial<Record<VitalName, VitalFault>>> };

/** What was measured; an empty field was not measured. Diastolic and systolic belong together. */
export function readVitals(texts: VitalTexts): Read {
  const vitals: Vitals = {};
  const faults: Partial<Record<VitalName, VitalFault>> = {};
  for (const name of vitalNames) {
    const text = texts[name]?.trim() ?? '';
    if (text === '') continue;
    const { min, max, whole } = vitalLimits[name];
    const value = parseNumber(text);
    if (value === undefined) faults[name] = 'number';
    else if (whole && !Number.isInteger(value)) faults[name] = 'whole';
    else if (value < min || value > max) faults[name] = 'range';
    else vitals[name] = value;
  }
  const { systolic, diastolic } = vitals;
  if (systolic !== undefined && diastolic === undefined) faults.diastolic ??= 'pair';
  if (diastolic !== undefined && systolic === undefined) faults.systolic ??= 'pair';
  if (systolic !== undefined && diastolic !== undefined && diastolic >= systolic) faults.diastolic = 'order';
  return { vitals, faults };
}
