import type { CardFields, IdentityUpdate, KnownField, PatientSummary, PersonLookupAnswer } from '../../shared/identity/contract.ts';

export type Difference = PersonLookupAnswer['differences'][number];

/** The card knows what the record does not, knows it more exactly, or confirms what was typed: nothing would be overwritten. */
export const adds = ({ field, card, record }: Difference): boolean => record === undefined || record === card || (field === 'birthDate' && card.startsWith(record));

/** Who somebody is, as against where they live: a difference here may mean that the card is another person's. */
const isIdentity = ({ field }: Difference): boolean => field === 'name' || field === 'birthDate' || field === 'sex' || field === 'citizenId';

/** Card and record may be of two people. */
export const isGrave = (differences: readonly Difference[]): boolean => differences.some((one) => isIdentity(one) && !adds(one));

/** Chosen at first: only what overwrites nothing. */
export const chosenAtFirst = (differences: readonly Difference[]): ReadonlySet<KnownField> => new Set(differences.filter(adds).map(({ field }) => field));

/** The values of the card that were chosen. */
export function takenFrom(card: CardFields, chosen: ReadonlySet<KnownField>, via: 'camera' | 'scanner'): IdentityUpdate {
  const { citizenId, previousId, name, birthDate, sex, address } = card;
  const all = { citizenId, previousId, name, birthDate, sex, address };
  const take = Object.fromEntries(Object.entries(all).filter(([field, value]) => value !== undefined && chosen.has(field as KnownField)));
  return { take, source: via === 'camera' ? 'card-camera' : 'card-scanner' };
}

/** A record that was shown as possibly this person's, against the card: as the lookup compares the one it found. */
export function differencesTo(card: CardFields, record: PatientSummary): readonly Difference[] {
  const same = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
  const sameNumber = record.citizenId?.slice(-4) === card.citizenId.slice(-4);
  const rows: readonly (readonly [Difference['field'], string | undefined, string | undefined])[] = [
    ['name', card.name, record.name], ['birthDate', card.birthDate, record.birthDate], ['sex', card.sex, record.sex],
    ['citizenId', card.citizenId, sameNumber ? card.citizenId : record.citizenId], ['address', card.address, record.address],
  ];
  return rows.flatMap(([field, said, kept]) => (said === undefined || (kept !== undefined && (same(said, kept) || (field === 'birthDate' && kept.startsWith(said)))) ? [] : [{ field, card: said, ...(kept === undefined ? {} : { record: kept }) }]));
}
