import { words } from '../i18n/words.ts';

/** How a call went, for those who treat: a line that was too thin is said, not guessed. */
export const callTimelineWords = words(
  {
    title: 'Cuộc gọi: chất lượng và bản ghi',
    recordings: 'Bản ghi cuộc gọi', recordedBy: (by: string) => `xin ghi: ${by}`, length: (minutes: string, seconds: string) => `${minutes} phút ${seconds} giây`, size: (megabytes: string) => `${megabytes} MB`, noFile: 'Đang ghi, hoặc tệp không còn.', watch: 'Xem bản ghi', watchHint: 'Việc xem được ghi vào nhật ký của hồ sơ.', playing: 'Bản ghi cuộc gọi',
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
    title: 'The call: quality and recordings',
    recordings: 'Recordings of the call', recordedBy: (by) => `asked for by ${by}`, length: (minutes, seconds) => `${minutes} min ${seconds} s`, size: (megabytes) => `${megabytes} MB`, noFile: 'Being recorded, or the file is lost.', watch: 'Watch the recording', watchHint: 'Watching is written into the record’s log.', playing: 'Recording of the call',
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
