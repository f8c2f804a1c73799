import { prescriptionKinds, type DrugLine, type PrescriptionKind } from './contract.ts';
import { substanceKey } from './matchAllergy.ts';
import type { KnownMedicine } from './ports.ts';

/** The kind of a line: the catalogue's where it knows an ingredient as controlled, otherwise as the doctor said, otherwise C. */
export function kindOf({ name, kind = 'C' }: Pick<DrugLine, 'name' | 'kind'>, known: readonly KnownMedicine[]): PrescriptionKind {
  const key = ` ${substanceKey(name)} `;
  const controlled = known.find((medicine) => (medicine.kind === 'N' || medicine.kind === 'H') && [medicine.name, medicine.en].some((one) => key.includes(` ${substanceKey(one)} `)));
  return controlled?.kind ?? kind;
}

/** Lines by kind, in the order C, H, N, T: each becomes a prescription of its own. */
export function byKind<T extends DrugLine>(lines: readonly T[], known: readonly KnownMedicine[]): readonly { readonly kind: PrescriptionKind; readonly lines: readonly T[] }[] {
  return prescriptionKinds.map((kind) => ({ kind, lines: lines.filter((line) => kindOf(line, known) === kind) })).filter((group) => group.lines.length > 0);
}
