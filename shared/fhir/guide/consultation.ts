import type { StructureDefinition } from '@medplum/fhirtypes';
import { profile, required, rule, target } from './define.ts';

const loinc = 'http://loinc.org';
const coded = (system: string, code: string) => ({ coding: [{ system, code }] });

/** A consultation from the request to the signed conclusion. One id X: Task/X, ServiceRequest/X, Encounter/X. */
export function consultationProfiles(base: string): readonly StructureDefinition[] {
  const codeSystem = (name: string) => `${base}/CodeSystem/${name}`;
  const valueSet = (name: string) => `${base}/ValueSet/${name}`;
  const extension = (name: string) => [{ code: 'Extension', profile: [`${base}/StructureDefinition/${name}`] }];
  return [
    profile(base, 'consultation-request', 'ServiceRequest', 'Yêu cầu tư vấn từ xa', 'What a station asks: numbered questions about one patient, to a specialty at a facility. The patient was told and agreed (NĐ 96/2023 Đ88).', {
      'ServiceRequest.extension:question': { min: 1, type: extension('consultation-question') },
      'ServiceRequest.extension:patientInformed': { min: 1, max: '1', type: extension('patient-informed') },
      'ServiceRequest.intent': { fixedCode: 'order' },
      'ServiceRequest.priority': { min: 1 },
      'ServiceRequest.subject': { type: target('Patient') },
      'ServiceRequest.encounter': { min: 1 },
      'ServiceRequest.authoredOn': { min: 1 },
      'ServiceRequest.requester': { min: 1, type: target('Practitioner') },
      'ServiceRequest.performerType': { min: 1, binding: required(valueSet('specialty')) },
      'ServiceRequest.performer': { min: 1, type: target('Organization', 'Practitioner') },
      'ServiceRequest.note': { min: 1 },
    }),
    profile(base, 'consultation-task', 'Task', 'Lượt xử lý tư vấn', 'Whose turn it is: the owner is the facility asked, or the specialist once one has taken it. businessStatus is the state of docs/states.md.', {
      'Task.extension:askedFacility': { min: 1, max: '1', type: extension('asked-facility') },
      'Task.extension:waitingSince': { min: 1, max: '1', type: extension('waiting-since') },
      'Task.businessStatus': { min: 1, binding: required(valueSet('consultation-state')) },
      'Task.intent': { fixedCode: 'order' },
      'Task.code': { min: 1, binding: required(valueSet('consultation-mode')) },
      'Task.focus': { min: 1, type: target('ServiceRequest') },
      'Task.for': { min: 1, type: target('Patient') },
      'Task.encounter': { min: 1 },
      'Task.authoredOn': { min: 1 },
      'Task.requester': { min: 1, type: target('Organization') },
      'Task.owner': { min: 1, type: target('Organization', 'Practitioner') },
    }),
    profile(base, 'consultation-encounter', 'Encounter', 'Lượt khám từ xa', 'The visit itself: virtual, of one patient, at the station that asks.', {
      'Encounter.class': { patternCoding: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR' } },
      'Encounter.subject': { min: 1, type: target('Patient') },
      'Encounter.serviceProvider': { min: 1, type: target('Organization') },
    }),
    profile(base, 'prescription-line', 'MedicationRequest', 'Một thuốc trong đơn', 'One medicine of a signed prescription, whose code is the groupIdentifier (14 characters, TT 26/2025/TT-BYT).', {
      'MedicationRequest.intent': { fixedCode: 'order' },
      'MedicationRequest.subject': { type: target('Patient') },
      'MedicationRequest.encounter': { min: 1 },
      'MedicationRequest.authoredOn': { min: 1 },
      'MedicationRequest.requester': { min: 1, type: target('Practitioner') },
      'MedicationRequest.groupIdentifier': { min: 1 },
      'MedicationRequest.dosageInstruction': { min: 1 },
      'MedicationRequest.dispenseRequest': { min: 1 },
    }),
    profile(base, 'conclusion', 'Composition', 'Kết luận hội chẩn', 'What the specialist concludes: an answer to each question, diagnoses, advice; attested with legal force. An amendment states the whole anew and replaces.', {
      'Composition.type': { patternCodeableConcept: coded(loinc, '11488-4') },
      'Composition.subject': { min: 1, type: target('Patient') },
      'Composition.encounter': { min: 1 },
      'Composition.author': { type: target('Practitioner') },
      'Composition.attester': { min: 1 },
      'Composition.attester.mode': { fixedCode: 'legal' },
      'Composition.custodian': { min: 1 },
      'Composition.section': { min: 3, slicing: { rules: 'open', discriminator: [{ type: 'pattern', path: 'code' }] }, constraint: [rule('lt-section', 'Mỗi phần có nội dung bằng chữ', 'text.exists()')] },
      'Composition.section.code': { min: 1, binding: required(valueSet('conclusion-section')) },
      'Composition.section:answer1': { min: 1, max: '1' },
      'Composition.section:answer1.code': { patternCodeableConcept: coded(codeSystem('conclusion-section'), 'answer-1') },
      'Composition.section:diagnoses': { min: 1, max: '1' },
      'Composition.section:diagnoses.code': { patternCodeableConcept: coded(codeSystem('conclusion-section'), 'diagnoses') },
      'Composition.section:diagnoses.entry': { min: 1, type: target('Condition') },
      'Composition.section:advice': { min: 1, max: '1' },
      'Composition.section:advice.code': { patternCodeableConcept: coded(codeSystem('conclusion-section'), 'advice') },
    }),
    profile(base, 'conclusion-document', 'Bundle', 'Văn bản kết luận', 'The conclusion with everything that it points to, so that it can be read without us. This is what is signed.', {
      'Bundle.type': { fixedCode: 'document' },
      'Bundle.identifier': { min: 1 },
      'Bundle.timestamp': { min: 1 },
      'Bundle.entry': { min: 4, slicing: { rules: 'open', discriminator: [{ type: 'type', path: 'resource' }] } },
      'Bundle.entry:composition': { min: 1, max: '1' },
      'Bundle.entry:composition.resource': { min: 1, type: [{ code: 'Composition', profile: [`${base}/StructureDefinition/conclusion`] }] },
      'Bundle.entry:patient': { min: 1, max: '1' },
      'Bundle.entry:patient.resource': { min: 1, type: [{ code: 'Patient' }] },
      'Bundle.entry:encounter': { min: 1, max: '1' },
      'Bundle.entry:encounter.resource': { min: 1, type: [{ code: 'Encounter', profile: [`${base}/StructureDefinition/consultation-encounter`] }] },
    }),
    profile(base, 'vital-sign', 'Observation', 'Dấu hiệu sinh tồn', 'A measured value with its LOINC code and UCUM unit, of one patient at one time. Blood pressure is one Observation with both values.', {
      Observation: { constraint: [rule('lt-pressure', 'Huyết áp ghi bằng hai thành phần tâm thu và tâm trương', "code.coding.where(system = 'http://loinc.org' and code = '85354-9').empty() or component.count() >= 1"), rule('lt-value', 'Có giá trị, hoặc thành phần, hoặc lý do không đo được', 'value.exists() or component.exists() or dataAbsentReason.exists()')] },
      'Observation.category': { min: 1, slicing: { rules: 'open', discriminator: [{ type: 'pattern', path: '$this' }] } },
      'Observation.category:vitalSigns': { min: 1, patternCodeableConcept: coded('http://terminology.hl7.org/CodeSystem/observation-category', 'vital-signs') },
      'Observation.code': { binding: required(valueSet('vital-sign')) },
      'Observation.subject': { min: 1, type: target('Patient') },
      'Observation.effective[x]': { min: 1, type: [{ code: 'dateTime' }] },
      'Observation.value[x]': { type: [{ code: 'Quantity' }] },
      'Observation.value[x]:valueQuantity': { type: [{ code: 'Quantity' }], binding: required(valueSet('unit')) },
      'Observation.value[x]:valueQuantity.value': { min: 1 },
      'Observation.component.value[x]': { min: 1, type: [{ code: 'Quantity' }], binding: required(valueSet('unit')) },
    }),
  ];
}
