import type { ConsultationErrorCode } from '../../../shared/consultation/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const consultationProblems: ProblemCatalogue<ConsultationErrorCode> = {
  CONSULTATION_ACTION_NOT_NOW: {
    status: 409,
    vi: { title: 'Chưa làm được việc này lúc này', detail: 'Ca hội chẩn đã chuyển sang bước khác. Hãy tải lại để xem tình trạng mới rồi làm tiếp. Chưa có gì thay đổi.' },
    en: { title: 'Not possible now', detail: 'The consultation is at another step. Reload to see where it stands, then go on. Nothing was changed.' },
  },
  CONSULTATION_NOT_YOURS: {
    status: 403,
    vi: { title: 'Việc này của bên kia', detail: 'Bước này do bên khác của ca hội chẩn thực hiện. Lần thử này đã được ghi lại.' },
    en: { title: 'For the other side to do', detail: 'Another side of this consultation does this step. This attempt was recorded.' },
  },
  CONSULTATION_TAKEN: {
    status: 409,
    vi: { title: 'Đã có bác sĩ nhận ca', detail: 'Một bác sĩ khác đã nhận ca này trước. Hãy chọn ca khác trong danh sách.' },
    en: { title: 'Taken by a colleague', detail: 'Another specialist has taken this case. Choose another from the list.' },
  },
  CONSULTATION_CLOSED: {
    status: 409,
    vi: { title: 'Ca hội chẩn đã kết thúc', detail: 'Ca này đã kết thúc nên không thay đổi được nữa. Nếu cần, hãy gửi yêu cầu mới.' },
    en: { title: 'This consultation has ended', detail: 'It has ended and cannot be changed. Send a new request if one is needed.' },
  },
  CONSULTATION_RED_FLAG: {
    status: 422,
    vi: { title: 'Có dấu hiệu nguy hiểm', detail: '{count} chỉ số ở mức nguy hiểm (liệt kê bên dưới). Hãy xử trí cấp cứu, gửi với mức "Cấp cứu" và hỏi ngay hoặc bằng văn bản, không đặt lịch sau; hoặc đo lại nếu nghi đo sai. Chưa có gì được lưu.' },
    en: { title: 'Danger signs', detail: '{count} measured values are dangerous (listed below). Give emergency care, send as "Emergency" and ask now or in writing, not for a later time; or measure again if in doubt. Nothing was stored.' },
  },
  CONSULTATION_MESSAGES_FULL: {
    status: 409,
    vi: { title: 'Đã quá nhiều tin nhắn', detail: 'Ca này đã có rất nhiều tin nhắn nên không nhận thêm. Hãy nói trong cuộc gọi; bác sĩ ghi điều cần giữ vào kết luận. Tin này chưa được gửi.' },
    en: { title: 'Too many messages', detail: 'This consultation holds very many messages and takes no more. Say it in the call; the specialist writes what must be kept into the conclusion. This message was not sent.' },
  },
  CONSULTATION_PATIENT_UNKNOWN: {
    status: 404,
    vi: { title: 'Chưa có người bệnh này ở trạm', detail: 'Trạm chưa tiếp nhận người bệnh này. Hãy quét thẻ hoặc tiếp nhận trước rồi gửi lại. Chưa có gì được lưu.' },
    en: { title: 'Not a patient of this station', detail: 'The station has not received this patient. Scan the card or register first, then send again. Nothing was stored.' },
  },
  CONSULTATION_FACILITY_UNKNOWN: {
    status: 422,
    vi: { title: 'Không có cơ sở này', detail: 'Cơ sở được hỏi không có trong danh bạ. Hãy chọn lại. Chưa có gì được lưu.' },
    en: { title: 'No such facility', detail: 'The facility is not in the directory. Choose again. Nothing was stored.' },
  },
  CONSULTATION_SPECIALIST_UNKNOWN: {
    status: 422,
    vi: { title: 'Bác sĩ không thuộc nơi được hỏi', detail: 'Bác sĩ được chọn không làm chuyên khoa này tại cơ sở này. Hãy chọn lại. Chưa có gì được lưu.' },
    en: { title: 'Specialist does not fit', detail: 'The named specialist does not work in this specialty at this facility. Choose again. Nothing was stored.' },
  },
  CONSULTATION_PHOTO_UNKNOWN: {
    status: 422,
    vi: { title: 'Ảnh chưa tải lên', detail: 'Ảnh thứ {number} chưa có trên máy chủ. Hãy gửi lại ảnh này. Chưa có gì được lưu.' },
    en: { title: 'Photo not uploaded', detail: 'Photo {number} is not on the server. Send it again. Nothing was stored.' },
  },
  CONSULTATION_SAME_ADDRESS: {
    status: 422,
    vi: { title: 'Đang ở đúng nơi này', detail: 'Ca này đang được hỏi đúng nơi đã chọn. Hãy chọn cơ sở, chuyên khoa hoặc bác sĩ khác.' },
    en: { title: 'It is already there', detail: 'The case is already addressed to this place. Choose another facility, specialty or specialist.' },
  },
  CONSULTATION_OUTCOME_TOO_EARLY: {
    status: 409,
    vi: { title: 'Chưa báo kết quả được', detail: 'Kết quả điều trị chỉ báo sau khi đã có kết luận được ký và đã nhận. Trước đó chỉ báo được trường hợp tử vong.' },
    en: { title: 'Too early for an outcome', detail: 'The outcome is reported after a signed conclusion was acknowledged. Before, only a death can be reported.' },
  },
  CONCLUSION_ALREADY_SIGNED: {
    status: 409,
    vi: { title: 'Kết luận đã ký', detail: 'Kết luận đã ký không sửa được. Hãy dùng "Bổ sung kết luận" và ghi lý do; bản đầu vẫn được giữ.' },
    en: { title: 'Already signed', detail: 'A signed conclusion cannot be changed. Use "Amend" and give the reason; the first version is kept.' },
  },
  CONCLUSION_NOT_SIGNED: {
    status: 409,
    vi: { title: 'Chưa có kết luận được ký', detail: 'Ca này chưa có kết luận được ký. Hãy đợi bác sĩ ký.' },
    en: { title: 'Not signed yet', detail: 'There is no signed conclusion yet. Wait for the specialist to sign.' },
  },
  CONCLUSION_BEING_SIGNED: {
    status: 409,
    vi: { title: 'Kết luận đang chờ người khác ký', detail: 'Trong lúc chờ ký, nội dung không đổi được. Nếu cần sửa hoặc gọi lại, bác sĩ soạn hãy bấm "Thu hồi để sửa"; các chữ ký đã có sẽ bị bỏ. Chưa có gì thay đổi.' },
    en: { title: 'The conclusion waits for signatures', detail: 'While it waits its content cannot be changed. To change it or to call again, its author takes it back first; the signatures so far are dropped. Nothing was changed.' },
  },
  CONCLUSION_QUESTION_UNANSWERED: {
    status: 422,
    vi: { title: 'Còn câu hỏi chưa trả lời', detail: 'Câu hỏi số {number} chưa có câu trả lời. Hãy trả lời đủ rồi ký. Chưa có gì được ký.' },
    en: { title: 'A question is unanswered', detail: 'Question {number} has no answer. Answer every question, then sign. Nothing was signed.' },
  },
  CONCLUSION_ANSWER_UNKNOWN: {
    status: 422,
    vi: { title: 'Câu trả lời không khớp câu hỏi', detail: 'Câu trả lời số {number} không có câu hỏi tương ứng, hoặc bị lặp. Hãy kiểm tra lại. Chưa có gì được ký.' },
    en: { title: 'Answer without a question', detail: 'Answer {number} has no question, or is given twice. Check again. Nothing was signed.' },
  },
  CONCLUSION_MAIN_DIAGNOSIS: {
    status: 422,
    vi: { title: 'Cần đúng một chẩn đoán chính', detail: 'Hiện có {count} chẩn đoán chính. Hãy chọn đúng một. Chưa có gì được ký.' },
    en: { title: 'Exactly one main diagnosis', detail: 'There are {count} main diagnoses. Choose exactly one. Nothing was signed.' },
  },
  CONCLUSION_DIAGNOSIS_REPEATED: {
    status: 422,
    vi: { title: 'Chẩn đoán bị lặp', detail: 'Mã {code} được ghi hai lần. Hãy bỏ một. Chưa có gì được ký.' },
    en: { title: 'A diagnosis is repeated', detail: 'Code {code} is given twice. Remove one. Nothing was signed.' },
  },
};
