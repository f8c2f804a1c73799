import { words } from '../i18n/words.ts';

export const signInWords = words(
  {
    title: 'Xem hồ sơ của tôi', number: 'Số căn cước của bạn', numberHint: '12 số ở mặt trước thẻ căn cước. Người nhà có thể nhập giúp.', numberMissing: 'Hãy nhập số căn cước.', numberLength: (n: string) => `Số căn cước có 12 số. Bạn đã nhập ${n} số.`,
    send: 'Gửi mã cho tôi', sending: 'Đang gửi mã…', codeTitle: 'Nhập mã trong tin nhắn',
    sent: 'Nếu số này có hồ sơ, mã 6 số vừa được gửi đến điện thoại đã ghi trong hồ sơ.', where: 'Để giữ kín, trang này không hiện số điện thoại. Không nhận được mã? Hãy xem điện thoại của người nhà, hoặc hỏi trạm y tế số nào đang ghi trong hồ sơ.',
    code: 'Mã 6 số', codeMissing: 'Hãy nhập mã 6 số trong tin nhắn.', limits: 'Mã dùng một lần. Được thử 5 lần với một mã, và xin 5 mã mỗi giờ.', left: (span: string) => `Mã còn dùng được ${span}`, over: 'Mã đã hết hạn. Hãy xin mã mới.',
    enter: 'Vào xem', entering: 'Đang kiểm tra…', resend: 'Gửi lại mã', resendIn: (span: string) => `Gửi lại mã được sau ${span}`, other: 'Nhập số căn cước khác', resent: 'Đã gửi lại. Chỉ mã mới nhất dùng được.', never: 'Đừng đưa mã này cho ai, kể cả nhân viên y tế.', seconds: (m: string, s: string) => `${m} phút ${s} giây`, secondsOnly: (s: string) => `${s} giây`,
    staffHere: 'Bạn đang đăng nhập bằng tài khoản nhân viên', staffText: 'Trang này dành cho người bệnh. Hãy đăng xuất để vào bằng số căn cước.',
    intro: 'Trang này cho bạn xem lịch khám, lời bác sĩ và hồ sơ của mình. Nhập số căn cước 12 số, bấm gửi mã, rồi nhập mã 6 số trong tin nhắn điện thoại.',
  },
  {
    title: 'See my record', number: 'Your citizen ID number', numberHint: 'The 12 digits on the front of the card. A relative may type it for you.', numberMissing: 'Enter the citizen ID number.', numberLength: (n) => `The number has 12 digits. You entered ${n}.`,
    send: 'Send me a code', sending: 'Sending…', codeTitle: 'Enter the code from the message',
    sent: 'If this number has a record, a 6-digit code was just sent to the phone kept in it.', where: 'For your privacy this page does not show the phone number. No code? Look at a relative’s phone, or ask the health station which number is in the record.',
    code: '6-digit code', codeMissing: 'Enter the 6-digit code from the message.', limits: 'A code works once. You have 5 tries for a code, and 5 codes an hour.', left: (span) => `The code is good for ${span}`, over: 'The code has expired. Ask for a new one.',
    enter: 'Enter', entering: 'Checking…', resend: 'Send another code', resendIn: (span) => `Another code in ${span}`, other: 'Use another number', resent: 'Sent again. Only the newest code works.', never: 'Give this code to nobody, not even health staff.', seconds: (m, s) => `${m} min ${s} s`, secondsOnly: (s) => `${s} s`,
    staffHere: 'You are signed in as staff', staffText: 'This page is for patients. Sign out to enter with a citizen ID.',
    intro: 'Here you can see your visits, what the doctor says, and your record. Enter the 12-digit citizen ID, press send, then enter the 6-digit code from the message on your phone.',
  },
);
