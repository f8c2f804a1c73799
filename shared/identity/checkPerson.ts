import { refusal, type Refusal } from '../kernel/refusal.ts';
import { ok, refuse, type Result } from '../kernel/result.ts';
import { checkBirthDate } from './birthDate.ts';
import { parseTypedNumber, type CitizenId } from './citizenNumber.ts';
import type { IdentityUpdate, PatientRegistration } from './contract.ts';
import type { RegistrationErrorCode } from './errors.ts';
import { legalName } from './legalName.ts';
import type { NewPerson } from './patientRecord.ts';
import { mobileNumber } from './phone.ts';

type Checked<T> = Result<T, Refusal<RegistrationErrorCode>>;
type Given = Partial<Omit<PatientRegistration, 'source' | 'notSameAs' | 'mother'>>;
export type Details = Partial<Omit<NewPerson, 'source' | 'mother'>>;

const plain = (text: string): string => text.normalize('NFKC').replace(/[\s.\-‐-–]/g, '');

/** Whatever was given, each with its own code and place; what was left empty is not there. */
export function checkDetails(given: Given, now: Date): Checked<Details> {
  const details: { -readonly [K in keyof Details]: Details[K] } = {};
  const { citizenId, previousId, name, birthDate, sex, address, phone, passport, birthCertificate } = given;
  if (citizenId !== undefined) {
    const number = parseTypedNumber(citizenId);
    if (!number.ok) return number;
    details.citizenId = number.value;
  }
  if (previousId?.trim()) {
    details.previousId = plain(previousId);
    if (!/^\d{9}(\d{3})?$/.test(details.previousId)) return refuse(refusal('IDENTITY_PREVIOUS_NUMBER', { at: '/previousId' }));
  }
  if (name !== undefined) {
    const legal = legalName(name);
    if (legal === undefined) return refuse(refusal('IDENTITY_NAME_UNREADABLE', { at: '/name' }));
    details.name = legal;
  }
  if (birthDate !== undefined) {
    const checked = checkBirthDate(birthDate, now, '/birthDate');
    if (!checked.ok) return checked;
    details.birthDate = checked.value;
  }
  if (phone?.trim()) {
    const mobile = mobileNumber(phone);
    if (mobile === undefined) return refuse(refusal('IDENTITY_PHONE', { at: '/phone' }));
    details.phone = mobile;
  }
  if (passport?.trim()) {
    details.passport = plain(passport).toUpperCase();
    // ICAO 9303: at most nine letters and digits; some states print more.
    if (!/^[A-Z0-9]{5,15}$/.test(details.passport)) return refuse(refusal('IDENTITY_PASSPORT', { at: '/passport' }));
  }
  const certificate = birthCertificate?.normalize('NFC').replace(/\s+/g, ' ').trim();
  if (certificate) details.birthCertificate = certificate;
  const home = address?.normalize('NFC').trim();
  if (home) details.address = home;
  if (sex !== undefined) details.sex = sex;
  return ok(details);
}

/** A registration: name, birth date and sex are there, whatever else is not. */
export function checkPerson(registration: PatientRegistration, now: Date): Checked<NewPerson> {
  const { source, notSameAs: _, mother, ...given } = registration;
  const details = checkDetails(given, now);
  if (!details.ok) return details;
  const { name, birthDate, sex } = details.value;
  if (name === undefined || birthDate === undefined || sex === undefined) throw new Error('the contract asks for name, birth date and sex');
  const parent = mother && checkMother(mother);
  if (parent && !parent.ok) return parent;
  return ok({ ...details.value, name, birthDate, sex, source, ...(parent ? { mother: parent.value } : {}) });
}

function checkMother({ name, citizenId }: NonNullable<PatientRegistration['mother']>): Checked<NonNullable<NewPerson['mother']>> {
  const legal = legalName(name);
  if (legal === undefined) return refuse(refusal('IDENTITY_NAME_UNREADABLE', { at: '/mother/name' }));
  const number: Checked<CitizenId> | undefined = citizenId?.trim() ? parseTypedNumber(citizenId, '/mother/citizenId') : undefined;
  if (number && !number.ok) return number;
  return ok({ name: legal, ...(number ? { citizenId: number.value } : {}) });
}

export const checkUpdate = ({ take }: IdentityUpdate, now: Date): Checked<Details> => checkDetails(take, now);
