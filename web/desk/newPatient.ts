import type { CardFields, PatientRegistration } from '../../shared/identity/contract.ts';
import { dayKey, parseBirthDate } from '../i18n/format.ts';
import { readEntry } from './entry.ts';

export type Papers = 'citizen' | 'foreigner' | 'child';

export type NewPatientForm = {
  readonly papers: Papers;
  readonly name: string;
  readonly birthDate: string;
  readonly sex: PatientRegistration['sex'] | '';
  readonly citizenId: string;
  readonly previousId: string;
  readonly passport: string;
  readonly birthCertificate: string;
  readonly motherName: string;
  readonly motherNumber: string;
  readonly address: string;
  readonly phone: string;
};
export const emptyForm: NewPatientForm = {
  papers: 'citizen', name: '', birthDate: '', sex: '', citizenId: '', previousId: '', passport: '', birthCertificate: '', motherName: '', motherNumber: '', address: '', phone: '',
};

export type NewPatientFault = 'name' | 'birthDate' | 'future' | 'sex' | 'phone' | 'citizenId' | 'previousId' | 'mother';
type Faults = Partial<Record<keyof NewPatientForm, NewPatientFault>>;

/** Digits of a phone number as it is kept: `+84` becomes `0`. */
export const phoneDigits = (typed: string): string => typed.normalize('NFKC').replace(/[\s.\-()]/g, '').replace(/^\+?84(?=\d{9}$)/, '0');

const digitsOf = (typed: string): string => typed.normalize('NFKC').replace(/[\s.\-–]/g, '');

/** What is wrong, by field. What a card already said is not asked and so not checked; numbers may always be left out. */
export function faultsOf(form: NewPatientForm, card: CardFields | undefined, now: Date): Faults {
  const phone = phoneDigits(form.phone);
  const faults: Faults = phone !== '' && !/^0\d{9,10}$/.test(phone) ? { phone: 'phone' } : {};
  if (card) return faults;
  const birth = parseBirthDate(form.birthDate);
  if (form.name.trim().split(/\s+/).length < 2) faults.name = 'name';
  if (birth === undefined) faults.birthDate = 'birthDate';
  else if (birth > dayKey(now).slice(0, birth.length)) faults.birthDate = 'future';
  if (form.sex === '') faults.sex = 'sex';
  return { ...faults, ...paperFaults(form) };
}

function paperFaults({ papers, citizenId, previousId, motherName, motherNumber }: NewPatientForm): Faults {
  const faults: Faults = {};
  if (papers === 'citizen' && citizenId.trim() !== '' && !/^\d{12}$/.test(digitsOf(citizenId))) faults.citizenId = 'citizenId';
  if (papers === 'citizen' && previousId.trim() !== '' && !/^\d{9}(\d{3})?$/.test(digitsOf(previousId))) faults.previousId = 'previousId';
  if (papers === 'child' && motherNumber.trim() !== '' && !/^\d{12}$/.test(digitsOf(motherNumber))) faults.motherNumber = 'citizenId';
  if (papers === 'child' && motherNumber.trim() !== '' && motherName.trim() === '') faults.motherName = 'mother';
  return faults;
}

/** The mother's card scanned into her field: her number and name, so that neither is typed. */
export function motherFrom(typed: string): Partial<NewPatientForm> {
  const entry = readEntry(typed);
  if (entry.kind !== 'card') return { motherNumber: typed };
  const [number = '', , name = ''] = entry.text.split('|');
  return { motherNumber: number, ...(name ? { motherName: name } : {}) };
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
    ...papersOf(form, citizenId), ...(form.address.trim() ? { address: form.address.trim() } : {}), source: 'typed', ...rest,
  };
}

/** Only what belongs to the kind of papers chosen: a number typed before the choice was changed is not sent. */
function papersOf(form: NewPatientForm, asked: string | undefined): Partial<PatientRegistration> {
  const given = (name: string, value: string) => (value.trim() === '' ? {} : { [name]: value.trim() });
  if (form.papers === 'foreigner') return given('passport', form.passport);
  if (form.papers === 'child') {
    const mother = form.motherName.trim() === '' ? {} : { mother: { name: form.motherName.trim(), ...(form.motherNumber.trim() ? { citizenId: digitsOf(form.motherNumber) } : {}) } };
    return { ...given('birthCertificate', form.birthCertificate), ...mother };
  }
  const typed = digitsOf(form.citizenId);
  const number = typed !== '' ? typed : asked?.length === 12 ? asked : '';
  const old = digitsOf(form.previousId) !== '' ? digitsOf(form.previousId) : asked?.length === 9 ? asked : '';
  return { ...given('citizenId', number), ...given('previousId', old) };
}
