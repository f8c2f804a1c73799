import type { SignerRole } from '../../shared/signing/contract.ts';
import { words } from '../i18n/words.ts';

/** Words for a document that several sign. */
export const signerWords = words(
  {
    roles: { author: 'người soạn', member: 'thành viên', secretary: 'thư ký', chair: 'chủ tọa', countersigner: 'người ký duyệt' } satisfies Record<SignerRole, string>,
    who: 'Ai ký cùng', whoHint: 'Để trống nếu một mình bạn ký. Người khác ký lần lượt theo thứ tự này, sau bạn; kết luận chỉ có hiệu lực và chuyển về trạm khi mọi người đã ký.',
    add: 'Thêm người ký', addAs: 'Ký với vai trò', choose: 'Chọn bác sĩ', you: 'Bạn, người soạn', remove: (name: string) => `Bỏ ${name}`, earlier: (name: string) => `Đưa ${name} ký sớm hơn`,
    waitingTitle: 'Kết luận đang chờ ký', waitingAmendment: 'Bản bổ sung đang chờ ký',
    yourTurn: 'Đến lượt bạn ký', yourTurnText: 'Hãy đọc kỹ. Chữ ký của bạn xác nhận đúng nội dung dưới đây và các chữ ký trước.',
    notYet: (name: string) => `Đang đợi ${name} ký.`, released: 'Chưa có gì được chuyển về trạm hay người bệnh cho đến khi mọi người đã ký.',
    signed: (at: string) => `đã ký ${at}`, next: 'đến lượt', later: 'chưa đến lượt',
    sign: 'Ký văn bản này', signing: 'Đang ký…', done: 'Đã ký.',
    recall: 'Thu hồi để sửa', recallHint: 'Các chữ ký đã có sẽ bị bỏ; bạn sửa rồi ký lại từ đầu.', recalled: 'Đã thu hồi. Không ai được hỏi ký nữa.',
    listLabel: 'Thứ tự ký', fingerprint: 'Dấu vân của văn bản',
  },
  {
    roles: { author: 'author', member: 'member', secretary: 'secretary', chair: 'chair', countersigner: 'countersigner' },
    who: 'Who else signs', whoHint: 'Leave empty if you sign alone. Others sign one after the other in this order, after you; the conclusion counts and goes to the station when all have signed.',
    add: 'Add a signer', addAs: 'Signs as', choose: 'Choose a specialist', you: 'You, the author', remove: (name) => `Remove ${name}`, earlier: (name) => `Let ${name} sign earlier`,
    waitingTitle: 'The conclusion waits for signatures', waitingAmendment: 'The amendment waits for signatures',
    yourTurn: 'It is your turn to sign', yourTurnText: 'Read it carefully. Your signature confirms just what stands below, and the signatures before yours.',
    notYet: (name) => `Waiting for ${name} to sign.`, released: 'Nothing goes to the station or the patient until all have signed.',
    signed: (at) => `signed ${at}`, next: 'next', later: 'later',
    sign: 'Sign this document', signing: 'Signing…', done: 'Signed.',
    recall: 'Take back to change', recallHint: 'The signatures so far are dropped; change it and begin again.', recalled: 'Taken back. Nobody is asked to sign it any more.',
    listLabel: 'Order of signing', fingerprint: 'Fingerprint of the document',
  },
);
