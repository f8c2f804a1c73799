import type { Accesses } from './contract.ts';

export type Language = 'vi' | 'en';
type Words = Readonly<Record<Language, string>>;

/** What was done, by the permanent word of the audit, as a patient would say it. */
const events: Readonly<Record<string, Words>> = {
  'chart-read': { vi: 'Xem tóm tắt hồ sơ', en: 'Looked at the summary of the record' },
  'accesses-read': { vi: 'Xem danh sách người đã đọc hồ sơ', en: 'Looked at who has read the record' },
  'consultation-read': { vi: 'Xem một ca hội chẩn', en: 'Looked at a consultation' },
  'consultations-listed': { vi: 'Xem danh sách ca hội chẩn', en: 'Looked at the list of consultations' },
  'consultation-requested': { vi: 'Gửi yêu cầu hội chẩn', en: 'Asked for a consultation' },
  'consultation-accept': { vi: 'Nhận ca hội chẩn', en: 'Took the consultation' },
  'consultation-ask-more': { vi: 'Hỏi thêm thông tin', en: 'Asked for more' },
  'consultation-answer-more': { vi: 'Trả lời câu hỏi thêm', en: 'Answered a further question' },
  'consultation-redirect': { vi: 'Chuyển ca hội chẩn sang nơi khác', en: 'Passed the consultation on' },
  'consultation-decline': { vi: 'Từ chối ca hội chẩn', en: 'Declined the consultation' },
  'consultation-book': { vi: 'Đặt lịch hội chẩn', en: 'Booked the consultation' },
  'consultation-wait': { vi: 'Vào phòng chờ', en: 'Entered the waiting room' },
  'consultation-call': { vi: 'Gọi vào phòng khám từ xa', en: 'Opened the consultation room' },
  'consultation-start-call': { vi: 'Bắt đầu buổi hội chẩn', en: 'Began the consultation' },
  'consultation-interrupt': { vi: 'Chuyển sang trao đổi bằng văn bản', en: 'Went on in writing' },
  'consultation-end-call': { vi: 'Kết thúc buổi hội chẩn', en: 'Ended the consultation' },
  'consultation-message': { vi: 'Gửi lời nhắn trong ca hội chẩn', en: 'Wrote in the consultation' },
  'consultation-sign': { vi: 'Ký kết luận hội chẩn', en: 'Signed the conclusion' },
  'consultation-signed': { vi: 'Ký kết luận hội chẩn', en: 'Signed the conclusion' },
  'consultation-amend': { vi: 'Ký bản bổ sung kết luận', en: 'Signed an amendment of the conclusion' },
  'consultation-amended': { vi: 'Ký bản bổ sung kết luận', en: 'Signed an amendment of the conclusion' },
  'consultation-countersign': { vi: 'Cùng ký kết luận hội chẩn', en: 'Signed the conclusion as well' },
  'consultation-recall-conclusion': { vi: 'Thu hồi kết luận chưa ký xong', en: 'Took back a conclusion that not all had signed' },
  'consultation-prescribe': { vi: 'Ký đơn thuốc', en: 'Signed a prescription' },
  'prescribing-read': { vi: 'Xem dị ứng và cân nặng trước khi kê đơn', en: 'Looked at allergies and weight before prescribing' },
  'prescription-read': { vi: 'Đọc đơn thuốc', en: 'Read the prescription' },
  'prescription-downloaded': { vi: 'Tải bản in đơn thuốc', en: 'Downloaded the prescription' },
  'prescription-sent': { vi: 'Gửi đơn thuốc lên Hệ thống đơn thuốc quốc gia', en: 'Sent the prescription to the national e-prescription system' },
  'document-time-stamped': { vi: 'Đóng dấu thời gian lên văn bản đã ký', en: 'Time-stamped a signed document' },
  'consultation-acknowledge': { vi: 'Trạm đã nhận kết luận', en: 'The station received the conclusion' },
  'consultation-report-outcome': { vi: 'Báo kết quả điều trị', en: 'Reported the outcome' },
  'consultation-cancel': { vi: 'Hủy ca hội chẩn', en: 'Cancelled the consultation' },
  'consultation-no-show': { vi: 'Ghi nhận vắng mặt', en: 'Recorded that somebody did not come' },
  'consultation-emergency-transfer': { vi: 'Chuyển cấp cứu', en: 'Sent to emergency care' },
  'conclusion-read': { vi: 'Đọc kết luận hội chẩn', en: 'Read the conclusion' },
  'conclusion-downloaded': { vi: 'Tải bản in kết luận', en: 'Downloaded the conclusion' },
  'person-looked-up': { vi: 'Tìm hồ sơ khi tiếp đón', en: 'Looked the record up at the desk' },
  'patient-registered': { vi: 'Lập hồ sơ', en: 'Made the record' },
  'patient-matched': { vi: 'Tìm hồ sơ có thể của người này', en: 'Looked for records of this person' },
  'identity-updated': { vi: 'Sửa thông tin cá nhân theo giấy tờ', en: 'Corrected personal details by papers' },
  'duplicate-reported': { vi: 'Báo hai hồ sơ có thể là của một người', en: 'Reported two records that may be one person’s' },
  'duplicates-listed': { vi: 'Xem danh sách hồ sơ có thể trùng', en: 'Looked at the list of possible duplicates' },
  'duplicate-read': { vi: 'So hai hồ sơ có thể trùng', en: 'Compared two records' },
  'duplicate-postponed': { vi: 'Để lại việc so hai hồ sơ', en: 'Put off comparing two records' },
  'records-joined': { vi: 'Gộp hai hồ sơ của một người', en: 'Joined two records of one person' },
  'records-separated': { vi: 'Tách hai hồ sơ đã gộp', en: 'Took two joined records apart' },
  'records-judged-different': { vi: 'Xác nhận hai hồ sơ là của hai người', en: 'Found two records to be of two people' },
  'insurance-checked': { vi: 'Tra cứu thẻ bảo hiểm y tế', en: 'Checked the insurance card' },
  'insured-visits-read': { vi: 'Xem các lần khám do bảo hiểm ghi', en: 'Looked at earlier visits as the insurer has them' },
  'insurance-read': { vi: 'Xem kết quả tra cứu bảo hiểm', en: 'Looked at the insurance check' },
  'sign-in-code-sent': { vi: 'Gửi mã đăng nhập vào điện thoại', en: 'Sent a sign-in code to the phone' },
  'patient-signed-in': { vi: 'Đăng nhập', en: 'Signed in' },
  'signed-out-everywhere': { vi: 'Đăng xuất khỏi mọi thiết bị', en: 'Signed out of every device' },
  'consultation-say': { vi: 'Gửi lời nhắn trong phòng khám từ xa', en: 'Wrote in the consultation room' },
  'consultation-attach-photo': { vi: 'Thêm ảnh vào ca hội chẩn', en: 'Added a photo to the consultation' },
  'room-messages-read': { vi: 'Đọc lời nhắn trong phòng khám từ xa', en: 'Read the messages of the consultation room' },
  'call-quality-read': { vi: 'Xem chất lượng cuộc gọi khám từ xa', en: 'Read how the video call went' },
  'call-recording-stored': { vi: 'Lưu việc ghi cuộc gọi khám từ xa và sự đồng ý của từng người', en: 'Stored a recording of the video call and everybody’s consent' },
  'call-recording-saved': { vi: 'Cứu phần đã ghi của cuộc gọi khám từ xa sau khi máy chủ ghi dừng đột ngột', en: 'Saved what was recorded of the video call after the recording server died' },
  'call-recording-refused': { vi: 'Không ghi cuộc gọi khám từ xa vì có người không đồng ý', en: 'The video call was not recorded, because somebody did not agree' },
  'call-quality-stored': { vi: 'Lưu chất lượng cuộc gọi khám từ xa', en: 'Stored how the video call went' },
  'room-joined': { vi: 'Vào phòng khám từ xa', en: 'Entered the consultation room' },
  'room-joined-by-invitation': { vi: 'Vào phòng khám từ xa theo lời mời', en: 'Entered the consultation room by invitation' },
  'room-invited': { vi: 'Mời thêm người vào phòng', en: 'Invited somebody to the room' },
  'consents-read': { vi: 'Xem các lựa chọn đồng ý', en: 'Looked at the choices of consent' },
  'consent-given': { vi: 'Ghi đồng ý cho một mục đích', en: 'Gave consent for a purpose' },
  'consent-withdrawn': { vi: 'Rút đồng ý cho một mục đích', en: 'Withdrew consent for a purpose' },
  'carers-read': { vi: 'Xem danh sách người chăm sóc', en: 'Looked at the list of carers' },
  'carer-named': { vi: 'Thêm người chăm sóc', en: 'Named a carer' },
  'carer-withdrawn': { vi: 'Rút quyền của người chăm sóc', en: 'Withdrew a carer' },
  'cared-for-listed': { vi: 'Xem danh sách người mình chăm sóc', en: 'Looked at the people cared for' },
  'emergency-access': { vi: 'MỞ HỒ SƠ KHẨN CẤP', en: 'OPENED THE RECORD IN AN EMERGENCY' },
  'emergencies-listed': { vi: 'Xem danh sách mở khẩn cấp', en: 'Looked at the list of emergencies' },
  'emergency-reviewed': { vi: 'Kiểm tra một lần mở khẩn cấp', en: 'Reviewed an emergency opening' },
  'data-requested': { vi: 'Gửi yêu cầu về dữ liệu', en: 'Sent a request about the data' },
  'data-requests-read': { vi: 'Xem các yêu cầu về dữ liệu', en: 'Looked at the requests about the data' },
  'data-requests-listed': { vi: 'Xem danh sách yêu cầu về dữ liệu', en: 'Looked at the list of requests' },
  'data-request-answered': { vi: 'Trả lời yêu cầu về dữ liệu', en: 'Answered a request about the data' },
  'fhir-everything': { vi: 'Tải toàn bộ hồ sơ', en: 'Downloaded the whole record' },
  'patient-told': { vi: 'Nhắn tin báo cho người bệnh', en: 'Sent the patient a message' },
  'synthetic-data-seeded': { vi: 'Nạp dữ liệu mẫu', en: 'Loaded synthetic data' },
};

/** For what has no word of its own: by the kind of item that was touched. */
const kinds: Readonly<Record<string, Words>> = {
  Patient: { vi: 'thông tin cá nhân', en: 'personal details' },
  Observation: { vi: 'chỉ số sức khỏe', en: 'vital signs' },
  Condition: { vi: 'bệnh và chẩn đoán', en: 'conditions' },
  AllergyIntolerance: { vi: 'dị ứng', en: 'allergies' },
  MedicationStatement: { vi: 'thuốc', en: 'medicines' },
  MedicationRequest: { vi: 'thuốc', en: 'medicines' },
  Media: { vi: 'ảnh', en: 'pictures' },
  Binary: { vi: 'ảnh và tệp', en: 'pictures and files' },
  Recording: { vi: 'bản ghi cuộc gọi', en: 'recording of a call' },
  Bundle: { vi: 'kết luận đã ký', en: 'signed conclusion' },
  Composition: { vi: 'kết luận hội chẩn', en: 'conclusion' },
  DocumentReference: { vi: 'kết luận hội chẩn, bản ghi cuộc gọi', en: 'conclusion or recording of a call' },
  Coverage: { vi: 'bảo hiểm y tế', en: 'insurance' },
  CoverageEligibilityResponse: { vi: 'bảo hiểm y tế', en: 'insurance' },
  Encounter: { vi: 'lần khám', en: 'visits' },
  Appointment: { vi: 'lịch hẹn', en: 'appointments' },
  Consent: { vi: 'lựa chọn đồng ý', en: 'consent' },
  RelatedPerson: { vi: 'người thân, người chăm sóc', en: 'relatives and carers' },
  Task: { vi: 'ca hội chẩn', en: 'consultations' },
  ServiceRequest: { vi: 'yêu cầu hội chẩn', en: 'requests for consultation' },
  AuditEvent: { vi: 'nhật ký truy cập', en: 'the access log' },
};

const roles: Readonly<Record<string, Words>> = {
  station: { vi: 'nhân viên trạm y tế', en: 'health station staff' },
  specialist: { vi: 'bác sĩ chuyên khoa', en: 'specialist' },
  coordinator: { vi: 'điều phối viên', en: 'coordinator' },
  patient: { vi: 'người bệnh', en: 'patient' },
  relative: { vi: 'người nhà', en: 'relative' },
  interpreter: { vi: 'người phiên dịch', en: 'interpreter' },
  observer: { vi: 'người theo dõi', en: 'observer' },
  viewer: { vi: 'cán bộ Sở Y tế', en: 'health department' },
  auditor: { vi: 'người kiểm tra', en: 'auditor' },
  research: { vi: 'nghiên cứu', en: 'research' },
  system: { vi: 'hệ thống', en: 'the system' },
};

const other: Words = { vi: 'mục khác trong hồ sơ', en: 'another part of the record' };

/** "chart-read" in words; otherwise the kinds of items, each once. */
export function whatWords(event: string | undefined, types: readonly string[], language: Language): string {
  const known = event === undefined ? undefined : events[event];
  if (known) return known[language];
  const named = [...new Set(types.filter((type) => type !== 'Patient' || types.length === 1).map((type) => (kinds[type] ?? other)[language]))];
  return named.length > 0 ? named.join(', ') : other[language];
}

const whys: Readonly<Record<string, Words>> = {
  card: { vi: 'quét thẻ căn cước', en: 'the ID card was scanned' },
  number: { vi: 'gõ số căn cước', en: 'the citizen number was typed' },
  treatment: { vi: 'khám chữa bệnh tại trạm', en: 'treatment at the station' },
  'remote-consultation': { vi: 'hội chẩn từ xa', en: 'remote consultation' },
  sharing: { vi: 'chia sẻ với cơ sở khác', en: 'sharing with another facility' },
  research: { vi: 'nghiên cứu, thống kê', en: 'research and statistics' },
  recording: { vi: 'ghi hình', en: 'recording' },
};

/** The reason of an access in words; one that a person wrote is shown as it is. */
export const whyWords = (reason: string, language: Language): string => {
  const emergency = /^(life-threatening|unconscious|consent-withdrawn|other-urgent): (.*)$/s.exec(reason);
  return emergency?.[2] ?? whys[reason]?.[language] ?? reason;
};

/** "station,coordinator" in words. */
export const roleWords = (codes: string, language: Language): string =>
  codes.split(',').map((code) => roles[code]?.[language] ?? code).join(', ');

export const youWord: Words = { vi: 'Bạn', en: 'You' };

const ofEvent: Readonly<Record<string, Accesses['accesses'][number]['action']>> = {
  'consultation-sign': 'sign',
  'consultation-signed': 'sign',
  'consultation-amend': 'sign',
  'consultation-amended': 'sign',
  'consultation-prescribe': 'sign',
  'conclusion-downloaded': 'download',
  'prescription-downloaded': 'download',
  'prescribing-read': 'read',
  'prescription-sent': 'read',
  'fhir-everything': 'download',
  // Commands that leave the record as it was.
  'patient-signed-in': 'read',
  'signed-out-everywhere': 'read',
  'sign-in-code-sent': 'read',
  'patient-told': 'read',
  'emergency-access': 'read',
  'room-messages-read': 'read',
  'call-quality-read': 'read',
  'call-recording-stored': 'read',
  'call-recording-saved': 'read',
  'call-recording-refused': 'read',
  'call-quality-stored': 'read',
  'room-joined': 'read',
  'room-joined-by-invitation': 'read',
};
const ofCode: Readonly<Record<string, Accesses['accesses'][number]['action']>> = { C: 'create', R: 'read', U: 'update', D: 'delete' };

/** `code` is AuditEvent.action (R4 valueset audit-event-action); an execution is a search or a change by command. */
export function actionOf({ event = '', code = '', refused, search }: { readonly event?: string; readonly code?: string; readonly refused: boolean; readonly search: boolean }): Accesses['accesses'][number]['action'] {
  if (refused) return 'refused';
  return ofEvent[event] ?? (search ? 'search' : (ofCode[code] ?? 'update'));
}
