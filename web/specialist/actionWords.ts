import { words } from '../i18n/words.ts';

/** Words of what a specialist can do with a case. */
export const actionWords = words(
  {
    label: 'Việc có thể làm', more: 'Việc khác',
    names: {
      accept: 'Nhận ca', call: 'Gọi trạm', join: 'Vào phòng', sign: 'Viết kết luận', amend: 'Bổ sung kết luận', 'ask-more': 'Hỏi thêm trạm', redirect: 'Chuyển nơi khác',
      decline: 'Không nhận', interrupt: 'Chuyển sang viết', 'end-call': 'Kết thúc gọi', 'no-show': 'Không có mặt', invite: 'Mời thêm người', 'emergency-transfer': 'Chuyển cấp cứu',
      cancel: 'Hủy yêu cầu', book: 'Đặt giờ',
    },
    hints: {
      'ask-more': 'Ca quay về trạm. Khi trạm trả lời, ca trở lại với bạn.', redirect: 'Nơi nhận thấy toàn bộ ca, kể cả lời nhắn. Bạn vẫn đọc được đến khi ca kết thúc.',
      decline: 'Trạm thấy lý do và có thể hỏi nơi khác.', interrupt: 'Cuộc gọi dừng, ca tiếp tục bằng văn bản. Bạn vẫn ký được kết luận.',
      'no-show': 'Ghi lại bên không có mặt. Trạm có thể đặt giờ khác.', invite: 'Người được mời vào phòng bằng đường dẫn, không cần tài khoản. Đường dẫn chỉ dùng cho ca này.',
      'emergency-transfer': 'Trạm được báo ngay để chuyển người bệnh đi cấp cứu. Ca dừng tại đây.', cancel: 'Trạm thấy lý do.', book: 'Chọn giờ còn trống của chuyên khoa.',
    },
    question: 'Cần trạm bổ sung gì?', reason: 'Lý do', instruction: 'Dặn trạm làm gì ngay', specialty: 'Chuyên khoa', facility: 'Nơi nhận', person: 'Bác sĩ', anyone: 'Ai cũng được',
    empty: 'Hãy viết rõ để trạm biết phải làm gì.', choose: 'Hãy chọn một mục.', chooseFacility: 'Hãy chọn nơi nhận.', chooseSlot: 'Hãy chọn một giờ.',
    interruptReasons: { link: 'Mạng quá yếu hoặc mất', 'patient-left': 'Người bệnh phải đi', 'specialist-called-away': 'Bác sĩ có việc gấp', other: 'Lý do khác' },
    sides: { station: 'Trạm không vào', patient: 'Người bệnh không đến', specialist: 'Bác sĩ không vào được' },
    side: 'Ai không có mặt?',
    roles: { specialist: 'Bác sĩ thứ hai', interpreter: 'Người phiên dịch', relative: 'Người nhà', patient: 'Người bệnh ở nhà' },
    role: 'Mời ai?', name: 'Họ tên người được mời', nameEmpty: 'Hãy ghi họ tên để mọi người trong phòng biết ai vào.',
    makeLink: 'Tạo đường dẫn', linkMade: 'Gửi đường dẫn này cho người được mời', linkUntil: (at: string) => `Dùng được đến ${at}. Ai có đường dẫn này đều vào được: chỉ gửi cho đúng người.`, copy: 'Sao chép', copied: 'Đã sao chép đường dẫn.',
    noSlots: 'Không còn giờ trống trong những ngày tới.',
    done: {
      accept: 'Bạn đã nhận ca này.', 'ask-more': 'Đã hỏi trạm.', redirect: 'Đã chuyển ca.', decline: 'Đã báo trạm là không nhận.', interrupt: 'Ca tiếp tục bằng văn bản.', 'end-call': 'Đã kết thúc gọi. Hãy viết kết luận.',
      'no-show': 'Đã ghi không có mặt.', 'emergency-transfer': 'Đã báo trạm chuyển cấp cứu.', cancel: 'Đã hủy.', book: 'Đã đặt giờ.',
    },
    call: {
      title: 'Phòng hội chẩn', opening: 'Đang mở phòng…', leaveNote: 'Rời phòng không kết thúc ca: bạn có thể vào lại.', left: 'Bạn đã rời phòng.', again: 'Vào lại',
      none: 'Trạm chưa vào phòng chờ. Bạn đọc bệnh án trước, hoặc gọi trạm.', ready: (station: string) => `${station} đang ở phòng chờ cùng người bệnh.`, started: 'Trạm đã vào: bắt đầu hội chẩn', beside: 'Bệnh án vẫn ở bên cạnh khi gọi.',
    },
  },
  {
    label: 'What can be done', more: 'More',
    names: {
      accept: 'Take the case', call: 'Call the station', join: 'Join the room', sign: 'Write the conclusion', amend: 'Amend the conclusion', 'ask-more': 'Ask for more', redirect: 'Pass on',
      decline: 'Decline', interrupt: 'Go on in writing', 'end-call': 'End the call', 'no-show': 'Somebody is absent', invite: 'Invite somebody', 'emergency-transfer': 'Emergency transfer',
      cancel: 'Cancel the request', book: 'Book a time',
    },
    hints: {
      'ask-more': 'The case goes back to the station. When it answers, the case returns to you.', redirect: 'The receiver sees the whole case, messages too. You can read it until it is closed.',
      decline: 'The station sees the reason and can ask elsewhere.', interrupt: 'The call stops and the case goes on in writing. You can still sign a conclusion.',
      'no-show': 'Records which side was absent. The station can book another time.', invite: 'The guest joins by a link, without an account. The link is good for this case only.',
      'emergency-transfer': 'The station is told at once to send the patient to emergency care. The case stops here.', cancel: 'The station sees the reason.', book: 'Choose a free time of the specialty.',
    },
    question: 'What should the station add?', reason: 'Reason', instruction: 'What the station must do now', specialty: 'Specialty', facility: 'Facility', person: 'Doctor', anyone: 'Anyone',
    empty: 'Write it clearly, so that the station knows what to do.', choose: 'Choose one.', chooseFacility: 'Choose where to pass it on.', chooseSlot: 'Choose a time.',
    interruptReasons: { link: 'The link is too weak or gone', 'patient-left': 'The patient had to leave', 'specialist-called-away': 'The doctor was called away', other: 'Another reason' },
    sides: { station: 'The station did not come', patient: 'The patient did not come', specialist: 'The doctor could not come' },
    side: 'Who is absent?',
    roles: { specialist: 'A second doctor', interpreter: 'An interpreter', relative: 'A relative', patient: 'The patient, at home' },
    role: 'Whom to invite?', name: 'Name of the guest', nameEmpty: 'Give the name, so that everybody in the room knows who joins.',
    makeLink: 'Make the link', linkMade: 'Send this link to the guest', linkUntil: (at) => `Good until ${at}. Whoever has the link can join: send it to the right person only.`, copy: 'Copy', copied: 'Link copied.',
    noSlots: 'No free times in the next days.',
    done: {
      accept: 'You have taken this case.', 'ask-more': 'The station was asked.', redirect: 'Passed on.', decline: 'The station was told.', interrupt: 'The case goes on in writing.', 'end-call': 'The call has ended. Write the conclusion.',
      'no-show': 'Absence recorded.', 'emergency-transfer': 'The station was told to transfer.', cancel: 'Cancelled.', book: 'Booked.',
    },
    call: {
      title: 'Consultation room', opening: 'Opening the room…', leaveNote: 'Leaving the room does not end the case: you can come back.', left: 'You have left the room.', again: 'Join again',
      none: 'The station is not in the waiting room yet. Read the record first, or call the station.', ready: (station) => `${station} is in the waiting room with the patient.`, started: 'The station has joined: start', beside: 'The record stays beside the call.',
    },
  },
);
