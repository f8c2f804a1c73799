import type { BriefingErrorCode } from '../../../shared/briefing/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const briefingProblems: ProblemCatalogue<BriefingErrorCode> = {
  BRIEFING_IN_THE_PAST: {
    status: 422,
    vi: { title: 'Giờ bắt đầu đã qua', detail: 'Buổi giao ban phải bắt đầu từ bây giờ trở đi. Hãy chọn giờ khác; những gì đã nhập vẫn còn.' },
    en: { title: 'The start has passed', detail: 'A briefing starts now or later. Choose another time; what was entered is kept.' },
  },
  BRIEFING_FACILITY_UNKNOWN: {
    status: 422,
    vi: { title: 'Không thấy cơ sở được mời', detail: 'Một cơ sở trong danh sách mời không còn trong danh bạ. Hãy bỏ cơ sở đó rồi gửi lại.' },
    en: { title: 'Facility not found', detail: 'A facility on the list is not in the directory any more. Take it off and send again.' },
  },
  BRIEFING_PERSON_UNKNOWN: {
    status: 422,
    vi: { title: 'Không thấy người được mời', detail: 'Một người trong danh sách mời không còn trong danh bạ. Hãy bỏ người đó rồi gửi lại.' },
    en: { title: 'Person not found', detail: 'A person on the list is not in the directory any more. Take them off and send again.' },
  },
  BRIEFING_NOT_YOURS: {
    status: 403,
    vi: { title: 'Chỉ người chủ trì làm được', detail: 'Hủy buổi giao ban và ký biên bản là việc của người chủ trì. Lần thử này đã được ghi lại.' },
    en: { title: 'Only for who leads it', detail: 'Cancelling a briefing and signing its minutes is for who leads it. This attempt was recorded.' },
  },
  BRIEFING_CANCELLED: {
    status: 410,
    vi: { title: 'Buổi giao ban đã hủy', detail: 'Buổi giao ban này đã được hủy; lý do ghi trong trang của nó.' },
    en: { title: 'The briefing was cancelled', detail: 'This briefing was cancelled; the reason stands on its page.' },
  },
  BRIEFING_TOO_EARLY: {
    status: 409,
    vi: { title: 'Chưa ký biên bản được', detail: 'Biên bản ký được từ khi buổi giao ban bắt đầu. Những gì đã ghi vẫn được giữ trên máy này.' },
    en: { title: 'Too early for the minutes', detail: 'Minutes can be signed once the briefing has begun. What was written stays on this device.' },
  },
  BRIEFING_ITEM_UNKNOWN: {
    status: 422,
    vi: { title: 'Mục không có trong chương trình', detail: 'Biên bản ghi một mục không có trong chương trình, hoặc ghi hai lần một mục. Hãy tải lại trang rồi ký lại.' },
    en: { title: 'Not on the agenda', detail: 'The minutes name an item that is not on the agenda, or one twice. Load the page again and sign again.' },
  },
  BRIEFING_MESSAGES_FULL: {
    status: 409,
    vi: { title: 'Đã quá nhiều tin nhắn', detail: 'Buổi giao ban này đã có rất nhiều tin nhắn nên không nhận thêm. Hãy nói trong phòng họp, hoặc nhờ người chủ trì ghi vào biên bản. Tin này chưa được gửi.' },
    en: { title: 'Too many messages', detail: 'This briefing holds very many messages and takes no more. Say it in the room, or ask who leads it to put it into the minutes. This message was not sent.' },
  },
  BRIEFING_MINUTES_SIGNED: {
    status: 409,
    vi: { title: 'Biên bản đã ký', detail: 'Biên bản của buổi giao ban này đã được ký: không sửa được nữa, và không viết thêm tin nhắn được.' },
    en: { title: 'The minutes are signed', detail: 'The minutes of this briefing are signed: they can no longer be changed, and no more messages are taken.' },
  },
};
