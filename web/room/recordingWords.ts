import { words } from '../i18n/words.ts';

/** Asking for, seeing and ending a recording of the call. */
export const recordingWords = words(
  {
    region: 'Ghi cuộc gọi',
    on: 'Đang ghi hình và tiếng', onHint: 'Bản ghi vào hồ sơ của người bệnh. Ai trong phòng cũng dừng được bất cứ lúc nào.',
    ask: 'Xin ghi cuộc gọi', askHint: 'Mọi người trong phòng được hỏi. Chỉ ghi khi tất cả đồng ý.',
    question: (by: string) => `${by} xin ghi hình và tiếng cuộc gọi này. Bạn có đồng ý không?`,
    questionHint: 'Bản ghi chỉ nằm trong hồ sơ của người bệnh, được mã hoá; ai xem đều được ghi lại. Không đồng ý thì cuộc gọi vẫn tiếp tục như thường. Sau khi đồng ý vẫn rút lại được.',
    beside: 'Nếu có người ngồi cạnh bạn, kể cả người bệnh, hãy hỏi họ trước: câu trả lời là của tất cả.',
    agree: 'Tất cả chúng tôi đồng ý', disagree: 'Không đồng ý',
    waiting: (count: string) => `Chưa ghi. Đang chờ ${count} người trả lời.`, starting: 'Mọi người đã đồng ý. Đang bắt đầu ghi…',
    paused: (count: string) => `Tạm dừng ghi: chờ ${count} người mới vào trả lời.`,
    cancel: 'Thôi, không ghi', stop: 'Dừng ghi', withdraw: 'Tôi không đồng ý nữa',
    askedBy: (by: string) => `${by} xin ghi cuộc gọi. Hãy trả lời đồng ý hoặc không.`,
    began: 'Cuộc gọi bắt đầu được ghi.', goesOn: 'Cuộc gọi lại được ghi.',
    ended: { refused: 'Không ghi: có người chưa đồng ý.', withdrawn: 'Đã dừng ghi: có người không đồng ý nữa.', stopped: 'Đã dừng ghi.', failed: 'Không ghi được. Cuộc gọi vẫn tiếp tục.' },
    lobby: 'Cuộc gọi này đang được ghi hoặc đang xin ghi. Bạn được hỏi trước khi bị ghi.',
  },
  {
    region: 'Recording',
    on: 'Recording picture and sound', onHint: 'The recording goes into the patient’s record. Anybody in the room can stop it at any time.',
    ask: 'Ask to record the call', askHint: 'Everybody in the room is asked. It is recorded only if all agree.',
    question: (by) => `${by} asks to record picture and sound of this call. Do you agree?`,
    questionHint: 'The recording lies in the patient’s record alone, encrypted; whoever watches it is logged. If you do not agree the call goes on as it is. You can take your yes back later.',
    beside: 'If somebody sits with you, the patient included, ask them first: the answer is for all of you.',
    agree: 'We all agree', disagree: 'Do not agree',
    waiting: (count) => `Nothing is recorded. ${count} still to answer.`, starting: 'Everybody has agreed. The recording begins…',
    paused: (count) => `Recording paused: ${count} who came in still to answer.`,
    cancel: 'Do not record after all', stop: 'Stop recording', withdraw: 'I no longer agree',
    askedBy: (by) => `${by} asks to record the call. Please answer yes or no.`,
    began: 'The call is being recorded.', goesOn: 'The call is being recorded again.',
    ended: { refused: 'Not recorded: somebody does not agree.', withdrawn: 'Recording stopped: somebody no longer agrees.', stopped: 'Recording stopped.', failed: 'It could not be recorded. The call goes on.' },
    lobby: 'This call is being recorded, or somebody asks to. You are asked before you are recorded.',
  },
);
