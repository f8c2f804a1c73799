import type { PrescriptionKind } from '../../shared/prescription/contract.ts';
import { prescribeWords } from './words.ts';

const order: readonly PrescriptionKind[] = ['C', 'H', 'N', 'T'];

/** The kinds of prescription with their names, the ordinary one first. */
export const prescriptionKindNames = (): readonly (readonly [PrescriptionKind, string])[] => order.map((kind) => [kind, prescribeWords().kinds[kind]]);
