import type { IdentityErrorCode } from '../../../shared/identity/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const identityProblems: ProblemCatalogue<IdentityErrorCode> = {
  IDENTITY_CARD_EMPTY: {
    status: 422,
    vi: { title: 'Chưa đọc được gì', detail: 'Mã QR không có nội dung. Hãy đưa thẻ lại gần, tránh chói, rồi quét lại.' },
    en: { title: 'Nothing was read', detail: 'The QR code is empty. Hold the card closer, away from glare, and scan again.' },
  },
  IDENTITY_CARD_TOO_LONG: {
    status: 422,
    vi: { title: 'Đây không phải mã QR của thẻ căn cước', detail: 'Nội dung quá dài so với mã trên thẻ. Hãy quét mã ở mặt trước của thẻ, hoặc gõ 12 số. Chưa có gì được lưu.' },
    en: { title: 'This is not the QR code of an ID card', detail: 'The text is far longer than that of a card. Scan the code on the front of the card, or type the 12 digits. Nothing was stored.' },
  },
  IDENTITY_CARD_NOT_RECOGNISED: {
    status: 422,
    vi: { title: 'Đây không phải mã QR của thẻ căn cước', detail: 'Có thể là mã thanh toán hoặc mã khác. Hãy quét mã ở mặt trước của thẻ, hoặc gõ 12 số. Chưa có gì được lưu.' },
    en: { title: 'This is not the QR code of an ID card', detail: 'It may be a payment code or another. Scan the code on the front of the card, or type the 12 digits. Nothing was stored.' },
  },
  IDENTITY_SCANNER_INPUT_METHOD: {
    status: 422,
    vi: { title: 'Máy quét đang gõ qua bộ gõ tiếng Việt', detail: 'Bộ gõ (Unikey, Telex…) đã đổi dấu | thành \\ và có thể làm sai chữ trong họ tên. Hãy tắt bộ gõ rồi quét lại, hoặc quét bằng máy ảnh. Chưa có gì được lưu.' },
    en: { title: 'The scanner types through a Vietnamese input method', detail: 'The input method (Unikey, Telex…) turned | into \\ and may have changed letters of the name. Switch it off and scan again, or use the camera. Nothing was stored.' },
  },
  IDENTITY_NAME_UNREADABLE: {
    status: 422,
    vi: { title: 'Họ tên không đọc được', detail: 'Họ tên chỉ gồm chữ, không có số hay ký hiệu. Hãy quét lại hoặc gõ đúng như trên thẻ.' },
    en: { title: 'The name cannot be read', detail: 'A name has letters only, no digits or symbols. Scan again, or type it as it stands on the card.' },
  },
  IDENTITY_SEX_UNREADABLE: {
    status: 422,
    vi: { title: 'Giới tính trên thẻ không đọc được', detail: 'Mã trên thẻ phải ghi Nam hoặc Nữ. Hãy quét lại hoặc gõ 12 số.' },
    en: { title: 'The sex on the card cannot be read', detail: 'The code of a card says Nam or Nữ. Scan again or type the 12 digits.' },
  },
  IDENTITY_BIRTH_DATE_UNREADABLE: {
    status: 422,
    vi: { title: 'Ngày sinh không đúng', detail: 'Không có ngày này trên lịch, hoặc đã quá xa. Hãy xem lại thẻ; chỉ biết năm thì ghi năm.' },
    en: { title: 'The birth date is not right', detail: 'There is no such day, or it is too long ago. Look at the card again; where only the year is known, give the year.' },
  },
  IDENTITY_BIRTH_DATE_IN_FUTURE: {
    status: 422,
    vi: { title: 'Ngày sinh ở tương lai', detail: 'Ngày sinh sau ngày hôm nay. Hãy xem lại thẻ rồi sửa. Chưa có gì được lưu.' },
    en: { title: 'The birth date is in the future', detail: 'The birth date is after today. Look at the card again and correct it. Nothing was stored.' },
  },
  IDENTITY_NUMBER_MISSING: {
    status: 422,
    vi: { title: 'Thiếu số căn cước', detail: 'Hãy gõ 12 số trên thẻ.' },
    en: { title: 'The citizen number is missing', detail: 'Type the 12 digits of the card.' },
  },
  IDENTITY_NUMBER_LENGTH: {
    status: 422,
    vi: { title: 'Số căn cước phải đủ 12 số', detail: 'Bạn đã gõ {digits} số. Hãy so lại từng nhóm ba số với thẻ.' },
    en: { title: 'A citizen number has 12 digits', detail: 'You typed {digits}. Compare it with the card, three digits at a time.' },
  },
  IDENTITY_NUMBER_CHARACTERS: {
    status: 422,
    vi: { title: 'Số căn cước chỉ gồm chữ số', detail: 'Có chữ hoặc ký hiệu lẫn trong số. Hãy gõ lại 12 số.' },
    en: { title: 'A citizen number has digits only', detail: 'There are letters or symbols in it. Type the 12 digits again.' },
  },
  IDENTITY_NUMBER_OLD: {
    status: 422,
    vi: { title: 'Đây là số chứng minh nhân dân cũ', detail: 'Số có 9 chữ số là số cũ. Hãy dùng số căn cước 12 số; nếu chưa có thẻ mới, đăng ký bằng họ tên và ngày sinh.' },
    en: { title: 'This is an old ID number', detail: 'A number of 9 digits is an old one. Use the 12-digit citizen number; without a new card, register by name and birth date.' },
  },
  IDENTITY_PREVIOUS_NUMBER: {
    status: 422,
    vi: { title: 'Số chứng minh nhân dân cũ không đúng', detail: 'Số cũ có 9 hoặc 12 chữ số. Không nhớ thì để trống.' },
    en: { title: 'The old ID number is not right', detail: 'An old number has 9 or 12 digits. Leave it empty if it is not known.' },
  },
  IDENTITY_PASSPORT: {
    status: 422,
    vi: { title: 'Số hộ chiếu không đúng', detail: 'Số hộ chiếu gồm 5 đến 15 chữ và số, in ở trang có ảnh. Không có thì để trống.' },
    en: { title: 'The passport number is not right', detail: 'A passport number has 5 to 15 letters and digits, on the page with the photo. Leave it empty if there is none.' },
  },
  IDENTITY_RECORD_CHANGED: {
    status: 409,
    vi: { title: 'Hồ sơ vừa được sửa', detail: 'Người khác vừa sửa hồ sơ này. Hãy tìm lại người bệnh và so lại. Chưa có gì thay đổi.' },
    en: { title: 'The record has just changed', detail: 'Somebody else has just changed this record. Find the person again and compare. Nothing was changed.' },
  },
  IDENTITY_PHONE: {
    status: 422,
    vi: { title: 'Số điện thoại không đúng', detail: 'Cần số di động 10 số bắt đầu bằng 03, 05, 07, 08 hoặc 09; không có thì để trống.' },
    en: { title: 'The phone number is not right', detail: 'A mobile number has 10 digits and begins with 03, 05, 07, 08 or 09; leave it empty if there is none.' },
  },
  IDENTITY_ALREADY_REGISTERED: {
    status: 409,
    vi: { title: 'Người này đã có hồ sơ', detail: 'Số căn cước này đã có hồ sơ. Nếu đúng là người trước mặt, hãy mở hồ sơ đó. Nếu là người khác mang cùng số, hãy xác nhận rồi lập hồ sơ mới. Chưa có gì được lưu thêm.' },
    en: { title: 'This person has a record', detail: 'There is a record with this citizen number. If it is the person before you, open it. If somebody else bears the same number, confirm that and make a new one. Nothing more was stored.' },
  },
  IDENTITY_POSSIBLE_DUPLICATE: {
    status: 409,
    vi: { title: 'Có thể đã có hồ sơ', detail: 'Có {count} hồ sơ cùng họ tên và ngày sinh. Hãy so với người trước mặt: mở hồ sơ đúng, hoặc xác nhận là người khác. Chưa có gì được lưu.' },
    en: { title: 'There may be a record already', detail: '{count} record(s) have the same name and birth date. Compare with the person before you: open the right one, or confirm that it is somebody else. Nothing was stored.' },
  },
  IDENTITY_PAIR_ONE_RECORD: {
    status: 422,
    vi: { title: 'Đây là cùng một hồ sơ', detail: 'Báo trùng cần hai hồ sơ khác nhau.' },
    en: { title: 'This is one record', detail: 'Two different records are needed.' },
  },
  IDENTITY_PAIR_NOT_YOURS: {
    status: 403,
    vi: { title: 'Một trong hai hồ sơ thuộc cơ sở khác', detail: 'Chỉ điều phối viên của cấp trên quyết định được, hoặc trạm đang tiếp đón người này bằng số căn cước trong ngày. Chưa có gì thay đổi.' },
    en: { title: 'One of the two records belongs to another facility', detail: 'It is decided by the coordinator above both, or by the station that received the person by the whole number today. Nothing was changed.' },
  },
  IDENTITY_PAIR_DECIDED: {
    status: 409,
    vi: { title: 'Hai hồ sơ này đã được quyết định', detail: 'Người khác đã quyết định trước. Hãy mở lại để xem; muốn làm khác thì tách hoặc gộp từ đó.' },
    en: { title: 'This has been decided', detail: 'Somebody else has decided already. Open it again to see what; join or separate from there.' },
  },
  IDENTITY_PAIR_CHANGED: {
    status: 409,
    vi: { title: 'Hồ sơ vừa thay đổi', detail: 'Trong lúc bạn so sánh, một trong hai hồ sơ đã được sửa hoặc gộp. Hãy tải lại và so lại. Chưa có gì thay đổi.' },
    en: { title: 'A record has just changed', detail: 'While you compared, one of the two was changed or joined. Load and compare again. Nothing was changed.' },
  },
  IDENTITY_PAIR_KEEP: {
    status: 422,
    vi: { title: 'Chưa chọn hồ sơ giữ lại', detail: 'Hãy chọn một trong hai hồ sơ để dùng tiếp. Hồ sơ kia vẫn còn nguyên và mở được qua hồ sơ này.' },
    en: { title: 'Which record stays in use?', detail: 'Choose one of the two. The other stays as it is and is found through it.' },
  },
  IDENTITY_RECORD_NOT_IN_USE: {
    status: 409,
    vi: { title: 'Một hồ sơ không còn dùng', detail: 'Hồ sơ này đã gộp vào hồ sơ khác hoặc đã khóa. Hãy mở hồ sơ đang dùng rồi làm lại.' },
    en: { title: 'A record is not in use', detail: 'It was joined to another or closed. Open the one in use and try again.' },
  },
  IDENTITY_LOOKUPS_TOO_MANY: {
    status: 429,
    vi: { title: 'Đã tra nhiều người ở nơi khác', detail: 'Tra người ở nơi khác bằng số gõ tay, hoặc bằng thẻ không khớp hồ sơ, chỉ được một số lần mỗi giờ và mỗi ngày. Hãy quét thẻ của người trước mặt: thẻ khớp hồ sơ không bị giới hạn. Hoặc đợi sang giờ sau.' },
    en: { title: 'Many people of elsewhere were looked up', detail: 'People of elsewhere can be looked up so many times an hour and a day by a typed number, or by a card that does not fit the record. Scan the card of the person before you: a card that fits is not limited. Or wait for the next hour.' },
  },
  IDENTITY_CODES_TOO_MANY: {
    status: 429,
    vi: { title: 'Đã yêu cầu nhiều mã', detail: 'Trong một giờ chỉ gửi được vài mã cho một số căn cước. Hãy đợi rồi thử lại, hoặc hỏi trạm y tế.' },
    en: { title: 'Too many codes', detail: 'Only a few codes an hour are sent for one citizen number. Wait and try again, or ask the health station.' },
  },
  IDENTITY_CODE_WRONG: {
    status: 422,
    vi: { title: 'Mã chưa đúng', detail: 'Hãy xem lại tin nhắn mới nhất và gõ 6 số. Còn {left} lần.' },
    en: { title: 'The code is not right', detail: 'Look at the newest message and type the 6 digits. {left} tries left.' },
  },
  IDENTITY_CODE_EXPIRED: {
    status: 410,
    vi: { title: 'Mã đã hết hạn', detail: 'Mã dùng được 5 phút và một lần. Hãy yêu cầu mã mới.' },
    en: { title: 'The code has expired', detail: 'A code lasts 5 minutes and works once. Ask for a new one.' },
  },
  IDENTITY_CODE_ATTEMPTS: {
    status: 429,
    vi: { title: 'Đã gõ sai nhiều lần', detail: 'Mã này không dùng được nữa. Hãy yêu cầu mã mới.' },
    en: { title: 'Too many wrong codes', detail: 'This code can no longer be used. Ask for a new one.' },
  },
  IDENTITY_CONFIRMATION_GONE: {
    status: 422,
    vi: { title: 'Lần xác nhận này đã hết hạn', detail: 'Yêu cầu xác nhận đã được dùng hoặc đã quá 5 phút. Hãy bấm lại nút vừa rồi; những gì đã gõ vẫn còn.' },
    en: { title: 'This confirmation is over', detail: 'It was used already, or five minutes have passed. Press the same button again; what you typed is kept.' },
  },
  IDENTITY_PASSKEY_NOT_ACCEPTED: {
    status: 422,
    vi: { title: 'Khóa truy cập không được chấp nhận', detail: 'Khóa này không phải của bạn ở đây, hoặc máy chưa kiểm tra vân tay, khuôn mặt hay mã PIN. Hãy thử lại, hoặc dùng khóa khác. Chưa có gì được lưu.' },
    en: { title: 'The passkey was not accepted', detail: 'It is not one of yours here, or the device did not check your finger, face or PIN. Try again, or use another one. Nothing was stored.' },
  },
  IDENTITY_PASSKEYS_TOO_MANY: {
    status: 409,
    vi: { title: 'Đã đủ số khóa', detail: 'Mỗi người có tối đa {most} khóa truy cập. Hãy gỡ một khóa không dùng nữa, rồi đăng ký khóa mới.' },
    en: { title: 'Enough passkeys', detail: 'A person may have {most} passkeys at most. Remove one that is no longer used, then register the new one.' },
  },
};
