import { words } from '../i18n/words.ts';

export const lockWords = words(
  {
    warningTitle: 'Bạn còn ở đây không?',
    warningText: 'Đã lâu không ai thao tác trên máy này. Màn hình sẽ khoá để người khác không xem được hồ sơ. Những gì đã gõ được giữ lại.',
    left: 'Khoá sau',
    said: (seconds: string) => `Màn hình sẽ khoá sau ${seconds} giây.`,
    stay: 'Tôi vẫn ở đây',
    title: 'Màn hình đã khoá',
    why: (minutes: string) => `Không ai thao tác trong ${minutes} phút, nên hồ sơ đã được đóng và phiên đăng nhập đã kết thúc.`,
    whose: (name: string) => `Người đang làm việc trên máy này: ${name}.`,
    kept: 'Những gì đã gõ được giữ trên máy này và chỉ hiện lại cho chính người đã gõ. Đăng nhập lại để làm tiếp ở đúng trang đang mở.',
    waiting: (n: string) => `Có ${n} yêu cầu chờ gửi trên máy này. Đăng nhập lại để gửi đi.`,
    noNetwork: 'Đang mất mạng: chỉ mở khoá được khi có mạng trở lại. Không có gì bị mất.',
    again: 'Đăng nhập lại',
    other: 'Người khác đăng nhập',
  },
  {
    warningTitle: 'Are you still there?',
    warningText: 'Nobody has touched this device for a while. The screen will lock, so that nobody else can read the record. What you typed is kept.',
    left: 'Locks in',
    said: (seconds) => `The screen locks in ${seconds} seconds.`,
    stay: 'I am still here',
    title: 'The screen is locked',
    why: (minutes) => `Nobody touched this device for ${minutes} minutes, so the record was closed and the session has ended.`,
    whose: (name) => `At work on this device: ${name}.`,
    kept: 'What was typed is kept on this device and comes back only to whoever typed it. Sign in again to go on at the same page.',
    waiting: (n) => `${n} request(s) on this device wait to be sent. Sign in again to send them.`,
    noNetwork: 'No network: it can be unlocked when the network is back. Nothing is lost.',
    again: 'Sign in again',
    other: 'Somebody else signs in',
  },
);
