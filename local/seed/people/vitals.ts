import type { Vitals } from '../../../shared/consultation/contract.ts';
import type { Random } from './random.ts';

const within = (value: number, low: number, high: number) => Math.round(Math.min(high, Math.max(low, value)));
const tenth = (value: number) => Math.round(value * 10) / 10;

/** What a station measures on a visit: some of the vital signs, plausible for the age in years. */
export function vitalsFor(random: Random, age: number, first: boolean): Vitals {
  const adult = age >= 15;
  const systolic = within(random.around(adult ? 112 + age * 0.35 : 92 + age * 1.4, 11), 70, 210);
  return {
    ...(adult || random.chance(0.3) ? { systolic, diastolic: within(systolic * 0.62 + random.around(4, 5), 40, 120) } : {}),
    heartRate: within(random.around(adult ? 78 : 118 - age * 2.5, 9), 45, 170),
    ...(random.chance(0.5) ? { temperature: tenth(random.chance(0.15) ? random.around(38.3, 0.4) : random.around(36.7, 0.2)) } : {}),
    ...(random.chance(0.4) ? { oxygenSaturation: within(random.around(97, 1.2), 86, 100) } : {}),
    ...(random.chance(0.3) ? { respiratoryRate: within(random.around(adult ? 18 : 26, 2.5), 10, 50) } : {}),
    ...(random.chance(0.7) ? { weight: tenth(Math.max(2.8, adult ? random.around(54, 7) : 4 + age * 2.9 + random.around(0, 1.2))) } : {}),
    ...(first ? { height: within(adult ? random.around(158, 7) : 52 + age * 6.6, 48, 190) } : {}),
    ...(age > 35 && random.chance(0.35) ? { bloodGlucose: tenth(Math.max(3.4, random.around(6.1, 1.3))) } : {}),
  };
}
