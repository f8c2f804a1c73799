import type { Vitals } from '../../shared/consultation/contract.ts';
import type { KnownAllergy, KnownCondition, KnownMedication } from './problems.ts';

export type History = {
  /** Visits to the station before the story: days before now, why, and what was measured. */
  readonly visits: readonly { readonly daysAgo: number; readonly reason: string; readonly vitals: Vitals }[];
  readonly conditions: readonly KnownCondition[];
  readonly allergies: readonly KnownAllergy[];
  readonly medications: readonly KnownMedication[];
};

/** Nobody's real record: written so that a chart shows a course, and the questions of the story make sense. */
export const histories: Readonly<Record<string, History>> = {
  'patient-vang-thi-mau': {
    visits: [
      { daysAgo: 735, reason: 'Đau đầu, phát hiện tăng huyết áp', vitals: { systolic: 158, diastolic: 96, heartRate: 84, temperature: 36.7, oxygenSaturation: 98, weight: 57.5, height: 152, bloodGlucose: 5.9 } },
      { daysAgo: 700, reason: 'Kiểm tra sau một tháng dùng thuốc', vitals: { systolic: 146, diastolic: 90, heartRate: 80, weight: 57.2 } },
      { daysAgo: 610, reason: 'Khám định kỳ tăng huyết áp', vitals: { systolic: 138, diastolic: 86, heartRate: 78, weight: 56.8, bloodGlucose: 6.0 } },
      { daysAgo: 520, reason: 'Khám định kỳ tăng huyết áp', vitals: { systolic: 134, diastolic: 84, heartRate: 76, oxygenSaturation: 98, weight: 56.1 } },
      { daysAgo: 425, reason: 'Khám định kỳ tăng huyết áp', vitals: { systolic: 136, diastolic: 84, heartRate: 77, weight: 55.9, bloodGlucose: 6.2 } },
      { daysAgo: 330, reason: 'Ho, sốt nhẹ ba ngày', vitals: { systolic: 140, diastolic: 88, heartRate: 92, respiratoryRate: 20, temperature: 37.9, oxygenSaturation: 96, weight: 55.4 } },
      { daysAgo: 235, reason: 'Khám định kỳ tăng huyết áp', vitals: { systolic: 142, diastolic: 88, heartRate: 79, weight: 55.2, bloodGlucose: 6.6 } },
      { daysAgo: 140, reason: 'Khám định kỳ tăng huyết áp', vitals: { systolic: 148, diastolic: 92, heartRate: 82, weight: 54.9, bloodGlucose: 7.1 } },
      { daysAgo: 62, reason: 'Chóng mặt, hết thuốc hai tuần', vitals: { systolic: 162, diastolic: 98, heartRate: 88, oxygenSaturation: 97, weight: 54.6 } },
      { daysAgo: 24, reason: 'Đo lại huyết áp', vitals: { systolic: 154, diastolic: 94, heartRate: 84, weight: 54.5, bloodGlucose: 7.4 } },
    ],
    conditions: [
      { code: 'I10', text: 'Tăng huyết áp vô căn (nguyên phát)', since: '2024-11-18', active: true },
      { code: 'R73.0', text: 'Rối loạn dung nạp glucose', since: '2026-07-05', active: true },
      { code: 'J20.9', text: 'Viêm phế quản cấp', since: '2025-12-27', active: false },
    ],
    allergies: [{ text: 'Penicillin', reaction: 'Nổi mề đay, phù môi', severity: 'moderate', since: '2019-04-02' }],
    medications: [
      { text: 'Amlodipin 5 mg', dosage: '1 viên, uống buổi sáng', since: '2024-11-18', active: true },
      { text: 'Amoxicillin 500 mg', dosage: 'Ngừng vì dị ứng penicillin', since: '2019-04-01', active: false },
    ],
  },
  'patient-dang-van-mau': {
    visits: [
      { daysAgo: 640, reason: 'Khó thở khi gắng sức', vitals: { systolic: 132, diastolic: 80, heartRate: 88, respiratoryRate: 22, oxygenSaturation: 93, weight: 51.0, height: 163 } },
      { daysAgo: 450, reason: 'Khám định kỳ bệnh phổi tắc nghẽn', vitals: { systolic: 130, diastolic: 78, heartRate: 86, respiratoryRate: 21, oxygenSaturation: 94, weight: 50.6, bloodGlucose: 8.4 } },
      { daysAgo: 270, reason: 'Đợt cấp, ho đờm vàng', vitals: { systolic: 136, diastolic: 82, heartRate: 98, respiratoryRate: 25, temperature: 38.1, oxygenSaturation: 91, weight: 49.8 } },
      { daysAgo: 120, reason: 'Khám định kỳ', vitals: { systolic: 128, diastolic: 78, heartRate: 84, respiratoryRate: 20, oxygenSaturation: 94, weight: 50.1, bloodGlucose: 7.9 } },
      { daysAgo: 15, reason: 'Khám định kỳ, loét da cẳng chân', vitals: { systolic: 130, diastolic: 80, heartRate: 86, respiratoryRate: 20, oxygenSaturation: 94, weight: 50.0, bloodGlucose: 8.8 } },
    ],
    conditions: [
      { code: 'J44.9', text: 'Bệnh phổi tắc nghẽn mạn tính', since: '2022-03-10', active: true },
      { code: 'E11.9', text: 'Đái tháo đường típ 2, chưa có biến chứng', since: '2025-08-29', active: true },
    ],
    allergies: [],
    medications: [
      { text: 'Metformin 500 mg', dosage: '1 viên sau ăn sáng và tối', since: '2025-08-29', active: true },
      { text: 'Salbutamol xịt 100 mcg', dosage: '2 nhát khi khó thở', since: '2022-03-10', active: true },
    ],
  },
  'patient-ho-a-thu': {
    visits: [{ daysAgo: 210, reason: 'Đau lưng sau lao động', vitals: { systolic: 124, diastolic: 78, heartRate: 72, temperature: 36.6, weight: 60.2 } }],
    conditions: [{ code: 'M54.5', text: 'Đau thắt lưng', since: '2026-04-26', active: false }],
    allergies: [],
    medications: [],
  },
  'patient-tran-thi-thuy-thu': {
    visits: [{ daysAgo: 90, reason: 'Mẩn ngứa hai cẳng tay', vitals: { systolic: 108, diastolic: 70, heartRate: 76, temperature: 36.5, weight: 47.8 } }],
    conditions: [{ code: 'L23.9', text: 'Viêm da tiếp xúc dị ứng', since: '2026-08-24', active: true }],
    allergies: [{ text: 'Hải sản', reaction: 'Nổi mề đay', severity: 'mild', since: '2020-06-10' }],
    medications: [],
  },
  'patient-le-van-mau': {
    visits: [
      { daysAgo: 400, reason: 'Đau thượng vị', vitals: { systolic: 138, diastolic: 84, heartRate: 78, weight: 63.0 } },
      { daysAgo: 45, reason: 'Khám định kỳ', vitals: { systolic: 142, diastolic: 86, heartRate: 80, weight: 62.4, bloodGlucose: 6.1 } },
    ],
    conditions: [{ code: 'K29.7', text: 'Viêm dạ dày', since: '2025-10-18', active: true }],
    allergies: [],
    medications: [{ text: 'Omeprazol 20 mg', dosage: '1 viên trước ăn sáng', since: '2025-10-18', active: true }],
  },
  'patient-phan-thi-thu': {
    visits: [{ daysAgo: 30, reason: 'Khám thai 20 tuần', vitals: { systolic: 112, diastolic: 70, heartRate: 82, weight: 53.5 } }],
    conditions: [{ code: 'Z34.8', text: 'Giám sát thai nghén bình thường', since: '2026-09-02', active: true }],
    allergies: [],
    medications: [{ text: 'Sắt và axit folic', dosage: '1 viên mỗi ngày', since: '2026-09-02', active: true }],
  },
};
