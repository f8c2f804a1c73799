import type { ConclusionView, ConsultationView, SigningView } from '../../shared/consultation/contract.ts';
import { aConsultation } from '../request/fixtures.ts';

/** The story's people are invented ("Mẫu" means specimen). */
export const someQuestions: ConsultationView['questions'] = [
  { number: 1, text: 'Bệnh nhân có cần chuyển tuyến ngay hôm nay không?' },
  { number: 2, text: 'Nên bắt đầu thuốc hạ áp nào, liều bao nhiêu?' },
  { number: 3, text: 'Cần làm thêm xét nghiệm gì tại trạm?' },
];

const doctor = { id: 'dr-nguyen-thi-hoa-mau', name: 'BS. Nguyễn Thị Hoà Mẫu' };

export const aConclusion: ConclusionView = {
  documentId: 'document-1',
  signedAt: '2026-11-22T02:40:00Z',
  signedBy: doctor,
  signature: { valid: true, keyId: 'conclusions-2026', algorithm: 'ES256', by: [{ ...doctor, role: 'author', facility: { id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu' }, keyId: 'conclusions-2026', signedAt: '2026-11-22T02:40:00Z', timeStamp: { at: '2026-11-22T02:40:03Z', authority: 'TSA Mẫu' } }] },
  answers: [
    { number: 1, text: 'Chưa cần chuyển. Theo dõi tại trạm; chuyển ngay nếu đau ngực khi nghỉ, khó thở hoặc huyết áp từ 180/110 trở lên.' },
    { number: 2, text: 'Amlodipin 5 mg, uống mỗi sáng 1 viên. Đo lại huyết áp sau 7 ngày.' },
    { number: 3, text: 'Điện tim 12 chuyển đạo, đường huyết lúc đói, creatinin khi có xe mẫu.' },
  ],
  diagnoses: [
    { code: 'I10', display: 'Tăng huyết áp vô căn (nguyên phát)', main: true },
    { code: 'E78.5', display: 'Tăng lipid máu, không đặc hiệu', main: false },
  ],
  advice: 'Ăn nhạt, dưới 5 g muối mỗi ngày. Đi bộ 30 phút mỗi ngày. Không tự bỏ thuốc khi thấy đỡ.\nGhi huyết áp sáng và tối vào sổ.',
  followUp: 'Khám lại tại trạm ngày 29/11/2026. Hội chẩn lại sau 1 tháng.',
  amendments: [],
};

export const anAmendedConclusion: ConclusionView = {
  ...aConclusion,
  amendments: [{ documentId: 'document-2', signedAt: '2026-11-22T07:10:00Z', signedBy: doctor, reason: 'Kết quả điện tim đến sau: thêm chỉ định theo dõi.' }],
};

export const aBrokenConclusion: ConclusionView = { ...aConclusion, signature: { ...aConclusion.signature, valid: false } };

const hospital = { id: 'bv-trung-uong-mau', name: 'Bệnh viện Trung ương Mẫu' };
const chair = { id: 'dr-tran-minh-thu', name: 'BS. Trần Minh Thử', role: 'chair', facility: { id: 'bv-tinh-mau', name: 'Bệnh viện Tỉnh Mẫu' } } as const;

/** A joint conclusion of three: the author and a member have signed, the chair is next. */
export function aSigningCase({ yours = false, mayRecall = false, hidden = false }: { readonly yours?: boolean; readonly mayRecall?: boolean; readonly hidden?: boolean }): ConsultationView & { readonly signing: SigningView } {
  const { answers, diagnoses, advice, followUp } = aConclusion;
  const signing: SigningView = {
    documentId: 'document-1',
    digest: 'x'.repeat(43),
    signers: [
      { ...doctor, role: 'author', facility: hospital, signedAt: '2026-11-22T02:40:00Z' },
      { id: 'dr-dang-van-thu', name: 'BS. Đặng Văn Thử', role: 'member', facility: hospital, signedAt: '2026-11-22T02:52:00Z' },
      chair,
    ],
    next: chair,
    yours,
    ...(hidden ? {} : { content: { answers, diagnoses, advice, ...(followUp ? { followUp } : {}) } }),
  };
  return { ...aConsultation(), state: 'concluding', questions: someQuestions, actions: mayRecall ? ['recall-conclusion'] : [], signing };
}
