import { common } from '../i18n/common.ts';
import { ageInYears } from '../i18n/format.ts';

export const sexWord = (sex: string | undefined): string => {
  const t = common();
  return { male: t.male, female: t.female, other: t.otherSex }[sex ?? ''] ?? '';
};

/** ", 41 tuổi, Nữ": what is known of it. */
export function ageAndSex({ birthDate, sex }: { readonly birthDate?: string; readonly sex?: string }): string {
  const years = birthDate ? ageInYears(birthDate) : undefined;
  const age = years === undefined ? (birthDate?.slice(0, 4) ?? '') : common().age(String(years));
  return [age, sexWord(sex)].filter(Boolean).map((part) => `, ${part}`).join('');
}
