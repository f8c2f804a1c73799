import type { Bundle } from '@medplum/fhirtypes';
import type { ConclusionView, ConsultationView } from '../consultation/contract.ts';

/** A signed consultation of the seed story's people; for tests and previews. */
export function aSignedConsultation(): ConsultationView & { readonly conclusion: ConclusionView } {
  const specialist = { id: 'dr-nguyen-thi-hoa-mau', name: 'BS. Nguyễn Thị Hoà Mẫu' };
  return {
    id: '019ab1c2-7d00-7000-8000-0000000000a1',
    version: '9',
    state: 'signed',
    priority: 'urgent',
    patient: { id: 'patient-vang-thi-mau', name: 'Vàng Thị Mẫu', birthDate: '1985-03-14', sex: 'female' },
    station: { id: 'tyt-muong-mau', name: 'Trạm Y tế xã Mường Mẫu' },
    requester: { id: 'nurse-lo-thi-mau', name: 'Lò Thị Mẫu' },
    specialty: 'cardiology',
    facility: { id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu' },
    specialist,
    symptoms: 'Đau đầu vùng chẩm ba ngày nay, chóng mặt khi đứng dậy. Không đau ngực, không khó thở. Đang uống amlodipin 5 mg nhưng bỏ thuốc hai tuần vì hết.',
    vitals: { systolic: 168, diastolic: 98, heartRate: 88, respiratoryRate: 18, temperature: 36.7, oxygenSaturation: 97, weight: 54.5, bloodGlucose: 7.8 },
    photos: [],
    questions: [
      { number: 1, text: 'Có cần chuyển tuyến ngay không?' },
      { number: 2, text: 'Nên chỉnh thuốc huyết áp như thế nào trong điều kiện của trạm?' },
    ],
    requestedAt: '2026-11-22T02:05:00Z',
    waitingSince: '2026-11-22T02:05:00Z',
    encounterId: '019ab1c2-7d00-7000-8000-0000000000a1',
    messages: [],
    actions: [],
    history: [
      { state: 'submitted', at: '2026-11-22T02:05:00Z', by: 'Lò Thị Mẫu' },
      { state: 'in-call', at: '2026-11-22T02:40:00Z', by: specialist.name },
      { state: 'signed', at: '2026-11-22T03:15:00Z', by: specialist.name },
    ],
    conclusion: {
      answers: [
        { number: 1, text: 'Chưa cần. Không có dấu hiệu tổn thương cơ quan đích. Chuyển ngay nếu đau ngực, yếu nửa người, nói khó hoặc huyết áp từ 180/120 mmHg trở lên.' },
        { number: 2, text: 'Uống lại amlodipin 5 mg mỗi sáng, thêm losartan 50 mg. Đo lại sau 48 giờ tại trạm.' },
      ],
      diagnoses: [
        { code: 'E11.9', display: 'Đái tháo đường típ 2, chưa có biến chứng', main: false },
        { code: 'I10', display: 'Tăng huyết áp vô căn (nguyên phát)', main: true },
      ],
      advice: 'Ăn giảm muối, dưới 5 g mỗi ngày. Đi bộ 30 phút mỗi ngày.\nKhông tự ý ngừng thuốc. Kiểm tra dấu: ưỡn ữ ặ ẫ ỵ Đ đ.',
      followUp: 'Tái khám tại trạm sau 2 ngày, hội chẩn lại sau 4 tuần nếu huyết áp còn trên 140/90 mmHg.',
      documentId: '019ab1c2-7d00-7000-8000-0000000000d1',
      signedAt: '2026-11-22T03:15:00Z',
      signedBy: specialist,
      signature: { valid: true, keyId: 'miZ_1tH_oeWyC5rzMzsyZVvV3HEKeyzmTMvBxKjG7b0', algorithm: 'ES256', by: [{ ...specialist, role: 'author', facility: { id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu' }, keyId: 'miZ_1tH_oeWyC5rzMzsyZVvV3HEKeyzmTMvBxKjG7b0', signedAt: '2026-11-22T03:15:00Z', timeStamp: 'none' }] },
      amendments: [],
    },
  };
}

export const aSignedDocument = (): Bundle => ({
  resourceType: 'Bundle',
  id: '019ab1c2-7d00-7000-8000-0000000000d1',
  meta: { tag: [{ system: 'https://lien-tuyen.example/CodeSystem/tags', code: 'synthetic' }] },
  type: 'document',
  timestamp: '2026-11-22T03:15:00Z',
  entry: [],
});
