import type { CardFields, PatientRegistration } from '../../shared/identity/contract.ts';
import { dayKey, parseBirthDate } from '../i18n/format.ts';

export type NewPatientForm = { readonly name: string; readonly birthDate: string; readonly sex: PatientRegistration['sex'] | ''; readonly address: string; readonly phone: string };
export const emptyForm: NewPatientForm = { name: '', birthDate: '', sex: '', address: '', phone: '' };

export type NewPatientFault = 'name' | 'birthDate' | 'future' | 'sex' | 'phone';

/** Digits of a phone number as it is kept: `+84` becomes `0`. */
export const phoneDigits = (typed: string): string => typed.replace(/[\s.\-()]/g, '').replace(/^\+?84(?=\d{9}$)/, '0');

/** What is wrong, by field. What a card already said is not asked and so not checked. */
export function faultsOf(form: NewPatientForm, card: CardFields | undefined, now: Date): Partial<Record<keyof NewPatientForm, NewPatientFault>> {
  const phone = phoneDigits(form.phone);
  const faults: Partial<Record<keyof NewPatientForm, NewPatientFault>> = phone !== '' && !/^0\d{9,10}$/.test(phone) ? { phone: 'phone' } : {};
  if (card) return faults;
  const birth = parseBirthDate(form.birthDate);
  if (form.name.trim().split(/\s+/).length < 2) faults.name = 'name';
  if (birth === undefined) faults.birthDate = 'birthDate';
  else if (birth > dayKey(now)) faults.birthDate = 'future';
  if (form.sex === '') faults.sex = 'sex';
  return faults;
}

type Known = { readonly card?: CardFields; readonly citizenId?: string; readonly via: 'camera' | 'scanner' | 'typed'; readonly notSameAs: readonly string[] };

/** The registration: what the card says, or what was typed. */
export function registrationOf(form: NewPatientForm, { card, citizenId, via, notSameAs }: Known): PatientRegistration {
  const phone = phoneDigits(form.phone);
  const rest = { ...(phone === '' ? {} : { phone }), notSameAs: [...notSameAs] };
  if (card) {
    const { citizenId: number, previousId, name, birthDate, sex, address } = card;
    return { citizenId: number, name, birthDate, sex, ...(previousId ? { previousId } : {}), ...(address ? { address } : {}), source: via === 'camera' ? 'card-camera' : 'card-scanner', ...rest };
  }
  return {
    name: form.name.normalize('NFC').replace(/\s+/g, ' ').trim(), birthDate: parseBirthDate(form.birthDate) ?? '', sex: form.sex === '' ? 'unknown' : form.sex,
    ...(citizenId ? { citizenId } : {}), ...(form.address.trim() ? { address: form.address.trim() } : {}), source: 'typed', ...rest,
  };
}
