import { words } from '../i18n/words.ts';

export const talkWords = words(
  {
    title: 'Tin nhắn', none: 'Chưa có tin nào.', write: 'Viết tin', send: 'Gửi', empty: 'Hãy viết tin trước khi gửi.', tooLong: 'Tin dài quá: hãy chia làm hai tin.',
    waiting: 'Chưa gửi được. Tin được giữ trên máy này và tự gửi khi có mạng.', sending: 'Đang gửi…', readOnly: 'Bạn đọc được ở đây; khi phòng khám từ xa mở, bạn viết được.', you: 'Bạn',
    audience: 'Ai đọc được', audiences: { team: 'Trạm, bác sĩ và người bệnh', room: 'Cả phòng, kể cả người vào bằng đường dẫn' }, toRoom: 'Cho cả phòng',
    kept: 'Tin được lưu vào hồ sơ hội chẩn.', unsent: 'Tin này chưa gửi. Nó vẫn ở đây để bạn chép sang chỗ khác.',
  },
  {
    title: 'Messages', none: 'No messages yet.', write: 'Write a message', send: 'Send', empty: 'Write something before sending.', tooLong: 'The message is too long: make it two.',
    waiting: 'Not sent yet. It is kept on this device and goes out by itself with the network.', sending: 'Sending…', readOnly: 'You can read here; you can write while the room is open.', you: 'You',
    audience: 'Who reads it', audiences: { team: 'Station, doctor and patient', room: 'Everybody in the room, guests by link too' }, toRoom: 'For the whole room',
    kept: 'Messages are kept in the record of the consultation.', unsent: 'This was not sent. It stays here for you to copy elsewhere.',
  },
);
