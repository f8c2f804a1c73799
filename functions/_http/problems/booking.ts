import type { BookingErrorCode } from '../../../shared/booking/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const bookingProblems: ProblemCatalogue<BookingErrorCode> = {
  BOOKING_SLOT_UNKNOWN: {
    status: 422,
    vi: { title: 'Không có giờ hẹn này', detail: 'Giờ hẹn đã chọn không có trong lịch. Hãy tải lại lịch và chọn giờ khác. Chưa có gì được lưu.' },
    en: { title: 'No such time', detail: 'The chosen time is not in the calendar. Reload the calendar and choose another. Nothing was stored.' },
  },
  BOOKING_SLOT_IN_PAST: {
    status: 422,
    vi: { title: 'Giờ hẹn đã qua', detail: 'Giờ hẹn này đã bắt đầu hoặc đã qua. Hãy chọn một giờ sắp tới. Chưa có gì được lưu.' },
    en: { title: 'This time is over', detail: 'This time has begun or is over. Choose one still to come. Nothing was stored.' },
  },
  BOOKING_SLOT_TAKEN: {
    status: 409,
    vi: { title: 'Giờ này vừa có người đặt', detail: 'Người khác đã đặt giờ này trước. Các giờ trống gần nhất ở bên dưới; chọn một giờ để tiếp tục. Những gì đã gõ vẫn còn.' },
    en: { title: 'This time was just taken', detail: 'Somebody else booked this time first. The next free times are listed below; choose one to go on. What you typed is kept.' },
  },
  BOOKING_SLOT_OTHER_SPECIALTY: {
    status: 422,
    vi: { title: 'Giờ hẹn thuộc chuyên khoa khác', detail: 'Bác sĩ của giờ hẹn này không thuộc chuyên khoa đang hỏi. Hãy chọn giờ khác hoặc đổi chuyên khoa. Chưa có gì được lưu.' },
    en: { title: 'Another specialty', detail: 'The specialist of this time is not of the specialty you ask. Choose another time or change the specialty. Nothing was stored.' },
  },
  BOOKING_SLOT_OTHER_FACILITY: {
    status: 422,
    vi: { title: 'Giờ hẹn thuộc cơ sở khác', detail: 'Giờ hẹn này không thuộc cơ sở đang hỏi. Hãy chọn giờ khác hoặc đổi cơ sở. Chưa có gì được lưu.' },
    en: { title: 'Another facility', detail: 'This time does not belong to the facility you ask. Choose another time or change the facility. Nothing was stored.' },
  },
  BOOKING_SLOT_OTHER_SPECIALIST: {
    status: 422,
    vi: { title: 'Giờ hẹn của bác sĩ khác', detail: 'Giờ hẹn này không phải của bác sĩ được chọn. Hãy chọn giờ khác hoặc bỏ chọn bác sĩ. Chưa có gì được lưu.' },
    en: { title: 'Another specialist', detail: 'This time is not of the specialist you named. Choose another time or name nobody. Nothing was stored.' },
  },
  BOOKING_ALREADY_BOOKED: {
    status: 409,
    vi: { title: 'Đã đặt giờ này rồi', detail: 'Yêu cầu này đang giữ đúng giờ hẹn này. Không cần đặt lại.' },
    en: { title: 'Already booked', detail: 'This request already holds this very time. There is no need to book again.' },
  },
  BOOKING_SEARCH_TOO_WIDE: {
    status: 400,
    vi: { title: 'Cần chọn nơi hoặc bác sĩ', detail: 'Hãy chọn cơ sở hoặc bác sĩ để xem giờ trống.' },
    en: { title: 'Choose a facility or a specialist', detail: 'Choose a facility or a specialist to see free times.' },
  },
  BOOKING_DUTY_NOT_YOURS: {
    status: 403,
    vi: { title: 'Chỉ bác sĩ tự đổi được trạng thái trực', detail: 'Tài khoản này không phải bác sĩ có lịch trực. Lần thử này đã được ghi lại.' },
    en: { title: 'Only specialists turn their own switch', detail: 'This account is not a specialist with a duty switch. This attempt was recorded.' },
  },
};
