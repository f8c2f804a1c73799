import { nameOf, type PeopleName } from '../../local/seed/people/names.ts';
import { randomFor, type Random } from '../../local/seed/people/random.ts';
import { fold } from '../../shared/kernel/fold.ts';
import { identifierSystems } from '../../shared/fhir/identifierSystems.ts';
import type { Stored } from '../../shared/fhir/repository.ts';
import type { Patient } from '@medplum/fhirtypes';

/** How often each slip happens to a second record of somebody, 0 to 1; several may meet. */
export type Mix = {
  readonly noNumber: number; readonly oldNumberOnly: number; readonly unmarked: number; readonly markSlip: number; readonly letterSlip: number; readonly shortened: number; readonly otherOrder: number;
  readonly yearOnly: number; readonly daySlip: number; readonly swapped: number; readonly noPhone: number; readonly otherPhone: number; readonly wrongSex: number; readonly moved: number;
};
export const usualMix: Mix = { noNumber: 0.35, oldNumberOnly: 0.08, unmarked: 0.08, markSlip: 0.03, letterSlip: 0.04, shortened: 0.04, otherOrder: 0.01, yearOnly: 0.15, daySlip: 0.02, swapped: 0.02, noPhone: 0.3, otherPhone: 0.25, wrongSex: 0.005, moved: 0.2 };
/** A register kept on paper, by hand, with few numbers. */
export const roughMix: Mix = { noNumber: 0.7, oldNumberOnly: 0.15, unmarked: 0.15, markSlip: 0.06, letterSlip: 0.08, shortened: 0.08, otherOrder: 0.02, yearOnly: 0.3, daySlip: 0.04, swapped: 0.03, noPhone: 0.5, otherPhone: 0.3, wrongSex: 0.01, moved: 0.3 };

export type Described = { readonly id: string; readonly name: string; readonly birthDate: string; readonly sex: 'male' | 'female'; readonly citizenId?: string; readonly previousId?: string; readonly phone?: string; readonly address: string };

export const systems = identifierSystems('https://lien-tuyen.example');

/** In a few communes, so that namesakes, households and twins meet as they do at one desk. */
const peoples: readonly PeopleName[] = ['kinh', 'kinh', 'kinh', 'kinh', 'hmong', 'thai', 'tay', 'dao', 'ede', 'khmer'];
const lastDay = Date.UTC(2026, 10, 1);
const day = 86_400_000;

/** One household in eight has near-twins: born on one day, under one phone and roof, often with names one mark apart. */
export function population(seed: number, count: number): Described[] {
  const all: Described[] = [];
  for (let i = 0; all.length < count; i++) {
    const random = randomFor(seed, i);
    const people = random.pick(peoples);
    const [phone, address] = [`09${String(random.between(0, 99_999_999)).padStart(8, '0')}`, `Bản ${random.between(1, 40)}, Xã Mẫu ${random.between(1, 12)}, Tỉnh Lai Châu`];
    const [one] = [person(random, people, { id: `s${seed}-${i}`, phone, address })];
    all.push(one);
    if (random.chance(0.125)) all.push(twinOf(random, one, people, i));
    else if (random.chance(0.3)) all.push(person(random, people, { id: `s${seed}-${i}b`, phone, address }));
  }
  return all;
}

function person(random: Random, people: PeopleName, known: Pick<Described, 'id' | 'phone' | 'address'>): Described {
  const sex = random.chance(0.5) ? 'male' : 'female';
  const birthDate = new Date(lastDay - random.between(0, 80 * 365) * day).toISOString().slice(0, 10);
  return { ...known, name: nameOf(random, people, sex), birthDate, sex, citizenId: numberOf(random, sex, birthDate), previousId: String(random.between(10_000_000, 399_999_999)).padStart(9, '0') };
}

const numberOf = (random: Random, sex: string, birthDate: string): string =>
  `012${(birthDate >= '2000' ? 2 : 0) + (sex === 'female' ? 1 : 0)}${birthDate.slice(2, 4)}${String(random.between(0, 999_999)).padStart(6, '0')}`;

const nearNames: readonly (readonly [string, string])[] = [['Hùng', 'Hưng'], ['Hoa', 'Hoà'], ['Hồng', 'Hông'], ['Lan', 'Lân'], ['Dũng', 'Dung'], ['Thắng', 'Thăng'], ['Mai', 'Mái'], ['Sơn', 'Sớn']];

function twinOf(random: Random, one: Described, people: PeopleName, i: number): Described {
  const sex = random.chance(0.7) ? one.sex : one.sex === 'male' ? 'female' : 'male';
  const words = one.name.split(' ');
  const near = nearNames.find(([a]) => a === words.at(-1))?.[1] ?? (words.at(-1) ?? '');
  const given = near === words.at(-1) ? (nameOf(random, people, sex).split(' ').at(-1) ?? '') : near;
  const name = given === words.at(-1) ? nameOf(random, people, sex) : [...words.slice(0, -1), given].join(' ');
  const serial = Number(one.citizenId?.slice(6)) + 1;
  return { ...one, id: `${one.id}t`, name, sex, citizenId: `${numberOf(randomFor(i, 1), sex, one.birthDate).slice(0, 6)}${String(serial % 1_000_000).padStart(6, '0')}`, previousId: String(random.between(10_000_000, 399_999_999)).padStart(9, '0') };
}

/** The same person, written down a second time by somebody else. */
export function writtenAgain(random: Random, one: Described, mix: Mix): Described {
  const { citizenId, previousId, phone, ...rest } = one;
  const number = random.chance(mix.noNumber) ? {} : random.chance(mix.oldNumberOnly) ? { previousId } : { citizenId };
  const telecom = random.chance(mix.noPhone) ? {} : { phone: random.chance(mix.otherPhone) ? `03${String(random.between(0, 99_999_999)).padStart(8, '0')}` : phone };
  return {
    ...rest, ...number, ...telecom,
    name: nameAgain(random, one.name, mix),
    birthDate: birthAgain(random, one.birthDate, mix),
    sex: random.chance(mix.wrongSex) ? (one.sex === 'male' ? 'female' : 'male') : one.sex,
    address: random.chance(mix.moved) ? `Thôn ${random.between(1, 30)}, Xã Thử ${random.between(1, 30)}, Tỉnh Điện Biên` : one.address,
  };
}

function nameAgain(random: Random, name: string, mix: Mix): string {
  const words = name.split(' ');
  const at = random.between(0, words.length - 1);
  const change = (f: (word: string) => string) => words.map((word, i) => (i === at ? f(word) : word)).join(' ');
  if (random.chance(mix.unmarked)) return fold(name).toUpperCase();
  if (random.chance(mix.markSlip)) return change((word) => (word.normalize('NFD').replace(/[\u0300\u0301\u0303\u0309\u0323]/g, '')).normalize('NFC'));
  if (random.chance(mix.letterSlip)) return change((word) => (word.length > 2 ? word.slice(0, 1) + word.slice(2) : `${word}n`));
  if (random.chance(mix.shortened) && words.length > 2) return [words[0], ...words.slice(2)].join(' ');
  return random.chance(mix.otherOrder) ? [...words.slice(1), words[0]].join(' ') : name;
}

function birthAgain(random: Random, date: string, mix: Mix): string {
  const [year = '', month = '', dayOf = ''] = date.split('-');
  if (random.chance(mix.yearOnly)) return random.chance(0.5) ? year : `${year}-01-01`;
  if (random.chance(mix.swapped) && Number(dayOf) <= 12) return `${year}-${dayOf}-${month}`;
  return random.chance(mix.daySlip) ? `${year}-${month}-${String((Number(dayOf) % 28) + 1).padStart(2, '0')}` : date;
}

export const recordOf = (one: Described): Stored<Patient> => ({
  resourceType: 'Patient', id: one.id, meta: { versionId: '1', lastUpdated: '2026-11-01T00:00:00Z' }, active: true, name: [{ text: one.name }], birthDate: one.birthDate, gender: one.sex,
  identifier: [...(one.citizenId ? [{ system: systems.citizenId, value: one.citizenId }] : []), ...(one.previousId ? [{ system: systems.previousId, value: one.previousId }] : [])],
  telecom: one.phone ? [{ system: 'phone' as const, value: one.phone }] : [], address: [{ text: one.address }],
});
