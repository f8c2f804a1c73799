import type { SignatureFault } from '../../shared/signing/contract.ts';
import { words } from '../i18n/words.ts';

/** Words of a check of signatures, made in this browser. */
export const verifyWords = words(
  {
    title: 'Kiểm tra kết luận có chữ ký',
    intro: 'Chọn tệp PDF hoặc tệp gốc của kết luận. Việc kiểm tra chạy ngay trên máy này; tệp không được gửi đi đâu.',
    fromPaper: 'Theo mã trên giấy', document: 'Mã văn bản', fingerprint: 'Dấu vân',
    fromPaperText: 'So hai dòng này với dòng in cạnh chữ ký. Muốn biết chữ ký có đúng không, hãy chọn tệp.',
    choose: 'Chọn tệp để kiểm tra', drop: 'hoặc thả tệp vào đây', another: 'Kiểm tra tệp khác', checking: 'Đang kiểm tra…',
    good: 'Chữ ký hợp lệ', goodText: 'Nội dung dưới đây đúng là nội dung đã được ký. Hãy so với bản bạn đang cầm.',
    bad: 'KHÔNG hợp lệ', badText: 'Đừng làm theo bản này. Hãy gọi cơ sở đã ký để hỏi lại.',
    otherPaper: 'Tệp này không phải bản gốc của tờ giấy vừa quét', otherPaperText: 'Mã hoặc dấu vân trên giấy khác với tệp. Hãy chọn đúng tệp, hoặc hỏi lại nơi ký.',
    nothing: 'Tệp này không mang chữ ký', nothingText: 'Bản quét, ảnh chụp hoặc bản in lại không mang bản gốc. Hãy xin tệp PDF tải từ hệ thống.',
    noKeys: 'Chưa tải được khóa công khai', noKeysText: 'Cần có mạng để lấy khóa công khai. Kiểm tra kết nối rồi thử lại.',
    signedBy: 'Người ký, theo thứ tự', at: (when: string) => `ký lúc ${when}`,
    stamped: (when: string, authority: string) => `dấu thời gian ${when}, ${authority}`, notStamped: 'chưa có dấu thời gian', badStamp: 'dấu thời gian không đúng', missing: 'chưa ký', key: (id: string) => `Khóa ${id}`,
    newest: 'Bản mới nhất trong tệp', older: (n: string) => `Tệp có ${n} bản; bản dưới đây là bản bổ sung mới nhất. Cơ sở có thể đã ký bản mới hơn sau khi tệp này được tải.`, single: 'Cơ sở có thể đã ký bản bổ sung sau khi tệp này được tải; hỏi nơi ký, hoặc xem trong hồ sơ.',
    broken: 'Các bản không nối tiếp nhau: có bản bị thay hoặc bị bỏ.',
    content: 'Nội dung đã ký',
    faults: {
      'no-signature': 'Văn bản không có chữ ký.', 'unknown-key': 'Ký bằng khóa không do hệ thống này công bố.', malformed: 'Không đọc được chữ ký.', 'does-not-match': 'Nội dung đã bị đổi sau khi ký.',
      'out-of-order': 'Một chữ ký đã bị bỏ, đổi chỗ hoặc thay thế.', 'key-not-in-force': 'Khóa không còn hoặc chưa có hiệu lực lúc ký.', 'key-revoked': 'Khóa đã bị thu hồi, và không có dấu thời gian cho thấy chữ ký có trước đó.', incomplete: 'Chưa đủ người ký.',
    } satisfies Record<SignatureFault, string>,
    here: 'Đã kiểm tra trên máy này', hereBusy: 'Đang kiểm tra trên máy này…', hereNot: 'Chưa kiểm tra được trên máy này; hệ thống báo chữ ký hợp lệ.',
  },
  {
    title: 'Check a signed conclusion',
    intro: 'Choose the PDF or the original file of a conclusion. The check runs on this device; the file is sent nowhere.',
    fromPaper: 'From the code on the paper', document: 'Document', fingerprint: 'Fingerprint',
    fromPaperText: 'Compare these two lines with those printed beside the signature. To know whether the signature holds, choose the file.',
    choose: 'Choose a file to check', drop: 'or drop it here', another: 'Check another file', checking: 'Checking…',
    good: 'Signature valid', goodText: 'What stands below is just what was signed. Compare it with the copy in your hand.',
    bad: 'NOT valid', badText: 'Do not act on this version. Call the facility that signed it.',
    otherPaper: 'This file is not the original of the paper you scanned', otherPaperText: 'The code or the fingerprint on the paper differs from the file. Choose the right file, or ask whoever signed.',
    nothing: 'This file carries no signature', nothingText: 'A scan, a photo or a new print does not carry the original. Ask for the PDF as it was downloaded.',
    noKeys: 'The public keys could not be loaded', noKeysText: 'Fetching them needs a connection. Check it and try again.',
    signedBy: 'Signers, in order', at: (when) => `signed ${when}`,
    stamped: (when, authority) => `time-stamped ${when}, ${authority}`, notStamped: 'not time-stamped yet', badStamp: 'the time-stamp is wrong', missing: 'has not signed', key: (id) => `Key ${id}`,
    newest: 'The newest version in the file', older: (n) => `The file holds ${n} versions; below is the newest amendment. The facility may have signed a newer one since the file was downloaded.`, single: 'The facility may have signed an amendment since the file was downloaded: ask it, or look in the record.',
    broken: 'The versions do not follow each other: one was exchanged or left out.',
    content: 'What was signed',
    faults: {
      'no-signature': 'The document has no signature.', 'unknown-key': 'It was signed with a key that this system does not publish.', malformed: 'The signature cannot be read.', 'does-not-match': 'The content was changed after it was signed.',
      'out-of-order': 'A signature was left out, moved or exchanged.', 'key-not-in-force': 'The key was not in force when it was signed.', 'key-revoked': 'The key was revoked, and no time-stamp shows the signature to be older.', incomplete: 'Not everybody has signed.',
    },
    here: 'Checked on this device', hereBusy: 'Checking on this device…', hereNot: 'Could not be checked on this device; the system says that the signature is valid.',
  },
);
