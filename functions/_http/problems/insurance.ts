import type { InsuranceErrorCode } from '../../../shared/insurance/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const insuranceProblems: ProblemCatalogue<InsuranceErrorCode> = {
  INSURANCE_NO_NUMBER: {
    status: 422,
    vi: { title: 'Hồ sơ chưa có số để tra cứu', detail: 'Cần số căn cước hoặc mã thẻ bảo hiểm y tế trong hồ sơ. Hãy bổ sung rồi tra cứu lại; vẫn khám bình thường.' },
    en: { title: 'The record has no number to look up', detail: 'The record needs a citizen number or an insurance card number. Add one and check again; care goes on.' },
  },
  INSURANCE_NO_BIRTH_DATE: {
    status: 422,
    vi: { title: 'Hồ sơ chưa có ngày sinh', detail: 'Cổng bảo hiểm cần ngày hoặc năm sinh. Hãy bổ sung rồi tra cứu lại; vẫn khám bình thường.' },
    en: { title: 'The record has no birth date', detail: 'The insurer needs the date or year of birth. Add it and check again; care goes on.' },
  },
  INSURANCE_NOT_CHECKED: {
    status: 404,
    vi: { title: 'Chưa tra cứu bảo hiểm', detail: 'Người này chưa được tra cứu bảo hiểm lần nào. Hãy bấm tra cứu.' },
    en: { title: 'Insurance not checked yet', detail: 'The insurance of this person has not been checked. Check it now.' },
  },
  INSURANCE_NO_CARD: {
    status: 404,
    vi: { title: 'Chưa có thẻ bảo hiểm trong hồ sơ', detail: 'Cổng bảo hiểm chỉ được hỏi về các lần khám khi đã tìm thấy thẻ của chính người này. Hãy tra cứu thẻ trước.' },
    en: { title: 'No insurance card on record', detail: 'The insurer is asked about visits only once this person’s own card was found. Check the insurance first.' },
  },
  INSURANCE_NUMBER_UNREADABLE: {
    status: 422,
    vi: { title: 'Số thẻ không đọc được', detail: 'Mã thẻ bảo hiểm có 15 ký tự (hai chữ, mười ba số) hoặc 10 số; số căn cước có 12 số; chứng minh cũ có 9 số. Hãy xem lại số trên thẻ.' },
    en: { title: 'The card number can’t be read', detail: 'An insurance card has 15 characters (two letters, thirteen digits) or 10 digits, a citizen ID 12 digits, an old ID 9. Look at the number on the card again.' },
  },
};
