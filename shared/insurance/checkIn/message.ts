import type { Coverage, CoverageEligibilityResponse, Encounter, Organization, Patient } from '@medplum/fhirtypes';
import { nameOf } from '../../fhir/humanName.ts';
import { currentIdentifier } from '../../fhir/identifierSystems.ts';
import { visitTypeOf } from '../benefit/benefit.ts';
import { answerFrom, type Naming } from '../records.ts';
import { xml0, type Xml0, type Xml0Tag } from './fields.ts';
import { dayInVietnam } from '../../kernel/dayInVietnam.ts';

export type Visit = {
  readonly encounter: Encounter & { readonly id: string };
  readonly patient: Patient & { readonly id: string };
  readonly facility: Organization;
  readonly coverage: Coverage;
  readonly response: CoverageEligibilityResponse & { readonly id: string };
};

/** The check-in of a visit. MA_LK is the visit's id: the same in every message about it, and never changed. */
export function checkInOf({ encounter, patient, facility, coverage, response }: Visit, naming: Naming, now: Date): Xml0 {
  const { card, benefit } = answerFrom(response, coverage, naming);
  const arrived = compact(encounter.period?.start ?? now.toISOString());
  const category = benefit?.because.find((reason) => reason.kind === 'category')?.category;
  const { systems } = naming;
  const values: Partial<Record<Xml0Tag, string | undefined>> = {
    MA_LK: encounter.id,
    STT: '1',
    MA_BN: patient.id,
    HO_TEN: nameOf(patient).normalize('NFC'),
    SO_CCCD: currentIdentifier(patient.identifier, systems.citizenId, now) ?? patient.identifier?.find(({ system }) => system === systems.previousId)?.value,
    NGAY_SINH: birthOf(patient.birthDate),
    GIOI_TINH: patient.gender === 'male' ? '1' : patient.gender === 'female' ? '2' : '3',
    MA_THE_BHYT: card?.number,
    MA_DKBD: card?.registeredFacility,
    GT_THE_TU: card?.validFrom?.replaceAll('-', ''),
    GT_THE_DEN: card?.validTo?.replaceAll('-', ''),
    MA_DOITUONG_KCB: category,
    NGAY_VAO: arrived,
    MA_LOAI_KCB: visitTypeOf({ mode: 'remote', date: dayInVietnam(encounter.period?.start ?? now.toISOString()) }),
    MA_CSKCB: facility.identifier?.find(({ system }) => system === systems.facility)?.value,
    NGAY_YL: arrived,
  };
  return Object.fromEntries(xml0.map(({ tag }) => [tag, values[tag] ?? ''])) as Xml0;
}

/** An instant as it is written in Vietnam (UTC+7): yyyymmddHHMM. */
const compact = (instant: string): string => new Date(Date.parse(instant) + 7 * 3_600_000).toISOString().slice(0, 16).replace(/\D/g, '');

/** Twelve digits; what is not known is zeros. */
const birthOf = (date: string | undefined): string => (date === undefined ? '' : date.replaceAll('-', '').padEnd(12, '0'));
