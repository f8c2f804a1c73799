import type { KnownField, PatientSummary } from '../../shared/identity/contract.ts';
import { common } from '../i18n/common.ts';
import { ageInYears, partialDate } from '../i18n/format.ts';
import { grouped } from './entry.ts';

export const sexText = (sex: PatientSummary['sex']): string => {
  const t = common();
  return sex === undefined ? '' : { male: t.male, female: t.female, other: t.otherSex, unknown: t.unknown }[sex];
};

export const birthText = (birthDate: string | undefined): string => {
  if (birthDate === undefined) return '';
  const age = ageInYears(birthDate);
  return partialDate(birthDate) + (age === undefined ? '' : ` (${common().age(String(age))})`);
};

const isSex = (value: string): value is NonNullable<PatientSummary['sex']> => ['male', 'female', 'other', 'unknown'].includes(value);

/** A value as people read it. */
export const valueText = (field: KnownField | 'facility', value: string): string => (field === 'birthDate' || field === 'insuranceValidTo' ? partialDate(value) : field === 'citizenId' && /^\d+$/.test(value) ? grouped(value) : field === 'sex' && isSex(value) ? sexText(value) : value);
