import { words } from '../i18n/words.ts';

/** What those say who open a record in an emergency, and the office that looks into it. */
export const officeWords = words(
  {
    emergencyTitle: 'Mở hồ sơ khẩn cấp', emergencyText: 'Chỉ dùng khi người bệnh đang nguy hiểm và không có cách khác. Người bệnh được nhắn tin ngay, người phụ trách bảo vệ dữ liệu sẽ xem lại, và lý do của bạn được lưu.',
    why: 'Vì sao?', purposes: { 'life-threatening': 'Nguy hiểm đến tính mạng', unconscious: 'Bất tỉnh hoặc không nói được', 'consent-withdrawn': 'Người bệnh đã rút đồng ý nhưng cần cấp cứu', 'other-urgent': 'Việc gấp khác' },
    reason: 'Ghi rõ lý do', reasonHint: 'Người bệnh sẽ đọc được', reasonShort: 'Hãy ghi ít nhất mười chữ.', open: 'Mở hồ sơ', opened: (until: string) => `Đã mở đến ${until}.`, toRecord: 'Xem hồ sơ', link: 'Cấp cứu? Mở hồ sơ khẩn cấp',
    title: 'Bảo vệ dữ liệu', emergencies: 'Các lần mở khẩn cấp', noEmergencies: 'Chưa có lần nào.', by: (who: string, place: string) => (place ? `${who}, ${place}` : who), waits: 'Chờ xem lại', seen: 'Đã xem lại',
    justified: 'Chính đáng', notJustified: 'Không chính đáng', requests: 'Yêu cầu của người bệnh', noRequests: 'Không có yêu cầu nào.', answer: 'Trả lời', outcome: 'Kết quả', answerShort: 'Hãy ghi ít nhất năm chữ.', saved: 'Đã lưu.',
  },
  {
    emergencyTitle: 'Open a record in an emergency', emergencyText: 'Only while the patient is in danger and there is no other way. The patient gets a message at once, the officer for data protection looks into it, and your reason is kept.',
    why: 'Why?', purposes: { 'life-threatening': 'A danger to life', unconscious: 'Unconscious or unable to speak', 'consent-withdrawn': 'Consent was withdrawn and care is urgent', 'other-urgent': 'Something else that is urgent' },
    reason: 'Say why', reasonHint: 'The patient will read it', reasonShort: 'Write at least ten letters.', open: 'Open the record', opened: (until) => `Open until ${until}.`, toRecord: 'Read the record', link: 'An emergency? Open the record',
    title: 'Data protection', emergencies: 'Openings in emergencies', noEmergencies: 'None yet.', by: (who, place) => (place ? `${who}, ${place}` : who), waits: 'To be looked into', seen: 'Looked into',
    justified: 'Justified', notJustified: 'Not justified', requests: 'Requests of patients', noRequests: 'There are none.', answer: 'Answer', outcome: 'Outcome', answerShort: 'Write at least five letters.', saved: 'Saved.',
  },
);
