import type { InsuranceNextStep, InsuranceOutcome } from './contract.ts';

/** What a result code of the portal means to the desk. */
export type Meaning = {
  readonly outcome: InsuranceOutcome;
  readonly nextSteps: readonly [InsuranceNextStep, ...InsuranceNextStep[]];
  /** In the words of the annex, for the record. */
  readonly text: string;
};

const covered = (text: string): Meaning => ({ outcome: 'covered', nextSteps: ['continue'], text });
const byHand = (text: string): Meaning => ({ outcome: 'check-by-hand', nextSteps: ['compare-with-papers', 'continue'], text });
const replaced = (text: string): Meaning => ({ outcome: 'covered-by-new-card', nextSteps: ['use-new-card', 'continue'], text });
const notFound = (text: string): Meaning => ({ outcome: 'not-found', nextSteps: ['try-card-number', 'compare-with-papers', 'continue-as-self-pay'], text });
const fault = (text: string): Meaning => ({ outcome: 'set-up-fault', nextSteps: ['tell-coordinator', 'continue-and-confirm-later'], text });
const name = (text: string): Meaning => ({ outcome: 'name-differs', nextSteps: ['compare-with-papers', 'correct-name'], text });
const notValid = (text: string): Meaning => ({ outcome: 'not-valid', nextSteps: ['ask-for-other-card', 'continue-as-self-pay'], text });
const later = (text: string): Meaning => ({ outcome: 'to-confirm', nextSteps: ['continue-and-confirm-later', 'try-again'], text });

/** The 27 codes of annex 03 to CV 1923/BHXH-CNTT. */
export const resultCodes = {
  '000': covered('Thẻ đúng'),
  '001': byHand('Thẻ do Bộ Quốc phòng cấp'),
  '002': byHand('Thẻ do Bộ Công an cấp'),
  '003': replaced('Thẻ cũ hết hạn, đã cấp thẻ mới'),
  '004': replaced('Thẻ cũ còn hạn, đã cấp thẻ mới'),
  '010': { outcome: 'expired', nextSteps: ['ask-for-other-card', 'continue-as-self-pay'], text: 'Thẻ hết hạn' },
  '050': notFound('Không tìm thấy thông tin'),
  '051': notFound('Mã thẻ không đúng'),
  '052': notFound('Mã tỉnh của thẻ không đúng'),
  '053': notFound('Mã quyền lợi của thẻ không đúng'),
  '054': fault('CCCD của cán bộ không có trong danh sách'),
  '055': fault('Họ tên cán bộ không khớp CCCD'),
  '060': name('Họ tên không đúng'),
  '061': name('Họ tên không đúng, đúng chữ cái đầu'),
  '070': { outcome: 'birth-date-differs', nextSteps: ['compare-with-papers', 'correct-birth-date'], text: 'Ngày sinh không đúng' },
  '100': later('Lỗi đọc dữ liệu thẻ'),
  '101': later('Lỗi máy chủ'),
  '110': notValid('Thẻ đã thu hồi'),
  '120': notValid('Thẻ đã báo giảm'),
  '121': notValid('Báo giảm: chuyển ngoại tỉnh'),
  '122': notValid('Báo giảm: chuyển nội tỉnh'),
  '123': notValid('Thu hồi do tăng lại cùng đơn vị'),
  '124': notValid('Ngừng tham gia'),
  '130': byHand('Trẻ em không xuất trình thẻ'),
  '205': fault('Sai định dạng tham số'),
  '401': fault('Lỗi xác thực'),
  '500': later('Lỗi máy chủ'),
} as const satisfies Record<string, Meaning>;

/** What a code means; one that the annex does not know is to be confirmed, never taken for covered. */
export const meaningOf = (code: string): Meaning => (Object.hasOwn(resultCodes, code) ? resultCodes[code as keyof typeof resultCodes] : later('Mã chưa biết'));

/** What to do where the portal gave no answer at all. */
export const noAnswer: Meaning = later('Cổng không trả lời');

/** Where this facility can't ask the portal: no login, or one that is refused. */
export const noLogin: Meaning = fault('Cơ sở chưa có tài khoản tra cứu');
