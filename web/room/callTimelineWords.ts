import { words } from '../i18n/words.ts';

/** How a call went, for those who treat: a line that was too thin is said, not guessed. */
export const callTimelineWords = words(
  {
    title: 'Chất lượng cuộc gọi',
    none: 'Chưa có cuộc gọi nào được đo.',
    still: 'đang gọi',
    minutes: (n: string) => `${n} phút`,
    lost: 'mất trên đường truyền (%)',
    concealed: 'tiếng phải bù (%)',
    joined: (ms: string) => `có tiếng sau ${ms} ms`,
    sound: (mean: string, worst: string) => `Tiếng phải bù ${mean} %, lúc tệ nhất ${worst} %.`,
    line: (lost: string, trip: string) => `Mất trên đường truyền ${lost} %, độ trễ khứ hồi ${trip} ms.`,
    frozen: (seconds: string) => `Hình đứng ${seconds} giây.`,
    data: (megabytes: string) => `Đã dùng ${megabytes} MB.`,
    steps: { hd: 'Hình nét cao', sd: 'Hình thường', thumbnail: 'Hình nhỏ', audio: 'Chỉ có tiếng', written: 'Trao đổi bằng chữ', away: 'Mất liên lạc' },
    ladder: 'Các bậc của cuộc gọi',
    duration: (minutes: string, seconds: string) => `${minutes} phút ${seconds} giây`,
  },
  {
    title: 'How the call went',
    none: 'No call has been measured yet.',
    still: 'going on',
    minutes: (n: string) => `${n} minutes`,
    lost: 'lost on the way (%)',
    concealed: 'sound made up (%)',
    joined: (ms: string) => `sound after ${ms} ms`,
    sound: (mean: string, worst: string) => `Sound made up: ${mean} %, at worst ${worst} %.`,
    line: (lost: string, trip: string) => `Lost on the way: ${lost} %, round trip ${trip} ms.`,
    frozen: (seconds: string) => `Picture stood still for ${seconds} seconds.`,
    data: (megabytes: string) => `Data used: ${megabytes} MB.`,
    steps: { hd: 'High definition', sd: 'Standard picture', thumbnail: 'Small picture', audio: 'Voice alone', written: 'In writing', away: 'Out of reach' },
    ladder: 'Steps of the call',
    duration: (minutes: string, seconds: string) => `${minutes} min ${seconds} s`,
  },
);
