import type { Medicine, Prescribing, PrescribingHelp, Prescription, PrescriptionKind, PrescriptionView } from '../../shared/prescription/contract.ts';
import { allergiesTouched } from '../../shared/prescription/matchAllergy.ts';
import { parseNumber } from '../i18n/format.ts';
import { prescribeWords } from './words.ts';

/** One medicine as it is typed; numbers are text until they are sent. */
export type LineDraft = Readonly<Record<'name' | 'strength' | 'form' | 'quantity' | 'unit' | 'dosage' | 'days' | 'instruction' | 'allergyReason', string>> & { readonly kind: PrescriptionKind };
export type PrescriptionDraft = { readonly lines: readonly LineDraft[]; readonly advice: string; readonly longTerm: boolean; readonly weight: string; readonly carer: string };

export const emptyLine: LineDraft = { name: '', strength: '', form: '', quantity: '', unit: '', dosage: '', days: '', instruction: '', allergyReason: '', kind: 'C' };
export const noPrescription: PrescriptionDraft = { lines: [], advice: '', longTerm: false, weight: '', carer: '' };

/** A suggestion fills what it knows and leaves dose, number and days to the doctor. */
export const withMedicine = (line: LineDraft, { name, strength, form, unit, kind }: Medicine): LineDraft => ({ ...line, name, strength, form, unit, kind });

/** What a replacement begins with. */
export const draftOf = ({ lines, kind, advice, longTerm, weightKg, carer }: PrescriptionView): PrescriptionDraft => ({
  lines: lines.map((line) => ({
    name: line.name, strength: line.strength ?? '', form: line.form ?? '', quantity: decimal(line.quantity), unit: line.unit, dosage: line.dosage, days: String(line.days),
    instruction: line.instruction ?? '', allergyReason: line.allergy?.reason ?? '', kind,
  })),
  advice: advice ?? '', longTerm: longTerm ?? false, weight: weightKg === undefined ? '' : decimal(weightKg), carer: carer ?? '',
});

const decimal = (value: number): string => String(value).replace('.', ',');

/** The allergies that a line touches, in the record's words. */
export const touchedBy = ({ name }: Pick<LineDraft, 'name'>, help: PrescribingHelp | undefined): readonly string[] => allergiesTouched(name, help?.allergies ?? []).map(({ text }) => text);

const inRange = (text: string, most: number, whole = false): boolean => {
  const value = parseNumber(text);
  return value !== undefined && value > 0 && value <= most && (!whole || Number.isInteger(value));
};

/** What is missing or not allowed, by the id of the field and in the order of the page. */
export function prescriptionErrors({ lines, longTerm, weight, carer }: PrescriptionDraft, help: PrescribingHelp | undefined): Readonly<Record<string, string>> {
  const t = prescribeWords().errors;
  const errors: Record<string, string> = {};
  if (lines.length > 0 && help?.linked === false) errors['rx-add'] = t.notLinked;
  for (const [index, line] of lines.entries()) {
    const n = String(index + 1);
    const wrong = (field: string, text: string) => (errors[`rx-${String(index)}-${field}`] = text);
    if (!line.name.trim()) wrong('name', t.name(n));
    if (touchedBy(line, help).length > 0 && !line.allergyReason.trim()) wrong('allergy', t.allergy(n));
    if (!inRange(line.quantity, 9999)) wrong('quantity', t.quantity(n));
    if (!line.unit.trim()) wrong('unit', t.unit(n));
    if (!inRange(line.days, 90, true)) wrong('days', t.days(n));
    else if (!longTerm && Number(line.days) > 30) wrong('days', t.long(n));
    if (!line.dosage.trim()) wrong('dosage', t.dosage(n));
  }
  if (lines.length > 0 && help?.young && !inRange(weight, 400)) errors['rx-weight'] = t.weight;
  if (lines.length > 0 && help?.young && !carer.trim()) errors['rx-carer'] = t.carer;
  return errors;
}

/** Just what will be signed; undefined where nothing is prescribed. For a draft without errors. */
export function prescriptionFrom({ lines, advice, longTerm, weight, carer }: PrescriptionDraft, help: PrescribingHelp | undefined): Prescription | undefined {
  if (lines.length === 0) return undefined;
  const weightKg = parseNumber(weight);
  return {
    lines: lines.map((line) => lineFrom(line, help)),
    ...(advice.trim() ? { advice: advice.trim() } : {}),
    ...(longTerm ? { longTerm } : {}),
    ...(weightKg === undefined ? {} : { weightKg }),
    ...(carer.trim() ? { carer: carer.trim() } : {}),
  };
}

function lineFrom(line: LineDraft, help: PrescribingHelp | undefined): Prescription['lines'][number] {
  const [strength, form, instruction, allergyReason] = [line.strength.trim(), line.form.trim(), line.instruction.trim(), line.allergyReason.trim()];
  return {
    name: line.name.trim(),
    ...(strength ? { strength } : {}),
    ...(form ? { form } : {}),
    quantity: parseNumber(line.quantity) ?? 0,
    unit: line.unit.trim(),
    dosage: line.dosage.trim(),
    days: Number(line.days),
    ...(instruction ? { instruction } : {}),
    kind: line.kind,
    // Without the record's allergies at hand a typed reason goes along: the server compares.
    ...(allergyReason && (!help || touchedBy(line, help).length > 0) ? { allergyReason } : {}),
  };
}

export const replacementFrom = (prescription: Prescription, replaces: string | undefined, reason: string): Prescribing => ({ ...prescription, ...(replaces === undefined ? {} : { replaces, reason: reason.trim() }) });
