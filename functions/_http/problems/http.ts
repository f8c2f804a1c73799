import type { ProblemCatalogue } from './catalogue.ts';

export type HttpErrorCode =
  | 'HTTP_BODY_NOT_JSON'
  | 'HTTP_BODY_INVALID'
  | 'HTTP_QUERY_INVALID'
  | 'HTTP_BODY_TOO_LARGE'
  | 'HTTP_TOKEN_MISSING'
  | 'HTTP_TOKEN_INVALID'
  | 'HTTP_TOKEN_EXPIRED'
  | 'HTTP_STEP_UP_NEEDED'
  | 'HTTP_PASSKEY_REQUIRED'
  | 'HTTP_FORBIDDEN'
  | 'HTTP_SCOPE_INSUFFICIENT'
  | 'HTTP_NOT_FOUND'
  | 'HTTP_METHOD_NOT_ALLOWED'
  | 'HTTP_IDEMPOTENCY_KEY_MISSING'
  | 'HTTP_IDEMPOTENCY_KEY_REUSED'
  | 'HTTP_CONTENTION'
  | 'HTTP_TOO_MANY_REQUESTS'
  | 'HTTP_REQUEST_REFUSED'
  | 'HTTP_UNAVAILABLE';

export const httpProblems: ProblemCatalogue<HttpErrorCode> = {
  HTTP_BODY_NOT_JSON: {
    status: 400,
    vi: { title: 'Nội dung gửi lên không đọc được', detail: 'Nội dung không phải JSON hợp lệ ({reason}). Chưa có gì được lưu.' },
    en: { title: 'The body cannot be read', detail: 'The body is not valid JSON ({reason}). Nothing was stored.' },
  },
  HTTP_BODY_INVALID: {
    status: 422,
    vi: { title: 'Có mục chưa đúng', detail: 'Mục {field}: {reason}. Chưa có gì được lưu.' },
    en: { title: 'A field is not right', detail: 'Field {field}: {reason}. Nothing was stored.' },
  },
  HTTP_QUERY_INVALID: {
    status: 400,
    vi: { title: 'Điều kiện tìm chưa đúng', detail: 'Tham số {field}: {reason}.' },
    en: { title: 'A parameter is not right', detail: 'Parameter {field}: {reason}.' },
  },
  HTTP_BODY_TOO_LARGE: {
    status: 413,
    vi: { title: 'Tệp quá lớn', detail: 'Nội dung lớn hơn {limit}. Hãy chụp hoặc chọn ảnh nhỏ hơn. Chưa có gì được lưu.' },
    en: { title: 'Too large', detail: 'The body is larger than {limit}. Take or choose a smaller picture. Nothing was stored.' },
  },
  HTTP_TOKEN_MISSING: {
    status: 401,
    vi: { title: 'Cần đăng nhập', detail: 'Hãy đăng nhập rồi thử lại. Những gì đã gõ vẫn còn.' },
    en: { title: 'Sign in first', detail: 'Sign in and try again. What you typed is kept.' },
  },
  HTTP_TOKEN_INVALID: {
    status: 401,
    vi: { title: 'Phiên đăng nhập không hợp lệ', detail: 'Hãy đăng nhập lại. Những gì đã gõ vẫn còn.' },
    en: { title: 'The sign-in is not valid', detail: 'Sign in again. What you typed is kept.' },
  },
  HTTP_TOKEN_EXPIRED: {
    status: 401,
    vi: { title: 'Phiên đăng nhập đã hết hạn', detail: 'Hãy đăng nhập lại. Những gì đã gõ vẫn còn.' },
    en: { title: 'The sign-in has expired', detail: 'Sign in again. What you typed is kept.' },
  },
  HTTP_STEP_UP_NEEDED: {
    status: 401,
    vi: { title: 'Hãy xác nhận chính là bạn', detail: 'Việc này cần khóa truy cập của bạn (vân tay, khuôn mặt hoặc mã PIN của máy), hoặc đăng nhập lại trong {seconds} giây gần đây. Chưa có gì được lưu, những gì đã gõ vẫn còn.' },
    en: { title: 'Confirm that it is you', detail: 'This needs your passkey (finger, face or the PIN of the device), or a sign-in within the last {seconds} seconds. Nothing was stored, and what you typed is kept.' },
  },
  HTTP_PASSKEY_REQUIRED: {
    status: 403,
    vi: { title: 'Cần đăng ký khóa truy cập trước', detail: 'Nơi này chỉ cho ký bằng khóa truy cập, và bạn chưa có khóa nào. Hãy mở trang “Tài khoản” để đăng ký, rồi quay lại. Chưa có gì được lưu, những gì đã gõ vẫn còn.' },
    en: { title: 'Register a passkey first', detail: 'Here one signs with a passkey only, and you have none yet. Register one on the page “Account”, then come back. Nothing was stored, and what you typed is kept.' },
  },
  HTTP_FORBIDDEN: {
    status: 403,
    vi: { title: 'Không có quyền', detail: 'Vai trò của bạn không được làm việc này. Lần thử này đã được ghi lại.' },
    en: { title: 'Not allowed', detail: 'Your role may not do this. This attempt was recorded.' },
  },
  HTTP_SCOPE_INSUFFICIENT: {
    status: 403,
    vi: { title: 'Ứng dụng này không được phép', detail: 'Ứng dụng đang dùng không có quyền (scope) cho việc này. Hãy làm trong Liên Tuyến, hoặc xin thêm quyền.' },
    en: { title: 'Not allowed for this application', detail: 'The application in use has no scope for this. Do it in Liên Tuyến itself, or ask for more scopes.' },
  },
  HTTP_NOT_FOUND: {
    status: 404,
    vi: { title: 'Không tìm thấy', detail: 'Không có mục này, hoặc bạn không được xem nó.' },
    en: { title: 'Not found', detail: 'There is no such item, or you may not see it.' },
  },
  HTTP_METHOD_NOT_ALLOWED: {
    status: 405,
    vi: { title: 'Cách gọi không được hỗ trợ', detail: 'Địa chỉ này không nhận {method}.' },
    en: { title: 'Method not allowed', detail: 'This address does not take {method}.' },
  },
  HTTP_IDEMPOTENCY_KEY_MISSING: {
    status: 400,
    vi: { title: 'Thiếu khóa chống gửi lặp', detail: 'Lệnh này cần tiêu đề Idempotency-Key (8 đến 100 ký tự).' },
    en: { title: 'Idempotency key missing', detail: 'This command needs the header Idempotency-Key (8 to 100 characters).' },
  },
  HTTP_IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    vi: { title: 'Khóa chống gửi lặp đã dùng', detail: 'Idempotency-Key này đã được dùng cho một nội dung khác. Chưa có gì được lưu.' },
    en: { title: 'Idempotency key reused', detail: 'This Idempotency-Key was used before with another body. Nothing was stored.' },
  },
  HTTP_CONTENTION: {
    status: 503,
    vi: { title: 'Hệ thống đang bận', detail: 'Nhiều người đang ghi cùng một mục. Hãy thử lại. Chưa có gì được lưu.' },
    en: { title: 'Busy', detail: 'Several people are writing the same item. Try again. Nothing was stored.' },
  },
  HTTP_TOO_MANY_REQUESTS: {
    status: 429,
    vi: { title: 'Gửi quá nhanh', detail: 'Có quá nhiều yêu cầu trong một lúc. Hãy đợi {seconds} giây rồi thử lại. Chưa có gì được lưu, những gì đã gõ vẫn còn.' },
    en: { title: 'Too many requests', detail: 'Too many requests at once. Wait {seconds} seconds and try again. Nothing was stored, and what you typed is kept.' },
  },
  HTTP_REQUEST_REFUSED: {
    status: 400,
    vi: { title: 'Yêu cầu không hợp lệ', detail: 'Yêu cầu bị từ chối trước khi tới hệ thống. Chưa có gì được lưu.' },
    en: { title: 'Request refused', detail: 'The request was refused before it reached the system. Nothing was stored.' },
  },
  HTTP_UNAVAILABLE: {
    status: 503,
    vi: { title: 'Tạm thời gián đoạn', detail: 'Hệ thống chưa trả lời được. Hãy thử lại sau giây lát; những gì đã gõ vẫn còn.' },
    en: { title: 'Temporarily unavailable', detail: 'The system could not answer. Try again in a moment; what you typed is kept.' },
  },
};
