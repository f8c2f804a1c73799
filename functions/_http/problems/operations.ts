import type { ProblemCatalogue } from './catalogue.ts';

export type OperationErrorCode = 'FHIR_EXPORT_NOT_ASYNC' | 'FHIR_EXPORT_BUSY' | 'FHIR_EXPORT_FAILED' | 'FHIR_GRAPHQL_INVALID' | 'FHIR_GRAPHQL_TOO_COSTLY' | 'FHIR_SUBSCRIPTION_INVALID';

export const operationProblems: ProblemCatalogue<OperationErrorCode> = {
  FHIR_EXPORT_NOT_ASYNC: {
    status: 400,
    vi: { title: 'Xuất dữ liệu chỉ chạy nền', detail: 'Hãy gửi lại với tiêu đề Prefer: respond-async. Chưa có gì được xuất.' },
    en: { title: 'Exports run in the background only', detail: 'Ask again with the header Prefer: respond-async. Nothing was exported.' },
  },
  FHIR_EXPORT_BUSY: {
    status: 429,
    vi: { title: 'Đang có lượt xuất dữ liệu khác', detail: 'Đã có {count} lượt xuất đang chạy. Hãy đợi một lượt xong, hoặc hủy bớt, rồi gửi lại.' },
    en: { title: 'Other exports are running', detail: '{count} exports are running already. Wait for one to end, or cancel one, and ask again.' },
  },
  FHIR_EXPORT_FAILED: {
    status: 422,
    vi: { title: 'Xuất dữ liệu không thành', detail: 'Lượt xuất này không hoàn tất trong thời gian cho phép và đã dừng. Hãy bắt đầu lượt mới, với ít loại tài nguyên hơn.' },
    en: { title: 'The export failed', detail: 'This export was not done in the time allowed and was stopped. Begin another with fewer resource types.' },
  },
  FHIR_GRAPHQL_INVALID: {
    status: 400,
    vi: { title: 'Câu truy vấn GraphQL không hợp lệ', detail: '{reason}. Hãy sửa câu truy vấn rồi gửi lại.' },
    en: { title: 'The GraphQL query is not valid', detail: '{reason}. Correct the query and send it again.' },
  },
  FHIR_GRAPHQL_TOO_COSTLY: {
    status: 400,
    vi: { title: 'Câu truy vấn GraphQL quá lớn', detail: 'Giới hạn: {limit}. Hãy hỏi ít hơn trong một câu, hoặc chia thành nhiều câu.' },
    en: { title: 'The GraphQL query is too costly', detail: 'The limit is {limit}. Ask for less at once, or in several queries.' },
  },
  FHIR_SUBSCRIPTION_INVALID: {
    status: 422,
    vi: { title: 'Đăng ký nhận tin chưa hợp lệ', detail: 'Chưa đúng ở: {reason}. Chưa có gì được lưu.' },
    en: { title: 'The subscription is not valid', detail: 'Wrong: {reason}. Nothing was stored.' },
  },
};
