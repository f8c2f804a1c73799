import type { DrugLine } from './contract.ts';

/** Addresses of our own identifiers, sections and extensions under the deployment's base. */
export const names = (base: string) => ({
  /** Codes of prescriptions. */
  code: `${base}/sid/prescription`,
  /** The code of a facility in the national e-prescription system ("mã liên thông"), an Organization.identifier. */
  link: `${base}/sid/prescription-link`,
  section: `${base}/CodeSystem/prescription-section`,
  extension: (name: 'medicine' | 'long-term' | 'weight' | 'carer') => `${base}/StructureDefinition/prescription-${name}`,
});

/** "Amlodipin 5 mg, viên nén": how a medicine is called wherever it is one text. */
export const medicineText = ({ name, strength, form }: Pick<DrugLine, 'name' | 'strength' | 'form'>): string =>
  `${name}${strength ? ` ${strength}` : ''}${form ? `, ${form}` : ''}`;

/** The stored answer of the national system, under a fixed id. */
export const answerOf = (documentId: string): `MessageHeader/${string}` => `MessageHeader/prescription-${documentId}`;
