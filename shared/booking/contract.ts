import * as z from 'zod';
import { idPattern } from '../fhir/references.ts';

const id = z.string().regex(idPattern);

export const specialtyCodes = [
  'internal', 'cardiology', 'dermatology', 'paediatrics', 'obstetrics', 'endocrinology', 'respiratory', 'neurology',
] as const;
export type Specialty = (typeof specialtyCodes)[number];

export const dutyStates = ['available', 'on-break', 'off'] as const;
export type DutyState = (typeof dutyStates)[number];

/** GET /api/directory: who can be asked. Ids are FHIR logical ids. Nothing here names a tier in code. */
export type Directory = {
  readonly facilities: readonly { readonly id: string; readonly name: string; readonly partOf?: string }[];
  readonly specialties: readonly { readonly code: Specialty; readonly vi: string; readonly en: string }[];
  readonly specialists: readonly {
    readonly practitionerId: string;
    readonly name: string;
    readonly facilityId: string;
    readonly specialty: Specialty;
    readonly duty: DutyState;
  }[];
};

/** GET /api/slots?facility=&specialty=&practitioner=&from=&limit= */
export const freeSlotsQuery = z.object({
  facility: id.optional(),
  specialty: z.enum(specialtyCodes).optional(),
  practitioner: id.optional(),
  /** ISO instant; now when absent. */
  from: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(30),
});
export type FreeSlotsQuery = z.input<typeof freeSlotsQuery>;

export type FreeSlot = {
  readonly id: string;
  /** ISO instants. */
  readonly start: string;
  readonly end: string;
  readonly practitioner: { readonly id: string; readonly name: string };
  readonly facility: { readonly id: string; readonly name: string };
  readonly specialty: Specialty;
};
export type FreeSlots = { readonly slots: readonly FreeSlot[] };

/** PUT /api/duty: the specialist's own switch. */
export const dutyChange = z.object({ state: z.enum(dutyStates) });
export type DutyChange = z.infer<typeof dutyChange>;
