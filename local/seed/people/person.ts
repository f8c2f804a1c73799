import type { Coverage } from '@medplum/fhirtypes';
import { facilities } from '../../story.ts';
import { visitResources } from '../observations.ts';
import { numberClaim, patientResource, type Citizen } from '../patients.ts';
import { allergyResource, conditionResource, medicationResource } from '../problems.ts';
import { marked, type Made } from '../tags.ts';
import type { Batch } from '../writeMissing.ts';
import { allergens, illnesses } from './illnesses.ts';
import { nameOf } from './names.ts';
import { places } from './places.ts';
import { randomFor, type Random } from './random.ts';
import { vitalsFor } from './vitals.ts';

export type PersonPlan = { readonly seed: number; readonly index: number; readonly base: string; readonly now: Date };

const day = 86_400_000;
const iso = (at: number) => new Date(at).toISOString().slice(0, 10);

/** One invented person with 5 to 40 records of the last three years; the same for the same seed and index. */
export function personBatch({ seed, index, base, now }: PersonPlan): Batch {
  const random = randomFor(seed, index);
  const citizen = citizenFor(random, seed, index, now);
  const age = Number(iso(now.getTime()).slice(0, 4)) - Number(citizen.birthDate.slice(0, 4));
  const target = random.between(5, 40);
  const resources: Made[] = [patientResource(base, citizen), ...(citizen.insuranceCard ? [coverage(base, citizen, citizen.insuranceCard, now)] : []), ...problems(base, random, citizen, age, now)];
  for (let visit = 1; resources.length < target; visit += 1) {
    const at = new Date(now.getTime() - random.between(1, 1095) * day + random.between(0, 8) * 3_600_000);
    const vitals = vitalsFor(random, age, visit === 1);
    resources.push(...visitResources(base, { id: `${citizen.id}-v${visit}`, patient: citizen, station: citizen.station, at, reason: random.pick(illnesses).text, vitals }).slice(0, target - resources.length));
  }
  return { patient: `Patient/${citizen.id}`, resources, claims: [numberClaim(citizen)] };
}

function citizenFor(random: Random, seed: number, index: number, now: Date): Citizen {
  const place = random.pick(places);
  const sex = random.chance(0.52) ? 'female' : 'male';
  const year = now.getUTCFullYear() - Math.min(95, Math.floor(random.next() ** 1.2 * 90));
  const birthDate = iso(Math.min(Date.UTC(year, 0, 1) + random.between(0, 364) * day, now.getTime() - day));
  return {
    id: `syn-${seed}-${index}`,
    name: nameOf(random, random.pick(place.peoples), sex),
    birthDate,
    sex,
    citizenId: citizenIdFor(place.code, sex, birthDate, seed, index),
    previousId: random.chance(0.2) ? String(random.between(10_000_000, 399_999_999)).padStart(9, '0') : '',
    address: `${place.hamlet} ${random.between(1, 14)}, ${random.pick(place.communes)}, ${place.province}`,
    phone: `09${String(random.between(0, 99_999_999)).padStart(8, '0')}`,
    station: random.pick([facilities.station, facilities.station2]),
    ...(random.chance(0.93) ? { insuranceCard: `${random.pick(['DT', 'HN', 'GD', 'TE', 'HT'])}${random.pick(['2', '3', '4'])}${place.code}${String(1_000_000_000 + ((seed % 100) * 1_000_000 + index)).slice(-10)}` } : {}),
  };
}

/** Place, century and sex, year, serial: as shared/reference says a number is built. The serial keeps numbers apart. */
function citizenIdFor(place: string, sex: Citizen['sex'], birthDate: string, seed: number, index: number): string {
  const century = birthDate >= '2000' ? 2 : 0;
  const serial = 100_000 + ((seed * 70_001 + index) % 900_000);
  return `0${place}${century + (sex === 'female' ? 1 : 0)}${birthDate.slice(2, 4)}${serial}`;
}

function problems(base: string, random: Random, citizen: Citizen, age: number, now: Date): Made[] {
  const fitting = illnesses.filter(({ from, sex }) => age >= from && (sex === undefined || sex === citizen.sex));
  const had = new Set(Array.from({ length: random.between(0, age > 45 ? 3 : 2) }, () => random.pick(fitting)));
  const since = () => iso(now.getTime() - random.between(30, 3000) * day);
  const ill = [...had].flatMap(({ code, text, chronic, medicine }, i) => {
    const start = since();
    return [
      conditionResource(base, citizen, { code, text, since: start, active: chronic }, String(i + 1)),
      ...(medicine ? [medicationResource(base, citizen, { ...medicine, since: start, active: chronic }, String(i + 1))] : []),
    ];
  });
  const allergy = random.chance(0.08) ? [allergyResource(base, citizen, { ...random.pick(allergens), severity: random.pick(['mild', 'mild', 'moderate', 'severe']), since: since() }, '1')] : [];
  return [...ill, ...allergy].slice(0, 3);
}

const coverage = (base: string, citizen: Citizen, card: string, now: Date): Made =>
  marked(base, {
    resourceType: 'Coverage',
    id: `${citizen.id}-coverage`,
    status: 'active',
    identifier: [{ system: `${base}/sid/insurance-card`, value: card }],
    subscriberId: card,
    beneficiary: { reference: `Patient/${citizen.id}`, display: citizen.name },
    period: { start: `${now.getUTCFullYear()}-01-01`, end: `${now.getUTCFullYear()}-12-31` },
    payor: [{ display: 'Bảo hiểm xã hội Việt Nam' }],
  } satisfies Coverage & { id: string });
