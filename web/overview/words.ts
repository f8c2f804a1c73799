import { words } from '../i18n/words.ts';

export const overviewWords = words(
  {
    title: 'Hội chẩn từ xa', from: 'Từ tháng', to: 'Đến tháng', hours: (n: string) => `${n} giờ`, minutes: (n: string) => `${n} phút`, seconds: (n: string) => `${n} giây`, percent: (n: string) => `${n} %`,
    requests: 'Yêu cầu', concluded: 'Đã có kết luận', waitMedian: 'Chờ nhận, một nửa không quá', waitNinth: 'Chờ nhận, chín phần mười không quá', inTime: 'Nhận đúng hạn', concludedMedian: 'Đến kết luận, một nửa không quá',
    months: 'Theo tháng', month: 'Tháng', facilities: 'Nơi được hỏi', stations: 'Nơi hỏi', specialties: 'Theo chuyên khoa', facility: 'Cơ sở', specialty: 'Chuyên khoa',
    calls: 'Chất lượng cuộc gọi', stays: 'Lượt vào phòng', firstSound: 'Nghe tiếng đầu tiên sau', concealed: 'Tiếng bị mất phải bù', bad: 'Lượt nghe khó', badHint: (n: string) => `Lượt nghe khó: mất trên ${n} % tiếng nói trong cả lượt. Các số khác là mức mà một nửa số lượt không vượt quá.`,
    small: '<5', hidden: 'ẩn', smallText: 'Số từ 1 đến 4 không nêu (“<5”), để không ai bị nhận ra; số nào giúp trừ ra một số nhỏ như vậy thì cũng ẩn. “–” là chưa đủ năm lượt để tính.',
    rules: (times: string) => `Đúng hạn: có bác sĩ nhận trong thời hạn của mức ưu tiên (${times}). Lịch hẹn không tính vào thời gian chờ. Yêu cầu tính vào tháng được gửi.`,
    none: 'Chưa có yêu cầu nào trong thời gian này', noneText: 'Chọn khoảng thời gian khác, hoặc xem lại khi các trạm đã gửi yêu cầu.', noCalls: 'Chưa có cuộc gọi nào trong thời gian này.', few: 'Ít hơn năm yêu cầu trong thời gian này', fewText: 'Chưa đủ để nêu số liệu mà không để lộ người bệnh.',
    picture: (from: string, to: string, total: string) => `Số yêu cầu và kết luận theo tháng, ${from} – ${to}; tổng ${total} yêu cầu. Số liệu ở tab Bảng số.`,
    legendRequests: 'Yêu cầu', legendConcluded: 'Đã có kết luận',
  },
  {
    title: 'Remote consultations', from: 'From month', to: 'To month', hours: (n) => `${n} h`, minutes: (n) => `${n} min`, seconds: (n) => `${n} s`, percent: (n) => `${n} %`,
    requests: 'Requests', concluded: 'Concluded', waitMedian: 'Taken, half within', waitNinth: 'Taken, nine in ten within', inTime: 'Taken in time', concludedMedian: 'Concluded, half within',
    months: 'By month', month: 'Month', facilities: 'Facilities asked', stations: 'Facilities asking', specialties: 'By specialty', facility: 'Facility', specialty: 'Specialty',
    calls: 'Quality of calls', stays: 'Stays in calls', firstSound: 'First sound heard after', concealed: 'Sound lost and made up for', bad: 'Hard to hear', badHint: (n) => `Hard to hear: more than ${n} % of the speech of a stay was lost. The other figures are what half of the stays did not exceed.`,
    small: '<5', hidden: 'hidden', smallText: 'Numbers from 1 to 4 are not told (“<5”), so that nobody is recognised; a number from which one of these could be had by subtraction is hidden too. “–” would rest on fewer than five.',
    rules: (times) => `In time: a doctor took it within the time of its priority (${times}). Bookings do not count as waiting. A request counts in the month in which it was sent.`,
    none: 'No requests in this time', noneText: 'Choose another time, or come back when stations have asked.', noCalls: 'No calls in this time.', few: 'Fewer than five requests in this time', fewText: 'Too few for figures that reveal nobody.',
    picture: (from, to, total) => `Requests and conclusions by month, ${from} – ${to}; ${total} requests in all. The numbers are under Table.`,
    legendRequests: 'Requests', legendConcluded: 'Concluded',
  },
);
