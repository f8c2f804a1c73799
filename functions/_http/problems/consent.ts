import type { ConsentErrorCode } from '../../../shared/consent/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const consentProblems: ProblemCatalogue<ConsentErrorCode> = {
  CONSENT_PURPOSE_UNKNOWN: {
    status: 404,
    vi: { title: 'Không có mục đích này', detail: 'Mục đích sử dụng dữ liệu này không có trong danh sách. Chưa có gì thay đổi.' },
    en: { title: 'No such purpose', detail: 'There is no such purpose in the list. Nothing was changed.' },
  },
  CONSENT_PATIENT_ABSENT: {
    status: 422,
    vi: { title: 'Cần người bệnh có mặt', detail: 'Nhân viên chỉ ghi giúp khi người bệnh đang ở đây và tự nói ra. Hãy xác nhận người bệnh có mặt. Chưa có gì thay đổi.' },
    en: { title: 'The patient has to be present', detail: 'Staff write this down only while the patient is here and says so. Confirm that the patient is present. Nothing was changed.' },
  },
  CARER_ONESELF: {
    status: 422,
    vi: { title: 'Đây là số của chính người bệnh', detail: 'Hãy nhập số căn cước của người chăm sóc. Chưa có gì được lưu.' },
    en: { title: 'This is the patient\'s own number', detail: 'Give the citizen number of the carer. Nothing was stored.' },
  },
  CARER_UNTIL_PAST: {
    status: 422,
    vi: { title: 'Ngày cuối đã qua', detail: 'Hãy chọn ngày sau hôm nay; con đã đủ 18 tuổi thì cha mẹ cần được con tự chỉ định. Chưa có gì được lưu.' },
    en: { title: 'The last day is over', detail: 'Choose a later day; a child who has turned 18 names the parents themself. Nothing was stored.' },
  },
  DATA_REQUEST_ANSWERED: {
    status: 409,
    vi: { title: 'Yêu cầu đã được trả lời', detail: 'Có người đã trả lời yêu cầu này. Hãy tải lại danh sách.' },
    en: { title: 'The request has been answered', detail: 'Somebody has answered this request. Load the list again.' },
  },
};
