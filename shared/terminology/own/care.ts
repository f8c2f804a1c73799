import { medicineSystem } from './medicines.ts';
import { conceptsOf, type Definition } from './define.ts';

/** Code systems of the product itself, under the deployment's base. Each list is held to the code by own.test.ts. */
export const careSystems = (base: string): readonly Definition[] => [
  {
    name: 'ConsultationState', title: 'Trạng thái tư vấn từ xa', url: `${base}/CodeSystem/consultation-state`, description: 'Whose turn a consultation is and how far it has come (docs/states.md). Of Task.businessStatus.',
    concepts: conceptsOf(`
draft|Nháp|Draft
queued|Chờ gửi|Queued on the device
submitted|Đã gửi|Submitted
routed|Đã chuyển đến cơ sở|Routed
accepted|Đã nhận|Accepted
needs-info|Cần bổ sung|Needs information
redirected|Chuyển nơi khác|Redirected
declined|Từ chối|Declined
scheduled|Đã hẹn giờ|Scheduled
waiting|Đang chờ|Waiting
called|Đang gọi|Called
in-call|Đang trao đổi|In the call
interrupted|Bị gián đoạn|Interrupted
concluding|Đang viết kết luận|Concluding
signed|Đã ký|Signed
acknowledged|Trạm đã nhận kết luận|Acknowledged
outcome-reported|Đã báo kết quả|Outcome reported
closed|Đã đóng|Closed
cancelled|Đã hủy|Cancelled
no-show|Vắng mặt|No show
expired|Quá hạn|Expired
escalated|Đã báo lên trên|Escalated
emergency-transfer|Chuyển cấp cứu|Emergency transfer
patient-died|Người bệnh tử vong|Patient died`),
  },
  {
    name: 'Specialty', title: 'Chuyên khoa', url: `${base}/CodeSystem/specialty`, description: 'Specialties that can be asked.',
    concepts: conceptsOf(`
internal|Nội tổng quát|Internal medicine
cardiology|Tim mạch|Cardiology
dermatology|Da liễu|Dermatology
paediatrics|Nhi khoa|Paediatrics
obstetrics|Sản phụ khoa|Obstetrics
endocrinology|Nội tiết|Endocrinology
respiratory|Hô hấp|Respiratory medicine
neurology|Thần kinh|Neurology`),
  },
  {
    name: 'ConsultationMode', title: 'Cách tư vấn', url: `${base}/CodeSystem/consultation-mode`, description: 'How both sides meet. Of Task.code.',
    concepts: conceptsOf(`
slot|Theo lịch hẹn|At a booked time
now|Ngay bây giờ|Now
written|Bằng văn bản|In writing`),
  },
  {
    name: 'ConclusionSection', title: 'Phần của bản kết luận', url: `${base}/CodeSystem/conclusion-section`, description: 'Sections of the signed conclusion: one for each answered question, then diagnoses, advice, follow-up.',
    concepts: conceptsOf(`${Array.from({ length: 10 }, (_, i) => `answer-${i + 1}|Trả lời câu ${i + 1}|Answer ${i + 1}`).join('\n')}
diagnoses|Chẩn đoán|Diagnoses
advice|Hướng xử trí, tư vấn|Advice
follow-up|Theo dõi, tái khám|Follow-up`),
  },
  {
    name: 'PrescriptionSection', title: 'Phần của đơn thuốc', url: `${base}/CodeSystem/prescription-section`, description: 'Sections of a signed prescription.',
    concepts: conceptsOf(`
medicines|Thuốc|Medicines
advice|Lời dặn|Advice`),
  },
  medicineSystem(base),
  {
    name: 'Role', title: 'Vai trò', url: `${base}/CodeSystem/role`, description: 'Roles of people who sign in, as the policy knows them.',
    concepts: conceptsOf(`
station|Cán bộ trạm y tế|Station staff
specialist|Bác sĩ chuyên khoa|Specialist
coordinator|Điều phối viên|Coordinator
patient|Người bệnh|Patient
viewer|Người xem của sở y tế|Health department viewer
auditor|Kiểm toán viên|Auditor
research|Nghiên cứu|Research
system|Hệ thống|Service client`),
  },
  {
    name: 'Tags', title: 'Nhãn dữ liệu', url: `${base}/CodeSystem/tags`, description: 'Marks on resources.',
    concepts: conceptsOf('synthetic|Dữ liệu mẫu|Invented data'),
  },
  {
    name: 'InsuranceOutcome', title: 'Kết quả kiểm tra thẻ', url: `${base}/CodeSystem/insurance-outcome`, description: 'What a check of the insurance ended in, as the desk needs it.',
    concepts: conceptsOf(`
covered|Thẻ có hiệu lực|Covered
covered-by-new-card|Có thẻ mới|Covered by a new card
check-by-hand|Cần đối chiếu giấy tờ|To be checked by hand
expired|Thẻ hết hạn|Expired
not-valid|Thẻ không còn giá trị|Not valid
name-differs|Khác họ tên|The name differs
birth-date-differs|Khác ngày sinh|The birth date differs
not-found|Không tìm thấy|Not found
to-confirm|Xác nhận sau|To be confirmed
set-up-fault|Lỗi cấu hình tra cứu|Fault of the set-up`),
  },
];
