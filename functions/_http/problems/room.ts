import type { RoomErrorCode } from '../../../shared/room/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const roomProblems: ProblemCatalogue<RoomErrorCode> = {
  ROOM_CLOSED: {
    status: 410,
    vi: { title: 'Phòng đã đóng', detail: 'Cuộc gọi đã kết thúc hoặc phòng chưa được mở. Nếu cần gọi lại, bác sĩ mở phòng mới từ ca hội chẩn.' },
    en: { title: 'The room is closed', detail: 'The call has ended or the room was not opened. To call again, the specialist opens a new room from the consultation.' },
  },
  ROOM_NO_HOST: {
    status: 503,
    vi: { title: 'Chưa có máy chủ cho cuộc gọi', detail: 'Các máy chủ hình và tiếng đang đầy hoặc đang khởi động lại. Trang này tự thử lại; trong lúc chờ vẫn nhắn tin và gửi ảnh được.' },
    en: { title: 'No server for the call yet', detail: 'The media servers are full or starting again. This page tries again by itself; messages and photos go on meanwhile.' },
  },
  ROOM_REPORT_REFUSED: {
    status: 401,
    vi: { title: 'Không nhận báo cáo này', detail: 'Báo cáo chất lượng cuộc gọi phải kèm đúng giấy vào phòng của cuộc gọi đó, chưa quá một ngày. Không có gì được lưu.' },
    en: { title: 'The report is not taken', detail: 'A report on the quality of a call needs the pass of that very call, no older than a day. Nothing was stored.' },
  },
  ROOM_RECORDING_OFF: {
    status: 403,
    vi: { title: 'Không ghi cuộc gọi ở đây', detail: 'Nơi này không bật chức năng ghi cuộc gọi. Không có gì được ghi.' },
    en: { title: 'Calls are not recorded here', detail: 'Recording is not switched on in this deployment. Nothing was recorded.' },
  },
  ROOM_RECORDING_REFUSED: {
    status: 409,
    vi: { title: 'Người bệnh không đồng ý ghi', detail: 'Người bệnh đã chọn không cho ghi hình buổi khám. Không có gì được ghi. Chỉ người bệnh mới đổi được lựa chọn này.' },
    en: { title: 'The patient does not agree to recording', detail: 'The patient has chosen that visits are not recorded. Nothing was recorded. Only the patient can change this choice.' },
  },
  ROOM_NOT_OPEN_YET: {
    status: 409,
    vi: { title: 'Chưa đến giờ vào phòng', detail: 'Phòng mở lúc {opensAt}. Hãy quay lại vào giờ đó; đường dẫn này vẫn dùng được.' },
    en: { title: 'Not open yet', detail: 'The room opens at {opensAt}. Come back then; this link stays good.' },
  },
  ROOM_NOT_FOR_YOU: {
    status: 403,
    vi: { title: 'Không có chỗ trong phòng này', detail: 'Chỉ trạm, bác sĩ nhận ca, người bệnh và người được mời mới vào được. Lần thử này đã được ghi lại.' },
    en: { title: 'No place in this room', detail: 'Only the station, the specialist of the case, the patient and those invited may enter. This attempt was recorded.' },
  },
  ROOM_INVITATION_UNKNOWN: {
    status: 404,
    vi: { title: 'Đường dẫn mời không đúng', detail: 'Đường dẫn bị thiếu hoặc sai. Hãy mở lại đúng đường dẫn đã nhận, hoặc xin trạm gửi lại.' },
    en: { title: 'The link is not right', detail: 'The link is incomplete or wrong. Open the one you received again, or ask the station for a new one.' },
  },
  ROOM_INVITATION_EXPIRED: {
    status: 410,
    vi: { title: 'Đường dẫn mời đã hết hạn', detail: 'Đường dẫn này không còn dùng được. Hãy xin trạm gửi đường dẫn mới.' },
    en: { title: 'The link has expired', detail: 'This link can no longer be used. Ask the station for a new one.' },
  },
};
