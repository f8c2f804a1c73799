import { words } from '../i18n/words.ts';

export const talkWords = words(
  {
    title: 'Tin nhắn', none: 'Chưa có tin nào.', write: 'Viết tin', send: 'Gửi', empty: 'Hãy viết tin trước khi gửi.', tooLong: 'Tin dài quá: hãy chia làm hai tin.',
    waiting: 'Chưa gửi được. Tin được giữ trên máy này và tự gửi khi có mạng.', sending: 'Đang gửi…', readOnly: 'Trạm và bác sĩ viết ở đây; bạn đọc được.', you: 'Bạn',
    kept: 'Tin được lưu vào hồ sơ hội chẩn.',
  },
  {
    title: 'Messages', none: 'No messages yet.', write: 'Write a message', send: 'Send', empty: 'Write something before sending.', tooLong: 'The message is too long: make it two.',
    waiting: 'Not sent yet. It is kept on this device and goes out by itself with the network.', sending: 'Sending…', readOnly: 'The station and the doctor write here; you can read it.', you: 'You',
    kept: 'Messages are kept in the record of the consultation.',
  },
);
