import type { SigningErrorCode } from '../../../shared/signing/errors.ts';
import type { ProblemCatalogue } from './catalogue.ts';

export const signingProblems: ProblemCatalogue<SigningErrorCode> = {
  SIGNING_NOT_A_SIGNER: {
    status: 403,
    vi: { title: 'Bạn không có trong danh sách ký', detail: 'Văn bản này do những người khác ký. Nếu bạn cần ký, hãy nhờ người soạn thu hồi và lập lại danh sách. Lần thử này đã được ghi lại.' },
    en: { title: 'You are not one of the signers', detail: 'Others sign this document. If you should sign it, ask its author to take it back and name you. This attempt was recorded.' },
  },
  SIGNING_NOT_YOUR_TURN: {
    status: 409,
    vi: { title: 'Chưa đến lượt bạn ký', detail: 'Bạn ký thứ {yours}, hiện đang đợi người ký thứ {now}. Khi đến lượt, văn bản sẽ nằm trong mục "Chờ tôi ký". Chưa có gì được ký.' },
    en: { title: 'Not your turn yet', detail: 'You sign as number {yours}; number {now} comes first. When it is your turn the document stands under "For me to sign". Nothing was signed.' },
  },
  SIGNING_ALREADY_SIGNED: {
    status: 409,
    vi: { title: 'Bạn đã ký văn bản này', detail: 'Chữ ký của bạn đã được lưu. Không cần ký lại.' },
    en: { title: 'You have signed this already', detail: 'Your signature is stored. There is nothing more to do.' },
  },
  SIGNING_COMPLETE: {
    status: 409,
    vi: { title: 'Không còn gì để ký', detail: 'Văn bản đã được mọi người ký xong, hoặc người soạn đã thu hồi. Hãy tải lại để xem.' },
    en: { title: 'Nothing left to sign', detail: 'Everybody has signed the document, or its author has taken it back. Reload to see.' },
  },
  SIGNING_DOCUMENT_CHANGED: {
    status: 409,
    vi: { title: 'Văn bản không còn như lúc bạn xem', detail: 'Nội dung hoặc chữ ký trước không khớp với bản được đưa ra ký. Chưa có gì được ký. Hãy tải lại; nếu vẫn báo như vậy, gọi người soạn.' },
    en: { title: 'The document is not what you were shown', detail: 'Its content or a signature before yours does not match what was put up for signing. Nothing was signed. Reload; if it says so again, call its author.' },
  },
  SIGNING_SIGNER_UNKNOWN: {
    status: 422,
    vi: { title: 'Không tìm thấy người ký thứ {number}', detail: 'Người này không có trong danh bạ bác sĩ. Hãy chọn lại. Chưa có gì được ký.' },
    en: { title: 'Signer {number} is not in the directory', detail: 'This person is not among the specialists of the directory. Choose again. Nothing was signed.' },
  },
  SIGNING_SIGNER_REPEATED: {
    status: 422,
    vi: { title: 'Một người được ghi ký hai lần', detail: 'Người ký thứ {number} đã có trong danh sách. Mỗi người chỉ ký một lần. Chưa có gì được ký.' },
    en: { title: 'Somebody is to sign twice', detail: 'Signer {number} is in the list already. Each signs once. Nothing was signed.' },
  },
};
