import type { Resource } from '@medplum/fhirtypes';

export type GuideExample = { readonly right: Resource; readonly wrong: readonly { readonly why: string; readonly resource: Resource }[] };

/**
 * An example of each profile, and what the profile refuses: printed in docs/ig, validated by test/corpus/guide.test.ts.
 * Invented people only.
 */
export function guideExamples(base: string): Readonly<Record<string, GuideExample>> {
  const sid = (name: string) => `${base}/sid/${name}`;
  const as = (resource: object): Resource => resource as Resource;
  const ni = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'NI' }] };
  const patient = {
    resourceType: 'Patient', id: 'vi-du-nguoi-benh', active: true,
    identifier: [
      { use: 'official', type: ni, system: sid('citizen-id'), value: '012185000099', period: { start: '2026-03-01' } },
      { use: 'old', type: ni, system: sid('citizen-id'), value: '012185000088', period: { end: '2026-03-01' } },
      { use: 'old', type: ni, system: sid('previous-id'), value: '040123456' },
      { system: sid('insurance-card'), value: 'DT2121234567899' },
    ],
    name: [{ use: 'official', text: 'Vàng Thị Mẫu', family: 'Vàng', given: ['Thị', 'Mẫu'] }], gender: 'female', birthDate: '1985',
    address: [{ use: 'home', text: 'Bản Thử 1, Xã Mường Mẫu, Tỉnh Lai Châu', country: 'VN' }], managingOrganization: { reference: 'Organization/tyt-muong-mau' },
  };
  const number = (value: string) => as({ ...patient, identifier: [{ type: ni, system: sid('citizen-id'), value }] });
  const coverage = {
    resourceType: 'Coverage', id: 'vi-du-the', status: 'active', identifier: [{ system: sid('insurance-card'), value: 'DT2121234567899' }], subscriberId: 'DT2121234567899',
    beneficiary: { reference: 'Patient/vi-du-nguoi-benh' }, period: { start: '2026-01-01', end: '2026-12-31' }, payor: [{ display: 'Bảo hiểm xã hội Việt Nam' }],
  };
  const facility = { resourceType: 'Organization', id: 'vi-du-tram', active: true, identifier: [{ system: sid('facility'), value: '12101' }], name: 'Trạm Y tế xã Mường Mẫu', partOf: { reference: 'Organization/syt-mau', extension: [{ url: `${base}/StructureDefinition/part-of-period`, valuePeriod: { start: '2025-07-01' } }] } };
  const specialty = { coding: [{ system: `${base}/CodeSystem/specialty`, code: 'cardiology' }] };
  const request = {
    resourceType: 'ServiceRequest', id: 'vi-du-yeu-cau',
    extension: [{ url: `${base}/StructureDefinition/consultation-question`, valueString: 'Có cần chuyển tuyến không?' }, { url: `${base}/StructureDefinition/patient-informed`, valueBoolean: true }],
    status: 'active', intent: 'order', priority: 'routine', subject: { reference: 'Patient/vi-du-nguoi-benh' }, encounter: { reference: 'Encounter/vi-du-yeu-cau' }, authoredOn: '2026-11-22T01:00:00Z',
    requester: { reference: 'Practitioner/nurse-lo-thi-mau' }, performerType: specialty, performer: [{ reference: 'Organization/bv-trung-uong-mau' }], note: [{ text: 'Đau ngực khi gắng sức' }],
  };
  const task = {
    resourceType: 'Task', id: 'vi-du-yeu-cau',
    extension: [{ url: `${base}/StructureDefinition/waiting-since`, valueInstant: '2026-11-22T01:00:00Z' }, { url: `${base}/StructureDefinition/asked-facility`, valueReference: { reference: 'Organization/bv-trung-uong-mau' } }],
    status: 'requested', businessStatus: { coding: [{ system: `${base}/CodeSystem/consultation-state`, code: 'routed' }] }, intent: 'order', priority: 'routine', code: { coding: [{ system: `${base}/CodeSystem/consultation-mode`, code: 'now' }] },
    focus: { reference: 'ServiceRequest/vi-du-yeu-cau' }, for: { reference: 'Patient/vi-du-nguoi-benh' }, encounter: { reference: 'Encounter/vi-du-yeu-cau' }, authoredOn: '2026-11-22T01:00:00Z',
    requester: { reference: 'Organization/tyt-muong-mau' }, owner: { reference: 'Organization/bv-trung-uong-mau' },
  };
  const encounter = { resourceType: 'Encounter', id: 'vi-du-yeu-cau', status: 'finished', class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'VR' }, subject: { reference: 'Patient/vi-du-nguoi-benh' }, serviceProvider: { reference: 'Organization/tyt-muong-mau' } };
  const section = (code: string, title: string, text: string, more: object = {}) => ({ title, code: { coding: [{ system: `${base}/CodeSystem/conclusion-section`, code }] }, text: { status: 'additional', div: `<div xmlns="http://www.w3.org/1999/xhtml">${text}</div>` }, ...more });
  const sections = [section('answer-1', 'Có cần chuyển tuyến không?', 'Chưa cần'), section('diagnoses', 'Chẩn đoán', 'I20.9 Cơn đau thắt ngực', { entry: [{ reference: 'Condition/vi-du-chan-doan' }] }), section('advice', 'Hướng xử trí, tư vấn', 'Nghỉ ngơi, dùng thuốc theo đơn')];
  const composition = {
    resourceType: 'Composition', id: 'vi-du-ket-luan', status: 'final', type: { coding: [{ system: 'http://loinc.org', code: '11488-4' }] }, subject: { reference: 'Patient/vi-du-nguoi-benh' }, encounter: { reference: 'Encounter/vi-du-yeu-cau' },
    date: '2026-11-22T02:00:00Z', author: [{ reference: 'Practitioner/dr-nguyen-thi-hoa-mau' }], title: 'Biên bản hội chẩn / tư vấn từ xa', attester: [{ mode: 'legal', time: '2026-11-22T02:00:00Z', party: { reference: 'Practitioner/dr-nguyen-thi-hoa-mau' } }],
    custodian: { reference: 'Organization/bv-trung-uong-mau' }, section: sections,
  };
  const condition = { resourceType: 'Condition', id: 'vi-du-chan-doan', clinicalStatus: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }] }, code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10', code: 'I20.9' }] }, subject: { reference: 'Patient/vi-du-nguoi-benh' } };
  const entry = (...resources: object[]) => resources.map((resource) => ({ fullUrl: `${base}/fhir/${(resource as Resource).resourceType}/${(resource as Resource).id}`, resource }));
  const document = { resourceType: 'Bundle', id: 'vi-du-van-ban', type: 'document', identifier: { system: sid('document'), value: 'vi-du-van-ban' }, timestamp: '2026-11-22T02:00:00Z', entry: entry(composition, patient, encounter, condition) };
  const vital = {
    resourceType: 'Observation', id: 'vi-du-huyet-ap', status: 'final', category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'vital-signs' }] }], code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
    subject: { reference: 'Patient/vi-du-nguoi-benh' }, effectiveDateTime: '2026-11-22T01:00:00Z',
    component: [['8480-6', 150], ['8462-4', 95]].map(([code, value]) => ({ code: { coding: [{ system: 'http://loinc.org', code }] }, valueQuantity: { value, unit: 'mmHg', system: 'http://unitsofmeasure.org', code: 'mm[Hg]' } })),
  };
  const line = {
    resourceType: 'MedicationRequest', id: 'vi-du-thuoc', status: 'active', intent: 'order', medicationCodeableConcept: { text: 'Amlodipin 5 mg, viên nén' }, subject: { reference: 'Patient/vi-du-nguoi-benh' }, encounter: { reference: 'Encounter/vi-du-yeu-cau' },
    authoredOn: '2026-11-22T02:00:00Z', requester: { reference: 'Practitioner/dr-nguyen-thi-hoa-mau' }, groupIdentifier: { system: sid('prescription'), value: '01999a0z9k3m-C' }, dosageInstruction: [{ text: 'Uống 1 viên mỗi sáng' }],
    dispenseRequest: { validityPeriod: { start: '2026-11-22', end: '2026-11-26' }, quantity: { value: 30, unit: 'viên' }, expectedSupplyDuration: { value: 30, unit: 'ngày', system: 'http://unitsofmeasure.org', code: 'd' } },
  };
  const wrong = (why: string, resource: object) => ({ why, resource: as(resource) });
  return {
    'vn-patient': { right: as(patient), wrong: [{ why: 'số định danh không đủ 12 chữ số', resource: number('01218500009') }, wrong('hai số định danh cùng có hiệu lực', { ...patient, identifier: patient.identifier.slice(0, 2).map(({ type, system, value }) => ({ type, system, value })) }), wrong('không có họ tên', { ...patient, name: undefined })] },
    'vn-insurance-card': { right: as(coverage), wrong: [wrong('mã thẻ sai dạng', { ...coverage, subscriberId: 'DT9121234567899' }), wrong('không có mã thẻ', { ...coverage, identifier: [{ value: '1' }] })] },
    'vn-facility': { right: as(facility), wrong: [wrong('mã cơ sở không đủ năm chữ số', { ...facility, identifier: [{ system: sid('facility'), value: '121' }] })] },
    'consultation-request': { right: as(request), wrong: [wrong('không có câu hỏi', { ...request, extension: [request.extension[1]] }), wrong('chuyên khoa lạ', { ...request, performerType: { coding: [{ system: `${base}/CodeSystem/specialty`, code: 'surgery' }] } })] },
    'consultation-task': { right: as(task), wrong: [wrong('trạng thái lạ', { ...task, businessStatus: { text: 'xong' } })] },
    'consultation-encounter': { right: as(encounter), wrong: [wrong('không phải khám từ xa', { ...encounter, class: { code: 'AMB' } })] },
    'prescription-line': { right: as(line), wrong: [wrong('không có mã đơn thuốc', { ...line, groupIdentifier: undefined }), wrong('không ghi cách dùng', { ...line, dosageInstruction: undefined })] },
    conclusion: { right: as(composition), wrong: [wrong('không có chẩn đoán', { ...composition, section: sections.filter((_, i) => i !== 1) }), wrong('chưa ký xác nhận', { ...composition, attester: undefined })] },
    'conclusion-document': { right: as(document), wrong: [wrong('thiếu người bệnh', { ...document, entry: entry(composition, encounter, condition) })] },
    'vital-sign': { right: as(vital), wrong: [wrong('đơn vị không theo UCUM', { ...vital, component: undefined, code: { coding: [{ system: 'http://loinc.org', code: '8867-4' }] }, valueQuantity: { value: 72, unit: 'lần/phút' } }), wrong('không có giá trị', { ...vital, component: undefined })] },
  };
}
