import type { ProblemCatalogue } from './catalogue.ts';

export type FhirErrorCode =
  | 'FHIR_FORMAT_UNSUPPORTED'
  | 'FHIR_MEDIA_TYPE_UNSUPPORTED'
  | 'FHIR_TYPE_UNKNOWN'
  | 'FHIR_GONE'
  | 'FHIR_PATIENT_NOT_CHOSEN'
  | 'FHIR_BODY_NOT_RESOURCE'
  | 'FHIR_ID_MISMATCH'
  | 'FHIR_RESOURCE_INVALID'
  | 'FHIR_VERSION_CONFLICT'
  | 'FHIR_MULTIPLE_MATCHES'
  | 'FHIR_REFERENCE_NOT_FOUND'
  | 'FHIR_PARAMETER_UNKNOWN'
  | 'FHIR_PARAMETER_INVALID'
  | 'FHIR_MATCH_TOO_LITTLE'
  | 'FHIR_SEARCH_TOO_COSTLY'
  | 'FHIR_NOT_WRITABLE'
  | 'FHIR_DOCUMENT_SIGNED'
  | 'FHIR_CONSULTATION_SIGNED'
  | 'FHIR_BUNDLE_TOO_LARGE'
  | 'FHIR_IMPORTS_AT_ONCE'
  | 'FHIR_BUNDLE_INVALID'
  | 'FHIR_PATCH_INVALID'
  | 'FHIR_PATCH_FAILED'
  | 'FHIR_CONDITION_MISSING'
  | 'FHIR_BINARY_MISMATCH'
  | 'FHIR_BINARY_WITHOUT_PATIENT';

export const fhirProblems: ProblemCatalogue<FhirErrorCode> = {
  FHIR_FORMAT_UNSUPPORTED: {
    status: 406,
    vi: { title: 'Chỉ có JSON', detail: 'Máy chủ chỉ trả lời bằng application/fhir+json. Hãy đổi tiêu đề Accept hoặc bỏ tham số _format.' },
    en: { title: 'JSON only', detail: 'This server answers in application/fhir+json only. Change the Accept header or leave out _format.' },
  },
  FHIR_MEDIA_TYPE_UNSUPPORTED: {
    status: 415,
    vi: { title: 'Loại nội dung không nhận', detail: 'Hãy gửi application/fhir+json; với tệp: ảnh JPEG, PNG, WebP hoặc PDF. Chưa có gì được lưu.' },
    en: { title: 'Content type not accepted', detail: 'Send application/fhir+json; for files: a JPEG, PNG or WebP picture, or PDF. Nothing was stored.' },
  },
  FHIR_TYPE_UNKNOWN: {
    status: 404,
    vi: { title: 'Không có loại tài nguyên này', detail: 'Tên trong địa chỉ không phải một loại tài nguyên của FHIR R4.' },
    en: { title: 'No such resource type', detail: 'The name in the address is not a resource type of FHIR R4.' },
  },
  FHIR_GONE: {
    status: 410,
    vi: { title: 'Đã bị xóa', detail: 'Mục này đã bị xóa. Các phiên bản trước vẫn đọc được qua _history.' },
    en: { title: 'Deleted', detail: 'This item was deleted. Its earlier versions can be read through _history.' },
  },
  FHIR_PATIENT_NOT_CHOSEN: {
    status: 403,
    vi: { title: 'Chưa chọn người bệnh', detail: 'Quyền của ứng dụng này (patient/…) chỉ mở hồ sơ của một người bệnh đã được chọn, mà lần đăng nhập này chưa chọn ai. Hãy mở lại ứng dụng và chọn người bệnh; ứng dụng cần xin thêm launch/patient.' },
    en: { title: 'No patient was chosen', detail: 'The scopes of this application (patient/…) open the record of one chosen patient, and nobody was chosen at this sign-in. Start the application again and choose the patient; it has to ask for launch/patient.' },
  },
  FHIR_BODY_NOT_RESOURCE: {
    status: 400,
    vi: { title: 'Nội dung không phải tài nguyên FHIR', detail: 'Cần một đối tượng JSON có resourceType là {type}. Chưa có gì được lưu.' },
    en: { title: 'The body is not a FHIR resource', detail: 'A JSON object with resourceType {type} is needed. Nothing was stored.' },
  },
  FHIR_ID_MISMATCH: {
    status: 400,
    vi: { title: 'Mã không khớp địa chỉ', detail: 'Mục id trong nội dung phải giống mã trong địa chỉ và chỉ gồm chữ, số, dấu - và dấu chấm. Chưa có gì được lưu.' },
    en: { title: 'The id does not fit the address', detail: 'The id of the body must be that of the address, of letters, digits, - and full stops. Nothing was stored.' },
  },
  FHIR_RESOURCE_INVALID: {
    status: 422,
    vi: { title: 'Tài nguyên chưa hợp lệ', detail: 'Có {count} lỗi; mỗi lỗi được nêu kèm vị trí. Chưa có gì được lưu.' },
    en: { title: 'The resource is not valid', detail: 'There are {count} faults; each is listed with its place. Nothing was stored.' },
  },
  FHIR_VERSION_CONFLICT: {
    status: 412,
    vi: { title: 'Đã có người sửa trước', detail: 'Phiên bản hiện tại không phải phiên bản bạn đã xem. Hãy tải lại rồi sửa tiếp. Chưa có gì được lưu.' },
    en: { title: 'Changed by somebody else', detail: 'The current version is not the one you saw. Load it again and repeat your change. Nothing was stored.' },
  },
  FHIR_MULTIPLE_MATCHES: {
    status: 412,
    vi: { title: 'Có nhiều mục khớp', detail: 'Điều kiện khớp với nhiều hơn một mục. Hãy thêm điều kiện. Chưa có gì được lưu.' },
    en: { title: 'Several items match', detail: 'The condition matches more than one item. Add to it. Nothing was stored.' },
  },
  FHIR_REFERENCE_NOT_FOUND: {
    status: 412,
    vi: { title: 'Không tìm thấy mục được tham chiếu', detail: 'Không có {type} nào khớp với tham chiếu có điều kiện. Hãy sửa tham chiếu hoặc gửi kèm mục đó. Chưa có gì được lưu.' },
    en: { title: 'Referenced item not found', detail: 'No {type} matches the conditional reference. Correct the reference or send the item as well. Nothing was stored.' },
  },
  FHIR_PARAMETER_UNKNOWN: {
    status: 400,
    vi: { title: 'Tham số không được biết', detail: 'Không có tham số {parameter} cho loại này. Tham số lạ không bị bỏ qua, để kết quả không rộng hơn mong muốn.' },
    en: { title: 'Unknown parameter', detail: 'There is no parameter {parameter} for this type. Unknown parameters are not ignored, so that an answer is never wider than asked.' },
  },
  FHIR_PARAMETER_INVALID: {
    status: 400,
    vi: { title: 'Giá trị tham số chưa đúng', detail: 'Tham số {parameter}: {reason}.' },
    en: { title: 'A parameter value is not right', detail: 'Parameter {parameter}: {reason}.' },
  },
  FHIR_SEARCH_TOO_COSTLY: {
    status: 400,
    vi: { title: 'Điều kiện tìm quá rộng', detail: 'Hãy thêm một trong các tham số: {add}.' },
    en: { title: 'The search is too wide', detail: 'Add one of these parameters: {add}.' },
  },
  FHIR_NOT_WRITABLE: {
    status: 403,
    vi: { title: 'Không ghi trực tiếp được', detail: 'Loại {type} chỉ thay đổi qua các bước của phần mềm (đăng ký, đặt lịch, tư vấn, ký). Chưa có gì được lưu.' },
    en: { title: 'Not to be written directly', detail: '{type} changes only through the steps of the product (registering, booking, consulting, signing). Nothing was stored.' },
  },
  FHIR_DOCUMENT_SIGNED: {
    status: 409,
    vi: { title: 'Tài liệu đã ký', detail: 'Mục {type} này thuộc một tài liệu đã ký nên không sửa hay xóa được. Hãy lập bản bổ sung kết luận, hoặc kê đơn thay thế đơn cũ. Chưa có gì thay đổi.' },
    en: { title: 'The document is signed', detail: 'This {type} is part of a signed document, so it is neither changed nor deleted. Write an amendment of the conclusion, or a prescription in place of the old one. Nothing was changed.' },
  },
  FHIR_CONSULTATION_SIGNED: {
    status: 409,
    vi: { title: 'Ca hội chẩn đã ký', detail: 'Mục {type} này thuộc một ca hội chẩn đã ký kết luận nên không sửa hay xóa được. Hãy ghi một mục mới, hoặc nhờ bác sĩ lập bản bổ sung. Chưa có gì thay đổi.' },
    en: { title: 'The consultation is signed', detail: 'This {type} belongs to a consultation whose conclusion is signed, so it is neither changed nor deleted. Write a new one, or ask the specialist for an amendment. Nothing was changed.' },
  },
  FHIR_BUNDLE_TOO_LARGE: {
    status: 413,
    vi: { title: 'Gói quá lớn', detail: 'Gói có quá nhiều mục, hoặc một mục quá lớn. Hãy chia nhỏ hoặc rút gọn. Chưa có gì được lưu.' },
    en: { title: 'The Bundle is too large', detail: 'The Bundle has too many entries, or one of them is too large. Split it or shorten it. Nothing was stored.' },
  },
  FHIR_IMPORTS_AT_ONCE: {
    status: 429,
    vi: { title: 'Đang nhập nhiều gói lớn', detail: 'Hệ thống đang xử lý nhiều gói lớn cùng lúc. Hãy gửi lại gói này sau {seconds} giây. Chưa có gì được lưu.' },
    en: { title: 'Many large Bundles are coming in', detail: 'As many large Bundles as can be are being worked on. Send this one again in {seconds} seconds. Nothing was stored.' },
  },
  FHIR_BUNDLE_INVALID: {
    status: 400,
    vi: { title: 'Gói chưa đúng', detail: 'Mục {entry}: {reason}. Chưa có gì được lưu.' },
    en: { title: 'The Bundle is not right', detail: 'Entry {entry}: {reason}. Nothing was stored.' },
  },
  FHIR_PATCH_INVALID: {
    status: 400,
    vi: { title: 'Bản vá chưa đúng', detail: 'Thao tác số {operation} (đếm từ 0) không theo JSON Patch (RFC 6902) hay FHIRPath Patch; tối đa 200 thao tác. Chưa có gì thay đổi.' },
    en: { title: 'The patch is not right', detail: 'Operation {operation} (from 0) is neither of JSON Patch (RFC 6902) nor of FHIRPath Patch; 200 operations at most. Nothing was changed.' },
  },
  FHIR_PATCH_FAILED: {
    status: 422,
    vi: { title: 'Không áp dụng được bản vá', detail: 'Thao tác số {operation} (đếm từ 0) tại {path} không khớp với nội dung hiện tại. Hãy tải lại rồi thử lại. Chưa có gì thay đổi.' },
    en: { title: 'The patch does not apply', detail: 'Operation {operation} (from 0) at {path} does not fit the current content. Load it again and repeat. Nothing was changed.' },
  },
  FHIR_MATCH_TOO_LITTLE: {
    status: 422,
    vi: { title: 'Chưa đủ để tìm người', detail: 'Cần một số giấy tờ, hoặc họ tên cùng năm sinh (đủ ngày sinh thì tốt hơn).' },
    en: { title: 'Too little to find a person by', detail: 'Give a number of an ID, or the name with the year of birth (better the whole date).' },
  },
  FHIR_CONDITION_MISSING: {
    status: 400,
    vi: { title: 'Thiếu điều kiện', detail: 'Hãy nêu mã trong địa chỉ, hoặc ít nhất một tham số tìm kiếm. Chưa có gì thay đổi.' },
    en: { title: 'There is no condition', detail: 'Name an id in the address, or at least one search parameter. Nothing was changed.' },
  },
  FHIR_BINARY_MISMATCH: {
    status: 422,
    vi: { title: 'Tệp không đúng loại', detail: 'Nội dung tệp không phải {type}. Hãy chụp hoặc chọn lại. Chưa có gì được lưu.' },
    en: { title: 'The file is of another kind', detail: 'The content of the file is not {type}. Take or choose it again. Nothing was stored.' },
  },
  FHIR_BINARY_WITHOUT_PATIENT: {
    status: 400,
    vi: { title: 'Tệp chưa gắn với người bệnh', detail: 'Tiêu đề X-Security-Context phải là Patient/<mã>. Chưa có gì được lưu.' },
    en: { title: 'The file belongs to nobody', detail: 'The header X-Security-Context must be Patient/<id>. Nothing was stored.' },
  },
};
