import { nameOf, type PeopleName } from '../../../local/seed/people/names.ts';
import { randomFor, type Random } from '../../../local/seed/people/random.ts';
import type { Mix } from './mix.ts';

/** Somebody as they are, before anybody has written anything down. */
export type Citizen = {
  readonly name: string; readonly birthDate: string; readonly sex: 'male' | 'female';
  readonly citizenId: string; readonly previousId: string; readonly insuranceNumber: string;
  /** Position of the near-twin in the list. */
  readonly twin?: number;
};

const peoples: readonly PeopleName[] = ['kinh', 'kinh', 'kinh', 'hmong', 'thai', 'tay', 'dao', 'ede'];
const day = 86_400_000;
const lastDay = Date.UTC(2026, 5, 1);

/** Every number is held by one person. A near-twin follows the person it resembles. */
export function citizens(seed: number, count: number, mix: Mix): Citizen[] {
  const all: Citizen[] = [];
  const taken = new Set<string>();
  for (let i = 0; all.length < count; i += 1) {
    const random = randomFor(seed, i);
    const one = person(random, all.length, taken);
    all.push(one);
    if (!random.chance(mix.twins) || all.length >= count) continue;
    const twin = twinOf(random, one, all.length, taken);
    all[all.length - 1] = { ...one, twin: all.length };
    all.push({ ...twin, twin: all.length - 1 });
  }
  return all;
}

function person(random: Random, index: number, taken: Set<string>): Citizen {
  const sex = random.chance(0.5) ? 'male' : 'female';
  const birthDate = new Date(lastDay - Math.floor(random.next() ** 1.1 * 88 * 365.25) * day).toISOString().slice(0, 10);
  return { name: nameOf(random, random.pick(peoples), sex), birthDate, sex, ...numbers(random, index, sex, birthDate, taken, random.between(0, 999_999)) };
}

function numbers(random: Random, index: number, sex: Citizen['sex'], birthDate: string, taken: Set<string>, serial: number) {
  const start = `012${(birthDate >= '2000' ? 2 : 0) + (sex === 'female' ? 1 : 0)}${birthDate.slice(2, 4)}`;
  let citizenId = '';
  for (let n = serial; citizenId === '' || taken.has(citizenId); n += 1) citizenId = start + String(n % 1_000_000).padStart(6, '0');
  taken.add(citizenId);
  return { citizenId, previousId: String(100_000_000 + index * 7 + random.between(0, 6)), insuranceNumber: String(1_200_000_000 + index * 11 + random.between(0, 9)) };
}

/** Any other day of the year, so that it may also be the same day with its month in its place. */
function otherDayOf(random: Random, birthDate: string): string {
  const year = birthDate.slice(0, 4);
  const other = `${year}-${String(random.between(1, 12)).padStart(2, '0')}-${String(random.between(1, 28)).padStart(2, '0')}`;
  return other === birthDate ? `${year}-07-29` : other;
}

/** Another given name, one mark apart. */
const near: readonly (readonly [string, string])[] = [['Hùng', 'Hưng'], ['Hoa', 'Hoà'], ['Lan', 'Lân'], ['Dũng', 'Dung'], ['Thắng', 'Thăng'], ['Hà', 'Hạ'], ['Hương', 'Hường'], ['Hạnh', 'Hành'], ['Sơn', 'Sớn'], ['Anh', 'Ánh'], ['Mai', 'Mái'], ['Bình', 'Bính'], ['Linh', 'Lĩnh'], ['Vân', 'Vấn'], ['Cường', 'Cương']];

/**
 * The people that a clerk mixes up. The next serial number wherever sex and year allow it. Never alike in name, day and
 * sex at once: with one digit mistyped nobody could tell these apart by what the portal knows (ADR 70).
 */
function twinOf(random: Random, one: Citizen, index: number, taken: Set<string>): Citizen {
  const serial = Number(one.citizenId.slice(6)) + 1;
  const made = (change: Partial<Pick<Citizen, 'name' | 'birthDate' | 'sex'>>): Citizen => {
    const { name, birthDate, sex } = { ...one, ...change };
    return { name, birthDate, sex, ...numbers(random, index, sex, birthDate, taken, serial) };
  };
  const words = one.name.split(' ');
  const siblings = near.find((pair) => pair.includes(words.at(-1) ?? ''))?.find((word) => word !== words.at(-1)) ?? random.pick(near)[0];
  const year = Number(one.birthDate.slice(0, 4));
  switch (random.between(0, 4)) {
    case 0: // twins whose names differ by a mark or a word
      return made({ name: [...words.slice(0, -1), siblings].join(' ') });
    case 1: // same name, same year, another day
      return made({ birthDate: otherDayOf(random, one.birthDate) });
    case 2: // father and son (mother and daughter) of the same name
      return made({ birthDate: `${year >= 1975 ? year - random.between(20, 35) : year + random.between(20, 35)}${one.birthDate.slice(4)}`.replace('-02-29', '-02-28') });
    case 3: // brother and sister of one name, born on one day
      return made({ sex: one.sex === 'male' ? 'female' : 'male' });
    default: // a year apart, the middle word another
      return made({ name: words.length > 2 ? [words[0], random.pick(['Thị', 'Văn', 'Minh', 'Ngọc']), ...words.slice(2)].join(' ') : `${one.name} Mẫu`, birthDate: `${year - 1}${one.birthDate.slice(4)}`.replace('-02-29', '-02-28') });
  }
}
