import type { BenefitReason, InsuranceBenefit, InsuranceStep } from '../../shared/insurance/contract.ts';
import { partialDate } from '../i18n/format.ts';
import { words } from '../i18n/words.ts';

const percent = (value: number): string => `${String(value).replace('.', ',')} %`;

const t = words(
  {
    pays: (share: string) => `Được chi trả ${share} chi phí trong phạm vi`,
    undecided: 'Tỷ lệ chi trả do người phụ trách quyết định',
    because: 'Vì:',
    toConfirm: 'Quy định này chưa được đối chiếu với văn bản gốc.',
    initial: 'khám tại cơ sở cấp ban đầu (trạm y tế) được chi trả toàn bộ, bất kể mức hưởng trên thẻ',
    registered: 'khám đúng nơi đăng ký ban đầu: hưởng theo mức trên thẻ',
    full: (category: string) => `diện ${category} được chi trả toàn bộ`,
    level: (category: string) => `diện ${category}: hưởng theo mức trên thẻ`,
    share: (category: string, share: string) => `diện ${category}: hưởng ${share} của mức trên thẻ`,
    nothing: (category: string) => `diện ${category} không được bảo hiểm chi trả`,
    levelIs: (level: string, share: string) => `thẻ có mức hưởng ${level}: ${share}`,
    changed: (group: string, from: string, level: string, since: string) => `thẻ nhóm ${group} in mức ${from}, từ ${since} được hưởng mức ${level}`,
    remote: (code: string) => `khám từ xa qua cơ sở đang tiếp nhận người bệnh (loại ${code}) được chi trả như khám tại cơ sở đó`,
    noLevel: 'thẻ chỉ có mã số 10 chữ số nên không cho biết mức hưởng',
    noCategory: 'chưa đủ giấy tờ để biết diện đến khám (chuyển tuyến, hẹn tái khám, cấp cứu...)',
    steps: (n: number) => (n === 1 ? 'Đã hỏi cổng 1 lần' : `Đã hỏi cổng ${n} lần, xem từng bước`),
    by: { 'citizen-id': 'Số căn cước', 'insurance-card': 'Mã thẻ', 'insurance-number': 'Mã số bảo hiểm 10 số', 'previous-id': 'Chứng minh cũ', 'known-card': 'Thẻ đã biết lần trước', 'newer-card': 'Thẻ mới thay thẻ cũ' },
    name: { 'as-recorded': '', 'as-registered': 'tên như cổng ghi lần trước', 'other-tone-placement': 'dấu đặt chỗ khác', 'no-marks': 'tên không dấu', 'other-order': 'đổi thứ tự tên', 'other-tone': 'hỏi đổi ngã', 'i-and-y': 'i đổi y' },
    birthDate: { 'as-recorded': '', 'year-only': 'chỉ năm sinh', 'day-and-month-swapped': 'đổi ngày và tháng' },
    weighed: { accepted: 'đúng người', 'not-enough': 'chưa đủ chắc là người này', 'somebody-else': 'là người khác, bỏ qua' },
    compared: 'số đã đối chiếu giấy tờ', noAnswer: 'không trả lời', answer: (code: string) => `mã ${code}`,
  },
  {
    pays: (share) => `Pays ${share} of the cost within scope`,
    undecided: 'What is paid is for the person in charge to decide',
    because: 'Because:',
    toConfirm: 'This rule has not been compared with the decree itself yet.',
    initial: 'care at a facility of the initial level (commune station) is paid whole, whatever the level of the card',
    registered: 'this is the facility of registration: the level of the card holds',
    full: (category) => `category ${category} is paid whole`,
    level: (category) => `category ${category}: the level of the card holds`,
    share: (category, share) => `category ${category}: ${share} of the card’s level`,
    nothing: (category) => `category ${category} is not paid by the insurance`,
    levelIs: (level, share) => `the card has level ${level}: ${share}`,
    changed: (group, from, level, since) => `cards of group ${group} print level ${from} and count as level ${level} since ${since}`,
    remote: (code) => `remote care through the facility that receives the patient (type ${code}) is paid as care there`,
    noLevel: 'the card shows ten digits only, and no level',
    noCategory: 'without papers (referral, appointment, emergency) the category is not known',
    steps: (n) => (n === 1 ? 'The portal was asked once' : `The portal was asked ${n} times: each step`),
    by: { 'citizen-id': 'Citizen ID', 'insurance-card': 'Card number', 'insurance-number': 'Ten-digit insurance number', 'previous-id': 'Old ID', 'known-card': 'Card known from before', 'newer-card': 'The newer card' },
    name: { 'as-recorded': '', 'as-registered': 'name as the portal had it', 'other-tone-placement': 'tone mark placed otherwise', 'no-marks': 'name without marks', 'other-order': 'words in another order', 'other-tone': 'hỏi for ngã', 'i-and-y': 'i for y' },
    birthDate: { 'as-recorded': '', 'year-only': 'year of birth only', 'day-and-month-swapped': 'day and month swapped' },
    weighed: { accepted: 'this person', 'not-enough': 'not surely this person', 'somebody-else': 'somebody else, left' },
    compared: 'number compared with the paper', noAnswer: 'no answer', answer: (code) => `code ${code}`,
  },
);

export const benefitWords = t;

/** "Được chi trả 100 % ..." */
export const headline = ({ percent: share }: InsuranceBenefit): string => (share === undefined ? t().undecided : t().pays(percent(share)));

export function reasonText(reason: BenefitReason): string {
  const w = t();
  switch (reason.kind) {
    case 'level':
      return w.levelIs(reason.level, percent(reason.percent));
    case 'level-changed':
      return w.changed(reason.group, reason.from, reason.level, partialDate(reason.since));
    case 'remote-care':
      return w.remote(reason.visitType);
    case 'unknown':
      return reason.what === 'level' ? w.noLevel : w.noCategory;
    case 'category':
      if (reason.category === '1.2') return w.initial;
      if (reason.category === '1.1') return w.registered;
      return reason.pays === 'share' ? w.share(reason.category, percent((reason.share ?? 0) * 100)) : w[reason.pays](reason.category);
  }
}

/** "Số căn cước, tên không dấu: mã 000, đúng người" */
export function stepText({ by, name, birthDate, resultCode, weighed, compared }: InsuranceStep): string {
  const w = t();
  const asked = [w.by[by], compared ? w.compared : '', w.name[name], w.birthDate[birthDate]].filter(Boolean).join(', ');
  return `${asked}: ${[resultCode === undefined ? w.noAnswer : w.answer(resultCode), weighed ? w.weighed[weighed] : ''].filter(Boolean).join(', ')}`;
}
