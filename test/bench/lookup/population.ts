import type { Coverage, Patient } from '@medplum/fhirtypes';
import { randomFor, type Random } from '../../../local/seed/people/random.ts';
import type { Register, RegisteredCard } from '../../../local/simulators/portalPeople.ts';
import { identifierSystems } from '../../../shared/fhir/identifierSystems.ts';
import { queryName } from '../../../shared/insurance/queryName.ts';
import { citizens, type Citizen } from './citizens.ts';
import type { Mix } from './mix.ts';
import { givenFirst, otherPlacement, swappedDate, toneSlip, withoutMarks, wrongDigit, wrongLetter } from './spoil.ts';

export const base = 'https://lien-tuyen.example';
export const systems = identifierSystems(base);

/** Why nobody could resolve this one with the portal as it is; undefined: resolvable. Decided by what was done to it, not by what our rules answered. */
export type Hopeless = 'no card' | 'no card in force' | 'looked at by hand by rule' | 'no number that the register knows' | 'another name in the register' | 'another birth date or sex in the register' | 'the record itself is wrong';

export type Case = { readonly citizen: Citizen; readonly patient: Patient & { readonly id: string }; readonly coverage?: Coverage & { readonly id: string }; readonly hopeless?: Hopeless;
  /** One typed number, and a register or record that says less than the name and the day: a near-twin one digit away would look the same. */
  readonly unprovable: boolean;
  /** The register itself has linked the number to another of this name, sex and year, of whom it knows no more: nobody outside could tell. */
  readonly linkedToNamesake: boolean;
  readonly clerk: Clerk;
  /** Records of others at this station that the desk could mix up with this one. */
  readonly alike: readonly Patient[];
};
/** How the clerk will answer where only a typed number is in doubt. `blind`: the buttons tapped by who taps without looking, by attempt and round. */
export type Clerk = { readonly atHand: Readonly<Record<'citizenId' | 'card' | 'previousId', boolean>>; readonly blind: readonly ((readonly [number, number]) | undefined)[] };
export type Population = { readonly cases: readonly Case[]; readonly register: Register };

export function populationOf(seed: number, count: number, mix: Mix): Population {
  const all = citizens(seed, count, mix);
  const index = new Map<string, RegisteredCard>();
  const put = (key: string, card: RegisteredCard) => void (index.has(key) || index.set(key, card));
  const entries = all.map((citizen, i) => registered(randomFor(seed + 1_000_003, i), citizen, mix));
  entries.forEach((entry, i) => {
    const { cards, linked } = entry;
    const [first, current] = [cards[0], cards.at(-1)];
    const citizen = all[i];
    if (!first || !current || !citizen) return;
    for (const card of cards) put(card.number, card);
    put(current.number.slice(5), entry.moved ? current : first);
    if (entry.mislinked !== undefined) return;
    if (linked) put(citizen.citizenId, first);
    if (linked || entry.oldNumberKnown) put(citizen.previousId, first);
  });
  // The number of one stands at the card of another.
  entries.forEach((entry, i) => {
    const [citizen, relative] = [all[i], entries[all[i]?.twin ?? -1]?.cards[0]];
    if (entry.mislinked !== undefined && citizen && relative) index.set(citizen.citizenId, relative);
  });
  const cases = all.map((citizen, i) => deskCase(randomFor(seed + 2_000_003, i), citizen, all[citizen.twin ?? -1], entries[i] as Entry, mix, i));
  const sameName = (asked: string, name: string) => asked.normalize('NFC').toUpperCase() === name.normalize('NFC').toUpperCase();
  return { cases, register: { find: (key) => index.get(key), sameName } };
}

type Entry = { readonly cards: readonly RegisteredCard[]; readonly linked: boolean; readonly oldNumberKnown: boolean; readonly moved: boolean; readonly mislinked?: true; readonly hopeless?: Hopeless; readonly name: string; readonly birth: string };

const sameSpelling = (registered: string, ours: string): boolean => [queryName(ours).toUpperCase(), otherPlacement(queryName(ours).toUpperCase())].includes(registered);
const dmy = (iso: string): string => iso.split('-').toReversed().join('/');

/** To the end of next year: in force whenever this runs. */
const inForce = { validFrom: '01/01/2026', validTo: `31/12/${new Date().getUTCFullYear() + 1}` };

/** What the insurer has of somebody. */
function registered(random: Random, citizen: Citizen, { register: r }: Mix): Entry {
  const linked = !random.chance(r.unlinked);
  const fate = fateOf(random, r);
  const name = registeredName(random, citizen, r);
  const birth = registeredBirth(random, citizen, r);
  const wrongSex = random.chance(r.wrongSex);
  const sex = (citizen.sex === 'male') === wrongSex ? 'Nữ' : 'Nam';
  const mislinked = citizen.twin !== undefined && random.chance(r.mislinked * 10);
  const group = random.pick(['DT2', 'HN2', 'GD4', 'GD4', 'HT3', 'CN3', 'TE1', 'DN4']);
  const card = (number: string, result: string, more: Partial<RegisteredCard> = {}): RegisteredCard => ({
    number, result, sex, citizenId: '', name: name.text, birthDate: birth.text, address: 'Xã Mẫu, Tỉnh Lai Châu', ...inForce, registeredFacility: '12101', ...more,
  });
  const number = (place: string, level = group) => `${level}${place}${citizen.insuranceNumber}`;
  const [now, next, last] = [number('12'), number('11'), number('10')];
  const cards: Readonly<Record<Fate, readonly RegisteredCard[]>> = {
    none: [],
    good: [card(now, '000')],
    expired: [card(now, '010', { validFrom: '01/01/2025', validTo: '31/12/2025' })],
    withdrawn: [card(now, random.pick(['110', '120', '123', '124']))],
    moved: [card(now, random.pick(['121', '122'])), card(next, '000')],
    replaced: [card(now, random.pick(['003', '004']), { newNumber: next }), card(next, '000')],
    'replaced twice': [card(now, '003', { newNumber: next }), card(next, '003', { newNumber: last }), card(last, '000')],
    'by hand': [card(now, random.pick(['001', '002']))],
  };
  const gone: Partial<Record<Fate, Hopeless>> = { none: 'no card', expired: 'no card in force', withdrawn: 'no card in force', 'by hand': 'looked at by hand by rule' };
  const hopeless = gone[fate] ?? (name.found ? undefined : 'another name in the register') ?? (birth.found && !wrongSex ? undefined : 'another birth date or sex in the register');
  return { name: name.text, birth: birth.text, cards: cards[fate], linked, oldNumberKnown: random.chance(0.5), moved: fate === 'moved', ...(mislinked ? { mislinked: true } : {}), ...(hopeless ? { hopeless } : {}) };
}

type Fate = 'none' | 'good' | 'expired' | 'withdrawn' | 'moved' | 'replaced' | 'replaced twice' | 'by hand';
function fateOf(random: Random, r: Mix['register']): Fate {
  let left = random.next();
  for (const [fate, share] of [['none', r.noCard], ['expired', r.expired], ['withdrawn', r.withdrawn], ['moved', r.moved], ['replaced', r.replaced], ['replaced twice', r.replacedTwice], ['by hand', r.byHand]] as const) {
    if (left < share) return fate;
    left -= share;
  }
  return 'good';
}

/** The register holds names in capitals, and without the letters of minority languages. */
function registeredName(random: Random, { name }: Citizen, r: Mix['register']): { readonly text: string; readonly found: boolean } {
  const text = queryName(name).toUpperCase();
  if (random.chance(r.wrongLetter)) return { text: wrongLetter(random, name).toUpperCase(), found: false };
  if (random.chance(r.noMarks)) return { text: withoutMarks(text), found: true };
  if (random.chance(r.otherOrder)) return { text: givenFirst(text), found: true };
  if (random.chance(r.toneSlip)) return { text: toneSlip(text), found: true };
  return { text: random.chance(r.tonePlacement) ? otherPlacement(text) : text, found: true };
}

function registeredBirth(random: Random, { birthDate }: Citizen, r: Mix['register']): { readonly text: string; readonly found: boolean } {
  if (random.chance(birthDate < '1965' ? r.yearOnlyOld : r.yearOnly)) return { text: birthDate.slice(0, 4), found: true };
  if (random.chance(r.firstOfJanuary)) return { text: `01/01/${birthDate.slice(0, 4)}`, found: true };
  if (random.chance(r.swapped)) return { text: dmy(swappedDate(birthDate)), found: true };
  if (random.chance(r.wrongDate)) return { text: dmy(`${Number(birthDate.slice(0, 4)) + random.pick([-2, -1, 1, 10])}${birthDate.slice(4)}`.replace('-02-29', '-02-28')), found: false };
  return { text: dmy(birthDate), found: true };
}

/** What the desk has of somebody. */
function deskCase(random: Random, citizen: Citizen, twin: Citizen | undefined, entry: Entry, mix: Mix, index: number): Case {
  const d = mix.desk;
  const scanned = random.chance(d.scanned);
  const twinsNumber = !scanned && twin !== undefined && random.chance(mix.twinsNumberTyped);
  const wrongNumber = twinsNumber || (!scanned && random.chance(d.wrongDigit));
  const citizenId = twinsNumber ? twin.citizenId : wrongNumber ? wrongDigit(random, citizen.citizenId) : citizen.citizenId;
  const badName = !scanned && random.chance(d.typedName);
  const swap = !scanned && random.chance(d.typedSwap);
  const birthDate = !scanned && random.chance(d.yearOnly) ? citizen.birthDate.slice(0, 4) : swap ? swappedDate(citizen.birthDate) : citizen.birthDate;
  const [first] = entry.cards;
  const known = first && entry.hopeless === undefined && random.chance(d.knownCard) ? first : undefined;
  const printed = first && random.chance(d.paperCard) ? (random.chance(0.5) ? first.number : first.number.slice(5)) : undefined;
  // Draws of their own, so that the others stay as they were.
  const own = randomFor(index + 4_000_003, Number(citizen.citizenId.slice(-6)));
  const paper = printed && own.chance(d.wrongDigit) ? `${printed.slice(0, -10)}${wrongDigit(own, printed.slice(-10))}` : printed;
  const paperIsRight = paper !== undefined && paper === printed;
  const old = citizen.birthDate < '2007' && random.chance(d.oldNumber);
  const oldInQr = old && scanned && own.chance(d.oldInQr);
  const reached = (!wrongNumber && entry.linked && !entry.mislinked) || known !== undefined || paperIsRight || (old && !entry.mislinked && (entry.linked || entry.oldNumberKnown));
  const hopeless = entry.hopeless ?? (badName ? 'the record itself is wrong' : undefined) ?? (reached ? undefined : 'no number that the register knows');
  const ownNumber = !wrongNumber && entry.linked && !entry.mislinked;
  const typedNumbers = [ownNumber, paperIsRight, old && !entry.mislinked && (entry.linked || entry.oldNumberKnown)].filter(Boolean).length;
  const sure = known !== undefined || (ownNumber && scanned) || (oldInQr && !entry.mislinked && (entry.linked || entry.oldNumberKnown)) || typedNumbers > 1;
  const name = badName ? wrongLetter(random, citizen.name) : citizen.name;
  const unprovable = hopeless === undefined && !sure && (entry.birth !== dmy(birthDate) || !sameSpelling(entry.name, name));
  const id = `p${index}`;
  const fromCard = (read: boolean) => ({ extension: [{ url: `${base}/StructureDefinition/value-source`, extension: [{ url: 'source', valueCode: read ? 'card-scanner' : 'typed' }, { url: 'at', valueDateTime: '2026-06-30T01:00:00Z' }] }] });
  const patient: Case['patient'] = {
    resourceType: 'Patient', id, gender: citizen.sex, birthDate, name: [{ text: name }],
    extension: [{ url: `${base}/StructureDefinition/data-source`, valueCode: scanned ? 'card-scanner' : 'typed' }],
    identifier: [
      { system: systems.citizenId, value: citizenId, ...fromCard(scanned) },
      ...(paper ? [{ system: systems.insuranceCard, value: paper }] : []),
      ...(old ? [{ use: 'old' as const, system: systems.previousId, value: citizen.previousId, ...fromCard(oldInQr) }] : []),
    ],
  };
  const coverage: Case['coverage'] = known && { resourceType: 'Coverage', id: `coverage-${id}`, status: 'active', subscriberId: known.number, subscriber: { display: known.name }, beneficiary: { reference: `Patient/${id}` }, payor: [{ display: 'BHXH' }] };
  const relative = entry.mislinked && !wrongNumber ? twin : undefined;
  const linkedToNamesake = relative !== undefined && relative.name === citizen.name && relative.sex === citizen.sex && relative.birthDate.slice(0, 4) === citizen.birthDate.slice(0, 4);
  const atHand = { citizenId: random.chance(d.atHand.citizenId), card: random.chance(d.atHand.card), previousId: random.chance(d.atHand.previousId) };
  const attempt = () => (random.chance(d.tapSlip) ? ([random.between(0, 4), random.between(0, 4)] as const) : undefined);
  const clerk: Clerk = { atHand, blind: [attempt(), attempt()] };
  const alike = twin && random.chance(d.twinKnownHere) ? [recordOf(twin, `twin-of-${id}`)] : [];
  return { citizen, patient, unprovable, linkedToNamesake, clerk, alike, ...(coverage ? { coverage } : {}), ...(hopeless ? { hopeless } : {}) };
}

const recordOf = (citizen: Citizen, id: string): Patient => ({
  resourceType: 'Patient', id, gender: citizen.sex, birthDate: citizen.birthDate, name: [{ text: citizen.name }], identifier: [{ system: systems.citizenId, value: citizen.citizenId }],
});
