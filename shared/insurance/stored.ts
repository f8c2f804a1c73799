import * as z from 'zod';
import type { InsuranceBenefit, InsuranceStep } from './contract.ts';

const steps = z.array(z.object({ by: z.string(), name: z.string(), birthDate: z.string(), resultCode: z.string().optional(), weighed: z.string().optional(), compared: z.literal(true).optional() }));
const benefit = z.object({ percent: z.number().optional(), date: z.string(), because: z.array(z.looseObject({ kind: z.string() })).min(1), toConfirm: z.boolean() });

/** The steps as they were stored; none where another client wrote something else there. */
export const stepsIn = (text: string | undefined): readonly InsuranceStep[] => (read(steps, text) ?? []) as readonly InsuranceStep[];

export const benefitIn = (text: string | undefined): InsuranceBenefit | undefined => read(benefit, text) as InsuranceBenefit | undefined;

function read<T>(schema: z.ZodType<T>, text: string | undefined): T | undefined {
  if (text === undefined) return undefined;
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
