import { words } from '../i18n/words.ts';

export const briefingWords = words(
  {
    title: 'Giao ban trực tuyến', plan: 'Lập buổi giao ban', none: 'Chưa có buổi giao ban nào', noneText: 'Buổi giao ban mời cơ sở của bạn hoặc mời đích danh bạn sẽ hiện ở đây.',
    coming: 'Sắp tới', past: 'Đã qua', back: 'Các buổi giao ban',
    states: { planned: 'Chưa đến giờ', open: 'Đang mở phòng', over: 'Đã kết thúc', cancelled: 'Đã hủy' }, signed: 'Đã ký biên bản', youLead: 'Bạn chủ trì',
    leads: (name: string) => `Chủ trì: ${name}`, minutesLong: (n: string) => `${n} phút`, total: (n: string, end: string) => `Tổng cộng ${n} phút, xong lúc khoảng ${end}.`,
    fields: {
      title: 'Nội dung buổi giao ban', day: 'Ngày (ngày/tháng/năm)', time: 'Giờ bắt đầu (giờ:phút)', agenda: 'Chương trình', item: (n: string) => `Mục ${n}`, minutes: (n: string) => `Số phút của mục ${n}`, addItem: 'Thêm mục', removeItem: (n: string) => `Bỏ mục ${n}`,
      facilities: 'Cơ sở được mời', facilitiesHint: 'Mọi nhân viên của cơ sở được mời đều vào được. Cơ sở của bạn luôn được mời.', find: 'Tìm trong danh sách', people: 'Mời thêm bác sĩ ở cơ sở khác', chosen: (n: string) => `Đã chọn ${n}`,
    },
    errors: { title: 'Hãy ghi nội dung buổi giao ban.', day: 'Ngày chưa đúng. Ví dụ: 25/11/2026.', time: 'Giờ chưa đúng. Ví dụ: 08:00.', past: 'Giờ này đã qua.', item: (n: string) => `Hãy ghi nội dung mục ${n}.`, minutes: (n: string) => `Mục ${n}: số phút từ 1 đến 240.` },
    save: 'Lập và mời', invited: 'Được mời', when: 'Thời gian', agenda: 'Chương trình', host: 'Chủ trì', opens: (at: string) => `Phòng mở lúc ${at}.`,
    enter: 'Vào phòng', leftRoom: 'Bạn đã rời phòng. Có thể vào lại.', cancel: 'Hủy buổi giao ban', cancelSure: 'Mọi người được mời sẽ thấy lý do. Không đặt lại được buổi này.', reason: 'Lý do hủy', reasonMissing: 'Hãy ghi lý do.', keep: 'Giữ lại', cancelledBecause: (text: string) => `Đã hủy: ${text}`,
    talk: { kept: 'Mọi người được mời đọc được, cả sau buổi họp.', signed: 'Biên bản đã ký: chỉ còn đọc được.', cancelled: 'Buổi giao ban đã hủy: chỉ còn đọc được.' },
    attendance: 'Ai đã dự', attendanceHint: 'Máy tự ghi theo thời gian ở trong phòng, sai số hai phút.', nobody: 'Chưa có ai vào phòng.', person: 'Họ tên', facility: 'Cơ sở', stay: 'Từ – đến', length: 'Thời lượng',
    minutes: 'Biên bản', minutesHint: 'Những gì đang ghi được giữ trên máy này cho đến khi ký. Danh sách người dự được đưa vào biên bản khi ký.', itemText: (n: string, title: string) => `${n}. ${title}`, decisions: 'Kết luận, phân công', decisionsMissing: 'Hãy ghi kết luận, phân công trước khi ký.',
    sign: 'Ký biên bản', signSure: 'Ký xong thì không sửa được nữa. Danh sách người dự dừng ở thời điểm ký.', signNow: 'Ký', signedBy: (name: string, at: string) => `${name} ký lúc ${at}.`, valid: 'Chữ ký hợp lệ', invalid: 'Chữ ký không hợp lệ', notWritten: 'Chưa trao đổi.', waitMinutes: 'Người chủ trì chưa ký biên bản.',
    pdf: 'Tải PDF', fhir: 'Tải FHIR', pdfName: (day: string) => `bien-ban-giao-ban-${day}.pdf`, fhirName: (day: string) => `bien-ban-giao-ban-${day}.json`, saved: 'Đã tải xuống.',
  },
  {
    title: 'Online briefings', plan: 'Plan a briefing', none: 'No briefings yet', noneText: 'Briefings that invite your facility, or you by name, appear here.',
    coming: 'Coming', past: 'Past', back: 'All briefings',
    states: { planned: 'Not yet', open: 'Room is open', over: 'Over', cancelled: 'Cancelled' }, signed: 'Minutes signed', youLead: 'You lead it',
    leads: (name) => `Led by ${name}`, minutesLong: (n) => `${n} minutes`, total: (n, end) => `${n} minutes in all, done at about ${end}.`,
    fields: {
      title: 'What it is about', day: 'Day (day/month/year)', time: 'Start (hours:minutes)', agenda: 'Agenda', item: (n) => `Item ${n}`, minutes: (n) => `Minutes of item ${n}`, addItem: 'Add an item', removeItem: (n) => `Remove item ${n}`,
      facilities: 'Invited facilities', facilitiesHint: 'Everybody on their staff may come. Your own facility is always invited.', find: 'Find in the list', people: 'Doctors of other facilities', chosen: (n) => `${n} chosen`,
    },
    errors: { title: 'Say what it is about.', day: 'Not a day. For example: 25/11/2026.', time: 'Not a time. For example: 08:00.', past: 'This time has passed.', item: (n) => `Say what item ${n} is.`, minutes: (n) => `Item ${n}: 1 to 240 minutes.` },
    save: 'Plan and invite', invited: 'Invited', when: 'When', agenda: 'Agenda', host: 'Led by', opens: (at) => `The room opens at ${at}.`,
    enter: 'Enter the room', leftRoom: 'You have left the room. You can come back.', cancel: 'Cancel the briefing', cancelSure: 'Everybody invited sees the reason. It cannot be set up again.', reason: 'Reason', reasonMissing: 'Give a reason.', keep: 'Keep it', cancelledBecause: (text) => `Cancelled: ${text}`,
    talk: { kept: 'Everybody invited reads it, also afterwards.', signed: 'The minutes are signed: reading only.', cancelled: 'The briefing was cancelled: reading only.' },
    attendance: 'Who was there', attendanceHint: 'Written by itself from the time in the room, to two minutes.', nobody: 'Nobody has entered yet.', person: 'Name', facility: 'Facility', stay: 'From – to', length: 'Length',
    minutes: 'Minutes', minutesHint: 'What you write stays on this device until you sign. The list of who was there goes into the minutes when they are signed.', itemText: (n, title) => `${n}. ${title}`, decisions: 'Decisions and tasks', decisionsMissing: 'Write the decisions before signing.',
    sign: 'Sign the minutes', signSure: 'Once signed they cannot be changed. The list of who was there ends at that moment.', signNow: 'Sign', signedBy: (name, at) => `Signed by ${name} at ${at}.`, valid: 'Signature is valid', invalid: 'Signature is not valid', notWritten: 'Not dealt with.', waitMinutes: 'The host has not signed the minutes yet.',
    pdf: 'Download PDF', fhir: 'Download FHIR', pdfName: (day) => `briefing-minutes-${day}.pdf`, fhirName: (day) => `briefing-minutes-${day}.json`, saved: 'Downloaded.',
  },
);
