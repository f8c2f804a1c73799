import type { Schedule, PractitionerRole } from '@medplum/fhirtypes';
import { specialtyCodes, type Specialty } from './contract.ts';

/** Ids that follow from the practitioner's, so that no lookup is needed. */
export const scheduleIdOf = (practitionerId: string): string => `schedule-${practitionerId}`;
export const roleIdOf = (practitionerId: string): string => `role-${practitionerId}`;

/** "Schedule/schedule-x" to "x"; undefined for a schedule that is nobody's of ours. */
export const practitionerOfSchedule = (reference: string | undefined): string | undefined => /^Schedule\/schedule-(.+)$/.exec(reference ?? '')?.[1];

/** The part after the last slash of a literal reference. */
export const idOf = (reference: string | undefined): string => reference?.split('/').at(-1) ?? '';

export const specialtySystem = (base: string): string => `${base}/CodeSystem/specialty`;
export const dutyExtension = (base: string): string => `${base}/StructureDefinition/duty`;

/** The specialties among codings; the system is not looked at, so that imported directories work too. */
export function specialtiesOf(resource: Pick<PractitionerRole | Schedule, 'specialty'>): readonly Specialty[] {
  const codes = (resource.specialty ?? []).flatMap((concept) => concept.coding ?? []).map((coding) => coding.code);
  return specialtyCodes.filter((code) => codes.includes(code));
}

/** Names of the specialties in both languages, in the order in which staff look for them. */
export const specialtyNames = {
  internal: { vi: 'Nội tổng quát', en: 'Internal medicine' },
  cardiology: { vi: 'Tim mạch', en: 'Cardiology' },
  dermatology: { vi: 'Da liễu', en: 'Dermatology' },
  paediatrics: { vi: 'Nhi khoa', en: 'Paediatrics' },
  obstetrics: { vi: 'Sản phụ khoa', en: 'Obstetrics' },
  endocrinology: { vi: 'Nội tiết', en: 'Endocrinology' },
  respiratory: { vi: 'Hô hấp', en: 'Respiratory medicine' },
  neurology: { vi: 'Thần kinh', en: 'Neurology' },
} as const satisfies Record<Specialty, { vi: string; en: string }>;
