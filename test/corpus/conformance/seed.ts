import type { Resource } from '@medplum/fhirtypes';

type Seeded = Resource & { readonly id: string };

const loinc = (code: string, display?: string) => ({ coding: [{ system: 'http://loinc.org', code, ...(display ? { display } : {}) }] });
const ucum = (value: number, code: string) => ({ value, unit: code, system: 'http://unitsofmeasure.org', code });
const observation = (id: string, more: Record<string, unknown>): Seeded => ({ resourceType: 'Observation', id, status: 'final', code: loinc('29463-7', 'Cân nặng'), subject: { reference: 'Patient/p1' }, ...more });
const condition = (id: string, code: string, more: Record<string, unknown> = {}): Seeded =>
  ({ resourceType: 'Condition', id, subject: { reference: 'Patient/p1' }, clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code }] }, ...more });

/** What the conformance cases are asked about: synthetic people and a few resources for each kind of value. */
export const seed: readonly Seeded[] = [
  { resourceType: 'Organization', id: 'ministry', name: 'Bộ Y tế', active: true, identifier: [{ system: 'urn:facility', value: '00001' }] },
  { resourceType: 'Organization', id: 'hospital', name: 'Bệnh viện Trung ương Mẫu', active: true, partOf: { reference: 'Organization/ministry' }, address: [{ city: 'Hà Nội' }] },
  { resourceType: 'Organization', id: 'station', name: 'Trạm Y tế Mường Mẫu', active: false, partOf: { reference: 'Organization/hospital' }, alias: ['Trạm, Mường|Mẫu'] },
  { resourceType: 'Practitioner', id: 'dr', name: [{ text: 'Phạm Thị Đông', family: 'Phạm', given: ['Thị Đông'] }], gender: 'female' },
  { resourceType: 'PractitionerRole', id: 'role-dr', practitioner: { reference: 'Practitioner/dr' }, organization: { reference: 'Organization/hospital' } },
  {
    resourceType: 'Patient', id: 'p1', active: true, gender: 'female', birthDate: '1985-03-14', name: [{ text: 'Đặng Thị Hoà', family: 'Đặng', given: ['Thị', 'Hoà'] }],
    identifier: [{ system: 'urn:card', value: 'A|1', type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MR' }], text: 'Số hồ sơ' } }, { system: 'urn:other', value: '77' }],
    telecom: [{ system: 'phone', value: '0900000001' }], managingOrganization: { reference: 'Organization/station' }, generalPractitioner: [{ reference: 'Practitioner/dr' }],
    meta: { tag: [{ system: 'urn:tags', code: 'synthetic' }], profile: ['http://example.org/profile/vn'], source: 'urn:source:1', security: [{ system: 'urn:sec', code: 'R' }] },
  },
  { resourceType: 'Patient', id: 'p2', active: false, gender: 'female', birthDate: '1985-03-20', name: [{ text: 'Đặng Thị Hòa', family: 'Đặng', given: ['Thị', 'Hòa'] }], identifier: [{ system: 'urn:card', value: 'B,2' }], managingOrganization: { reference: 'Organization/station' } },
  { resourceType: 'Patient', id: 'p3', gender: 'male', birthDate: '1990', name: [{ text: 'Nguyễn Văn Hoá', family: 'Nguyễn', given: ['Văn', 'Hoá'] }], deceasedBoolean: true, identifier: [{ system: 'urn:card', value: '77' }], managingOrganization: { reference: 'Organization/hospital' } },
  { resourceType: 'RelatedPerson', id: 'rp1', patient: { reference: 'Patient/p1' }, name: [{ text: 'Đặng Văn An' }] },
  observation('w60kg', { effectiveDateTime: '2026-11-01T08:00:00+07:00', valueQuantity: ucum(60, 'kg'), encounter: { reference: 'Encounter/e1' }, performer: [{ reference: 'Practitioner/dr' }] }),
  observation('w59500g', { effectiveDateTime: '2026-11-02', valueQuantity: ucum(59500, 'g') }),
  observation('w61kg', { effectivePeriod: { start: '2026-11-03T00:00:00Z' }, valueQuantity: ucum(61, 'kg'), status: 'amended' }),
  observation('temp', { effectiveInstant: '2026-11-04T01:02:03.004Z', code: loinc('8310-5', 'Nhiệt độ'), valueQuantity: ucum(37, 'Cel') }),
  observation('bp', {
    effectivePeriod: { start: '2026-11-05', end: '2026-11-06' }, code: loinc('85354-9', 'Huyết áp'), category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }],
    component: [{ code: loinc('8480-6'), valueQuantity: ucum(150, 'mm[Hg]') }, { code: loinc('8462-4'), valueQuantity: ucum(90, 'mm[Hg]') }],
  }),
  observation('timing', { effectiveTiming: { event: ['2026-11-07T00:00:00Z', '2026-11-09T00:00:00Z'] }, code: { text: 'theo dõi' }, valueString: 'Không rõ' }),
  observation('undated', { code: loinc('8867-4'), valueCodeableConcept: { coding: [{ system: 'urn:answer', code: 'yes' }] }, derivedFrom: [{ reference: 'Observation/bp' }] }),
  observation('of-p3', { subject: { reference: 'Patient/p3' }, effectiveDateTime: '2026-11-01', valueQuantity: ucum(70.5, 'kg') }),
  { resourceType: 'Encounter', id: 'e1', status: 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR' }, subject: { reference: 'Patient/p1' }, period: { start: '2026-11-01', end: '2026-11-01' }, participant: [{ individual: { reference: 'Practitioner/dr' } }] },
  condition('pneumonia', 'J18.9', { recordedDate: '2026-11-01' }),
  condition('flu', 'J11', { recordedDate: '2026-11-02', clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'relapse' }] } }),
  condition('asthma', 'J45', { recordedDate: '2026-11-03', subject: { reference: 'Patient/p2' } }),
  { resourceType: 'RiskAssessment', id: 'risk', status: 'final', subject: { reference: 'Patient/p1' }, prediction: [{ probabilityDecimal: 0.8 }] },
  { resourceType: 'List', id: 'l1', status: 'current', mode: 'changes', subject: { reference: 'Patient/p1' }, entry: [{ item: { reference: 'Observation/bp' } }, { item: { reference: 'Observation/temp' } }, { deleted: true, item: { reference: 'Observation/w60kg' } }, { item: { reference: 'Patient/p1' } }] },
  { resourceType: 'ValueSet', id: 'vs1', status: 'active', url: 'http://example.org/vs/vitals', compose: { include: [{ system: 'http://loinc.org', concept: [{ code: '85354-9' }, { code: '8310-5' }] }] } },
  { resourceType: 'ValueSet', id: 'vs2', status: 'active', url: 'http://example.org/vs/all', compose: { include: [{ system: 'http://loinc.org' }] } },
  { resourceType: 'ValueSet', id: 'vs3', status: 'draft', url: 'http://example.org/vs/vitals/more', compose: { include: [{ system: 'http://loinc.org' }] } },
  { resourceType: 'Questionnaire', id: 'q1', status: 'active', url: 'http://example.org/q/1', title: 'Câu hỏi $ đau, sốt' },
  { resourceType: 'QuestionnaireResponse', id: 'qr1', status: 'completed', questionnaire: 'http://example.org/q/1|2', subject: { reference: 'Patient/p1' }, authored: '2026-11-01' },
  { resourceType: 'Medication', id: 'm1', code: { text: 'Paracetamol' } },
  { resourceType: 'MedicationRequest', id: 'mr1', status: 'active', intent: 'order', medicationReference: { reference: 'Medication/m1' }, subject: { reference: 'Patient/p1' }, authoredOn: '2026-11-01' },
];
