import type { PrescribingHelp, PrescriptionView } from '../../shared/prescription/contract.ts';
import { aConclusion } from '../conclusion/fixtures.ts';
import { emptyLine, noPrescription, type PrescriptionDraft } from './draft.ts';

/** The story's people are invented ("Mẫu" means specimen). */
export const aPrescription: PrescriptionView = {
  documentId: 'rx-1', code: '01999a0z9k3m-C', kind: 'C', writtenAt: '2026-11-22T02:40:00Z', validUntil: '2026-11-26',
  by: { id: 'dr-nguyen-thi-hoa-mau', name: 'BS. Nguyễn Thị Hoà Mẫu' }, facility: { id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu' },
  diagnoses: [{ code: 'I10', display: 'Tăng huyết áp vô căn (nguyên phát)' }],
  lines: [
    { name: 'Amlodipin', strength: '5 mg', form: 'viên nén', quantity: 30, unit: 'viên', dosage: 'Uống 1 viên mỗi sáng', days: 30, until: '2026-12-21', instruction: 'Đo huyết áp trước khi uống' },
    { name: 'Paracetamol', strength: '500 mg', form: 'viên nén', quantity: 6, unit: 'viên', dosage: 'Uống 1 viên khi đau đầu, cách nhau ít nhất 6 giờ, ngày không quá 3 viên', days: 3, until: '2026-11-24' },
  ],
  advice: 'Không tự bỏ thuốc khi thấy đỡ. Chân phù hoặc chóng mặt nhiều thì báo trạm.',
  signature: aConclusion.signature,
  sending: { state: 'sent', at: '2026-11-22T02:40:05Z' },
};

export const anAllergicPrescription: PrescriptionView = {
  ...aPrescription, documentId: 'rx-2', code: '01999k2m4p8q-C', sending: { state: 'waiting' }, advice: undefined,
  lines: [{ name: 'Amoxicilin', strength: '500 mg', form: 'viên nang cứng', quantity: 15, unit: 'viên', dosage: 'Sáng 1, trưa 1, tối 1, sau ăn', days: 5, until: '2026-11-26', allergy: { text: 'Penicillin', reason: 'Đã dùng lại tháng 8, theo dõi 2 giờ tại trạm, không phản ứng.' } }],
};

export const aRefusedPrescription: PrescriptionView = {
  ...aPrescription, sending: { state: 'refused', at: '2026-11-22T02:40:05Z', errors: [{ field: 'dia_chi', message: 'Trường địa chỉ là bắt buộc' }, { field: 'ngay_sinh_benh_nhan', message: 'Ngày sinh sai định dạng' }] },
};

const replacement: PrescriptionView = {
  ...aPrescription, documentId: 'rx-3', code: '01999q7w8e9r-C', sending: { state: 'waiting' }, replaces: { documentId: 'rx-1', code: aPrescription.code, reason: 'Huyết áp còn cao sau 7 ngày: tăng liều.' },
  lines: aPrescription.lines.map((line, index) => (index === 0 ? { ...line, strength: '10 mg' } : line)),
};
export const aReplaced: readonly PrescriptionView[] = [{ ...aPrescription, replacedBy: [replacement.code] }, replacement];

export const someHelp: PrescribingHelp = { allergies: [{ text: 'Penicillin', names: ['penicilin', 'amoxicilin'] }], young: false, linked: true };

export const aDraft: PrescriptionDraft = {
  ...noPrescription,
  lines: [
    { ...emptyLine, name: 'Amlodipin', strength: '5 mg', form: 'viên nén', quantity: '30', unit: 'viên', days: '30', dosage: 'Uống 1 viên mỗi sáng' },
    { ...emptyLine, name: 'Amoxicillin', strength: '500 mg', form: 'viên nang cứng', quantity: '15', unit: 'viên', days: '5', dosage: 'Sáng 1, trưa 1, tối 1, sau ăn' },
  ],
};
