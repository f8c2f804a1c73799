import type { AllergyIntolerance, Condition, MedicationStatement, Resource } from '@medplum/fhirtypes';

const system = 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips';
const coded = (code: string, display: string, text: string) => ({ coding: [{ system, code, display }], text });

/**
 * What stands in a required section of which nothing is recorded (IPS: absent or unknown). That we have no record is
 * not that there is none: the codes say "no information", never "no known". A doctor's own "no known allergies" is an
 * entry like any other.
 */
export function nothingRecorded(loinc: string, id: string, patient: string): (Resource & { readonly id: string }) | undefined {
  const reference = { reference: patient };
  switch (loinc) {
    case '48765-2':
      return {
        resourceType: 'AllergyIntolerance', id,
        clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }] },
        code: coded('no-allergy-info', 'No information about allergies', 'Không có thông tin về dị ứng'),
        patient: reference,
      } satisfies AllergyIntolerance & { id: string };
    case '10160-0':
      return {
        resourceType: 'MedicationStatement', id, status: 'unknown',
        medicationCodeableConcept: coded('no-medication-info', 'No information about medications', 'Không có thông tin về thuốc đang dùng'),
        subject: reference,
        // IPS wants a time; that it is not known is said in its way.
        ...({ _effectiveDateTime: { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }] } } as Partial<MedicationStatement>),
      } satisfies MedicationStatement & { id: string };
    case '11450-4':
      return {
        resourceType: 'Condition', id,
        clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] },
        category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-category', code: 'problem-list-item', display: 'Problem List Item' }] }],
        code: coded('no-problem-info', 'No information about problems', 'Không có thông tin về bệnh hiện có'),
        subject: reference,
      } satisfies Condition & { id: string };
    default:
      return undefined;
  }
}
