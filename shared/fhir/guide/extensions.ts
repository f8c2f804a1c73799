import type { StructureDefinition } from '@medplum/fhirtypes';
import { extension, part } from './define.ts';

/** What R4 has no element for. Each is judged wherever it stands. */
export const guideExtensions = (base: string): readonly StructureDefinition[] => {
  const of = (id: string, title: string, on: readonly string[], types: readonly string[], rules = {}) => extension(base, id, title, on, types, rules);
  return [
    of('data-source', 'Cách ghi nhận: quét thẻ hay gõ tay', ['Patient'], ['code']),
    of('registered-at', 'Lúc đăng ký', ['Patient'], ['dateTime']),
    of('part-of-period', 'Thời gian trực thuộc', ['Organization.partOf'], ['Period']),
    of('duty', 'Tình trạng trực', ['PractitionerRole'], ['code']),
    of('consultation-question', 'Câu hỏi', ['ServiceRequest'], ['string']),
    of('patient-informed', 'Người bệnh đã được giải thích và đồng ý', ['ServiceRequest'], ['boolean']),
    of('waiting-since', 'Chờ từ lúc', ['Task'], ['instant']),
    of('asked-facility', 'Cơ sở được hỏi', ['Task'], ['Reference']),
    of('requesting-practitioner', 'Người yêu cầu', ['Task'], ['Reference']),
    of('named-specialist', 'Bác sĩ được chỉ định', ['Task'], ['Reference']),
    of('specialist', 'Bác sĩ đã nhận', ['Task'], ['Reference']),
    of('patient-birth-date', 'Ngày sinh của người bệnh', ['Task'], ['date']),
    of('patient-sex', 'Giới tính của người bệnh', ['Task'], ['code']),
    of('room', 'Phòng họp', ['Task'], ['string']),
    of('no-show-hint', 'Nhắc vắng mặt lúc', ['Task'], ['instant']),
    of('appointment', 'Lịch hẹn', ['Task'], [], { ...part('appointment', 1, 'Reference'), ...part('slot', 1, 'Reference'), ...part('period', 1, 'Period') }),
    of('consultation-outcome', 'Kết quả sau tư vấn', ['Task'], [], { ...part('outcome', 1, 'code'), ...part('at', 1, 'instant'), ...part('text', 0, 'string') }),
    of('consultation-history', 'Lịch sử trạng thái', ['Task'], [], { ...part('state', 1, 'code'), ...part('at', 1, 'instant'), ...part('by', 1, 'string'), ...part('note', 0, 'string') }),
    of('code-not-in-list', 'Mã đúng dạng nhưng không có trong danh mục', ['Coding'], ['boolean']),
    of('amendment-reason', 'Lý do bổ sung', ['Composition'], ['string']),
    of('prescription-medicine', 'Tên, hàm lượng, dạng của thuốc được kê', ['CodeableConcept'], [], { ...part('name', 1, 'string'), ...part('strength', 0, 'string'), ...part('form', 0, 'string') }),
    of('prescription-long-term', 'Bệnh được kê trên 30 ngày', ['Composition'], ['boolean']),
    of('prescription-weight', 'Cân nặng lúc kê đơn', ['Composition'], ['Quantity']),
    of('prescription-carer', 'Người đưa trẻ đến khám', ['Composition'], ['string']),
    of('registered-facility', 'Nơi đăng ký khám ban đầu', ['Coverage'], ['string']),
    of('replaces-card', 'Thay cho thẻ', ['Coverage'], ['string']),
    of('insurance-outcome', 'Kết quả kiểm tra thẻ', ['CoverageEligibilityResponse'], ['code'], { 'Extension.value[x]': { min: 1, type: [{ code: 'code' }], binding: { strength: 'required', valueSet: `${base}/ValueSet/insurance-outcome` } } }),
    of('insurance-next-step', 'Việc nên làm tiếp', ['CoverageEligibilityResponse'], ['code']),
    of('portal-result', 'Mã kết quả của cổng', ['CoverageEligibilityResponse'], ['code'], { 'Extension.value[x]': { min: 1, type: [{ code: 'code' }] } }),
    of('audit-organization', 'Cơ sở của người thực hiện', ['AuditEvent.agent'], ['Reference']),
  ];
};
