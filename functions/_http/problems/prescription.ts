import type { PrescriptionErrorCode } from '../../../shared/prescription/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const prescriptionProblems: ProblemCatalogue<PrescriptionErrorCode> = {
  PRESCRIPTION_FACILITY_NOT_LINKED: {
    status: 409,
    vi: { title: 'Cơ sở chưa có mã liên thông đơn thuốc', detail: 'Cơ sở của bạn chưa được khai báo mã liên thông với Hệ thống đơn thuốc quốc gia nên chưa kê đơn ở đây được. Hãy báo người quản trị. Kết luận vẫn ký được khi bỏ phần đơn thuốc. Chưa có gì được ký.' },
    en: { title: 'The facility has no prescription code', detail: 'Your facility has no link code in the national e-prescription system, so nothing can be prescribed here yet. Tell the administrator. The conclusion can be signed without the prescription. Nothing was signed.' },
  },
  PRESCRIPTION_ALLERGY: {
    status: 422,
    vi: { title: 'Hồ sơ ghi dị ứng với thuốc này', detail: 'Thuốc ở dòng {number} trùng với một dị ứng trong hồ sơ. Hãy đổi thuốc, hoặc ghi lý do vẫn dùng ở dòng đó rồi ký lại. Chưa có gì được ký.' },
    en: { title: 'The record tells of an allergy to this', detail: 'The medicine in line {number} meets an allergy in the record. Choose another, or write in that line why it is given, then sign again. Nothing was signed.' },
  },
  PRESCRIPTION_TOO_LONG: {
    status: 422,
    vi: { title: 'Quá {most} ngày thuốc', detail: 'Dòng {number} kê quá {most} ngày. Hãy giảm số ngày, hoặc xác nhận bệnh thuộc danh mục được kê dài ngày (đến 90 ngày). Chưa có gì được ký.' },
    en: { title: 'More than {most} days of medicine', detail: 'Line {number} is for more than {most} days. Give fewer, or confirm that the disease is on the list for long prescriptions (up to 90 days). Nothing was signed.' },
  },
  PRESCRIPTION_CHILD: {
    status: 422,
    vi: { title: 'Trẻ dưới 72 tháng: thiếu cân nặng hoặc người chăm sóc', detail: 'Đơn cho trẻ dưới 72 tháng tuổi phải có cân nặng và tên người đưa trẻ đến khám. Hãy điền rồi ký lại. Chưa có gì được ký.' },
    en: { title: 'A child under 72 months: weight or carer is missing', detail: 'A prescription for a child under 72 months needs the weight and the name of whoever brought the child. Fill them in and sign again. Nothing was signed.' },
  },
  PRESCRIPTION_BY_ONE: {
    status: 422,
    vi: { title: 'Đơn thuốc do một bác sĩ ký', detail: 'Kết luận này còn người khác cùng ký, nên đơn thuốc được kê riêng sau khi mọi người đã ký. Hãy bỏ phần đơn thuốc, ký kết luận trước; nội dung đơn vẫn còn trong bản nháp. Chưa có gì được ký.' },
    en: { title: 'One doctor signs a prescription', detail: 'Others sign this conclusion too, so the prescription is written once all of them have. Take the prescription out and sign the conclusion first. Nothing was signed.' },
  },
  PRESCRIPTION_UNKNOWN: {
    status: 404,
    vi: { title: 'Không có đơn thuốc này', detail: 'Ca này không có đơn thuốc được hỏi. Hãy tải lại để xem các đơn hiện có.' },
    en: { title: 'No such prescription', detail: 'This consultation has no such prescription. Reload to see those that there are.' },
  },
  PRESCRIPTION_REPLACED: {
    status: 409,
    vi: { title: 'Đơn này đã được thay', detail: 'Đã có đơn mới thay đơn này. Hãy tải lại và thay đơn mới nhất nếu cần. Chưa có gì được ký.' },
    en: { title: 'Already replaced', detail: 'A newer prescription has taken the place of this one. Reload, and replace the newest if need be. Nothing was signed.' },
  },
};
