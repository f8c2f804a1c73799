import { dayInVietnam } from '../kernel/dayInVietnam.ts';
import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import type { KnownAllergy } from './allergies.ts';
import { mostDays, type Prescription } from './contract.ts';
import type { PrescriptionErrorCode } from './errors.ts';
import type { LineFacts } from './facts.ts';
import { allergiesTouched } from './matchAllergy.ts';

/** Under 72 months: TT 26/2025/TT-BYT wants weight and the carer's name. Without a birth date nobody is a child. */
export function isYoung(birthDate: string | undefined, at: string): boolean {
  const [, year, rest = ''] = /^(\d{4})((?:-\d{2}){0,2})$/.exec(birthDate ?? '') ?? [];
  // Days as they are written, so that a day counts from its midnight here.
  return year !== undefined && dayInVietnam(at) < `${Number(year) + 6}${rest}`;
}

/** Whether this may be signed, with each line's allergies that the doctor confirmed; `at0`: where it stands in the command. Pure. */
export function checkPrescription(prescription: Prescription, facts: { readonly allergies: readonly KnownAllergy[]; readonly young: boolean; readonly at0: string }): Result<readonly LineFacts[], Refusal<PrescriptionErrorCode>> {
  const { lines, longTerm, weightKg, carer } = prescription;
  const { allergies, young, at0 } = facts;
  const long = longTerm ? -1 : lines.findIndex(({ days }) => days > mostDays.ordinary);
  if (long >= 0) return refuse(refusal('PRESCRIPTION_TOO_LONG', { at: `${at0}/lines/${long}/days`, params: { number: long + 1, most: mostDays.ordinary } }));
  if (young && (weightKg === undefined || carer === undefined)) return refuse(refusal('PRESCRIPTION_CHILD', { at: `${at0}/${weightKg === undefined ? 'weightKg' : 'carer'}` }));
  const checked = lines.map((line): LineFacts => ({ ...line, touched: allergiesTouched(line.name, allergies) }));
  const unconfirmed = checked.findIndex(({ touched, allergyReason }) => touched.length > 0 && allergyReason === undefined);
  if (unconfirmed >= 0) return refuse(refusal('PRESCRIPTION_ALLERGY', { at: `${at0}/lines/${unconfirmed}/allergyReason`, params: { number: unconfirmed + 1 } }));
  return ok(checked);
}
