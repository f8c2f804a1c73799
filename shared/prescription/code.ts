import type { PrescriptionKind } from './contract.ts';

/** Of [0-9a-z], as the national system draws them. */
export const randomLetters = 7;

const pattern = /^[0-9A-Za-z]{5}[0-9a-z]{7}-[NHCT]$/;

/**
 * The code of a prescription in the national system (TT 26/2025/TT-BYT), 14 characters: the facility's link code, seven
 * random characters, "-" and the kind. Never changed; a replacement is a prescription of its own.
 */
export function prescriptionCode(link: string, random: string, kind: PrescriptionKind): string {
  const code = `${link}${random}-${kind}`;
  if (!pattern.test(code)) throw new Error('a prescription code is made of a link code of 5 and 7 random characters');
  return code;
}

/** Whether a facility's code can stand at the head of its prescriptions. */
export const isLinkCode = (link: string): boolean => /^[0-9A-Za-z]{5}$/.test(link);
