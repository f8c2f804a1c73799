import type { KnownMedication } from '../problems.ts';

type Illness = {
  readonly code: string;
  readonly text: string;
  /** Youngest age in years, and whom it concerns. */
  readonly from: number;
  readonly sex?: 'male' | 'female';
  readonly chronic: boolean;
  readonly medicine?: Pick<KnownMedication, 'text' | 'dosage'>;
};

/** What a commune station sees, by ICD-10; the remote-care list of TT 30/2023 among them. */
export const illnesses: readonly Illness[] = [
  { code: 'I10', text: 'Tăng huyết áp vô căn (nguyên phát)', from: 40, chronic: true, medicine: { text: 'Amlodipin 5 mg', dosage: '1 viên, uống buổi sáng' } },
  { code: 'E11.9', text: 'Đái tháo đường típ 2, chưa có biến chứng', from: 40, chronic: true, medicine: { text: 'Metformin 500 mg', dosage: '1 viên sau ăn sáng và tối' } },
  { code: 'E78.5', text: 'Tăng lipid máu', from: 40, chronic: true, medicine: { text: 'Atorvastatin 20 mg', dosage: '1 viên buổi tối' } },
  { code: 'J44.9', text: 'Bệnh phổi tắc nghẽn mạn tính', from: 50, chronic: true, medicine: { text: 'Salbutamol xịt 100 mcg', dosage: '2 nhát khi khó thở' } },
  { code: 'J45.9', text: 'Hen phế quản', from: 5, chronic: true, medicine: { text: 'Budesonid hít 200 mcg', dosage: '1 nhát sáng và tối' } },
  { code: 'M17.9', text: 'Thoái hóa khớp gối', from: 50, chronic: true, medicine: { text: 'Paracetamol 500 mg', dosage: '1 viên khi đau, không quá 4 viên một ngày' } },
  { code: 'M54.5', text: 'Đau thắt lưng', from: 18, chronic: false },
  { code: 'K29.7', text: 'Viêm dạ dày', from: 16, chronic: false, medicine: { text: 'Omeprazol 20 mg', dosage: '1 viên trước ăn sáng, 4 tuần' } },
  { code: 'J06.9', text: 'Nhiễm trùng đường hô hấp trên cấp', from: 0, chronic: false },
  { code: 'J20.9', text: 'Viêm phế quản cấp', from: 0, chronic: false },
  { code: 'A09', text: 'Tiêu chảy nhiễm trùng', from: 0, chronic: false, medicine: { text: 'Oresol', dosage: 'Pha 1 gói với 1 lít nước, uống dần' } },
  { code: 'L23.9', text: 'Viêm da tiếp xúc dị ứng', from: 1, chronic: false },
  { code: 'B86', text: 'Bệnh ghẻ', from: 0, chronic: false, medicine: { text: 'Permethrin 5% kem', dosage: 'Bôi toàn thân buổi tối, nhắc lại sau 7 ngày' } },
  { code: 'G43.9', text: 'Đau nửa đầu', from: 12, chronic: true },
  { code: 'H10.9', text: 'Viêm kết mạc', from: 0, chronic: false },
  { code: 'D50.9', text: 'Thiếu máu do thiếu sắt', from: 12, sex: 'female', chronic: true, medicine: { text: 'Sắt và axit folic', dosage: '1 viên mỗi ngày' } },
  { code: 'N39.0', text: 'Nhiễm khuẩn đường tiết niệu', from: 15, sex: 'female', chronic: false },
  { code: 'M10.9', text: 'Bệnh gút', from: 30, sex: 'male', chronic: true, medicine: { text: 'Allopurinol 300 mg', dosage: '1 viên sau ăn' } },
  { code: 'B18.1', text: 'Viêm gan vi rút B mạn tính', from: 18, chronic: true },
  { code: 'E66.9', text: 'Béo phì', from: 18, chronic: true },
];

export const allergens = [
  { text: 'Penicillin', reaction: 'Nổi mề đay' },
  { text: 'Hải sản', reaction: 'Ngứa, nổi mẩn' },
  { text: 'Aspirin', reaction: 'Khó thở' },
  { text: 'Đậu phộng', reaction: 'Phù môi' },
  { text: 'Phấn hoa', reaction: 'Hắt hơi, ngứa mắt' },
] as const;
