import type { Vitals } from '../../shared/consultation/contract.ts';

type Rule = { readonly vital: keyof Vitals; readonly below?: number; readonly above?: number; readonly fromAge?: number; readonly untilAge?: number };

/**
 * The limits of shared/consultation/redFlags.ts, which decides and carries the sources; repeated here so that the
 * nurse is warned while typing, also without a network. A test holds the two together.
 */
export const redFlagRules: readonly Rule[] = [
  { vital: 'systolic', below: 91, fromAge: 16 },
  { vital: 'systolic', above: 179, fromAge: 16 },
  { vital: 'diastolic', above: 119, fromAge: 16 },
  { vital: 'heartRate', below: 41, fromAge: 16 },
  { vital: 'heartRate', above: 130, fromAge: 16 },
  { vital: 'respiratoryRate', below: 9, fromAge: 16 },
  { vital: 'respiratoryRate', above: 24, fromAge: 16 },
  { vital: 'respiratoryRate', above: 69, untilAge: 4 },
  { vital: 'temperature', below: 35.1 },
  { vital: 'temperature', above: 40.9 },
  { vital: 'oxygenSaturation', below: 92, fromAge: 16 },
  { vital: 'oxygenSaturation', below: 90, untilAge: 15 },
  { vital: 'bloodGlucose', below: 3 },
  { vital: 'bloodGlucose', above: 22.2 },
];

export type RedFlag = { readonly vital: keyof Vitals; readonly value: number; readonly side: 'low' | 'high' };

/** The values at which care comes before booking. `age` in whole years; unknown is taken as an adult's. */
export function redFlagsIn(vitals: Vitals, age: number | undefined): readonly RedFlag[] {
  const years = age ?? 18;
  return redFlagRules.flatMap(({ vital, below, above, fromAge = 0, untilAge = Infinity }): RedFlag[] => {
    const value = vitals[vital];
    if (value === undefined || years < fromAge || years > untilAge) return [];
    if (below !== undefined && value < below) return [{ vital, value, side: 'low' }];
    if (above !== undefined && value > above) return [{ vital, value, side: 'high' }];
    return [];
  });
}
