import type { Directory, DutyState } from '../../shared/booking/contract.ts';
import type { Me } from '../../shared/identity/contract.ts';

export type Duty = DutyState;
export const dutyOrder: readonly Duty[] = ['available', 'on-break', 'off'];

/** The logical id of the person's Practitioner. */
export const practitionerId = (person: Pick<Me, 'practitioner'>): string | undefined => person.practitioner?.split('/')[1];

/** The person's own entry in the directory. */
export const dutyOf = (directory: Directory | undefined, person: Pick<Me, 'practitioner'>): Duty | undefined =>
  directory?.specialists.find((specialist) => specialist.practitionerId === practitionerId(person))?.duty;
