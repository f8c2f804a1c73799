import { dayInVietnam } from '../kernel/dayInVietnam.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { specialistOf, type Consultation } from './consultation.ts';
import type { Vitals } from './contract.ts';
import type { ConsultationErrorCode } from './errors.ts';

/**
 * Measured values that mean "emergency before any booking". Data, not judgement: each line has its source and the
 * day it was last looked at; a facility's medical board replaces the table. Limits hold for the ages given only.
 */
export type RedFlagRule = {
  readonly vital: keyof Vitals;
  readonly below?: number;
  readonly above?: number;
  readonly unit: string;
  /** Whole years; absent means no limit. */
  readonly fromAge?: number;
  readonly untilAge?: number;
  readonly source: string;
  readonly since: string;
};

const news2 = 'Royal College of Physicians, National Early Warning Score (NEWS) 2, 2017: a single parameter scored 3';
const esh = 'ESC/ESH Guidelines for arterial hypertension, 2018, section 8.3.1: grade 3 with suspected emergency, 180/120';
const etat = 'WHO, Updated guideline: paediatric emergency triage, assessment and treatment, 2016';
const who = 'WHO, Pocket book of hospital care for children, 2013, chapters 1 and 4';
const since = '2026-11-22';

export const redFlagRules: readonly RedFlagRule[] = [
  { vital: 'systolic', below: 91, unit: 'mmHg', fromAge: 16, source: news2, since },
  { vital: 'systolic', above: 179, unit: 'mmHg', fromAge: 16, source: esh, since },
  { vital: 'diastolic', above: 119, unit: 'mmHg', fromAge: 16, source: esh, since },
  { vital: 'heartRate', below: 41, unit: '/min', fromAge: 16, source: news2, since },
  { vital: 'heartRate', above: 130, unit: '/min', fromAge: 16, source: news2, since },
  { vital: 'respiratoryRate', below: 9, unit: '/min', fromAge: 16, source: news2, since },
  { vital: 'respiratoryRate', above: 24, unit: '/min', fromAge: 16, source: news2, since },
  { vital: 'respiratoryRate', above: 69, unit: '/min', untilAge: 4, source: who, since },
  { vital: 'temperature', below: 35.1, unit: 'Cel', source: news2, since },
  { vital: 'temperature', above: 40.9, unit: 'Cel', source: 'House rule: hyperpyrexia, to be confirmed by the medical board', since },
  { vital: 'oxygenSaturation', below: 92, unit: '%', fromAge: 16, source: news2, since },
  { vital: 'oxygenSaturation', below: 90, unit: '%', untilAge: 15, source: etat, since },
  { vital: 'bloodGlucose', below: 3, unit: 'mmol/L', source: 'ADA Standards of Care 2024, section 6: level 2 hypoglycaemia, below 3.0 mmol/L (54 mg/dL)', since },
  { vital: 'bloodGlucose', above: 22.2, unit: 'mmol/L', source: 'House rule: 400 mg/dL, suspected ketoacidosis or hyperosmolar state, to be confirmed by the medical board', since },
];

export type RedFlag = { readonly vital: keyof Vitals; readonly value: number; readonly unit: string; readonly limit: number; readonly side: 'low' | 'high'; readonly source: string };

/** The values at which care comes before booking. `age` in whole years; unknown is taken as an adult's. */
export function redFlagsIn(vitals: Vitals, age: number | undefined): readonly RedFlag[] {
  const years = age ?? 18;
  return redFlagRules
    .filter(({ fromAge = 0, untilAge = Infinity }) => years >= fromAge && years <= untilAge)
    .flatMap(({ vital, below, above, unit, source }): RedFlag[] => {
      const value = vitals[vital];
      if (value === undefined) return [];
      if (below !== undefined && value < below) return [{ vital, value, unit, limit: below, side: 'low', source }];
      if (above !== undefined && value > above) return [{ vital, value, unit, limit: above, side: 'high', source }];
      return [];
    });
}

/** With these values care comes first: only an emergency, and only now or in writing, never at a later time. */
export const redFlagged = (flags: readonly RedFlag[], at: string): Refusal<ConsultationErrorCode> =>
  refusal('CONSULTATION_RED_FLAG', { at, params: { count: flags.length }, help: { flags, priority: 'stat', when: ['now', 'written'] } });

/** The values for which a case may not be booked: an emergency that no specialist has looked at yet. */
export const flagsAgainstBooking = (c: Consultation, vitals: Vitals, now: Date): readonly RedFlag[] =>
  c.priority === 'stat' && specialistOf(c) === undefined ? redFlagsIn(vitals, ageAt(c.patient.birthDate, now)) : [];

/** Whole years on the day that it is in Vietnam, from a FHIR date (a year alone counts from its first day). */
export function ageAt(birthDate: string | undefined, at: Date): number | undefined {
  const match = /^(\d{4})(?:-(\d{2})-(\d{2}))?/.exec(birthDate ?? '');
  if (!match) return undefined;
  const born = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)] as const;
  const [year = 0, month = 0, day = 0] = dayInVietnam(at).split('-').map(Number);
  const before = month < born[1] || (month === born[1] && day < born[2]);
  return year - born[0] - (before ? 1 : 0);
}
