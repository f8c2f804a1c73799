import type { ComparedField, PairDecision, PairOrigin, PairState } from '../../shared/identity/contract.ts';
import { words } from '../i18n/words.ts';

/** Codes come from the API: one that has no words here yet is shown as it is. */
const byCode = (names: Readonly<Record<string, string>>) => names;

export const duplicateWords = words(
  {
    title: 'Hồ sơ có thể trùng',
    lead: 'Mỗi dòng là hai hồ sơ có thể của cùng một người. Hệ thống không tự gộp: người quyết định.',
    none: 'Không có hồ sơ nào chờ xem.', noneText: 'Khi tiếp đón thấy hai hồ sơ giống nhau, chúng sẽ vào đây.',
    pair: (a: string, b: string) => `${a} và ${b}`,
    score: (percent: string) => `giống ${percent}`,
    raised: 'Đưa vào lúc',
    states: { open: 'Chờ quyết định', later: 'Để lại xem sau', same: 'Đã gộp', different: 'Hai người khác nhau' } satisfies Record<PairState, string>,
    origins: { registered: 'khi lập hồ sơ mới', 'number-held': 'hai hồ sơ cùng một số căn cước', reported: 'nhân viên báo' } satisfies Record<PairOrigin, string>,
    compareTitle: 'So hai hồ sơ',
    first: 'Hồ sơ A', second: 'Hồ sơ B',
    fields: {
      name: 'Họ và tên', birthDate: 'Ngày sinh', sex: 'Giới tính', citizenId: 'Số căn cước', previousId: 'Số CMND cũ', insuranceCard: 'Mã thẻ bảo hiểm', passport: 'Hộ chiếu',
      birthCertificate: 'Giấy khai sinh', phone: 'Điện thoại', address: 'Nơi ở', facility: 'Nơi lập hồ sơ',
    } satisfies Record<ComparedField, string>,
    agrees: 'Giống', differs: 'Khác', unknown: 'Chưa so được', empty: 'không có', hidden: 'thuộc cơ sở khác, không xem được ở đây',
    whyTitle: 'Vì sao nghi là một người', forIt: 'ủng hộ', againstIt: 'chống lại',
    reasonFields: byCode({ name: 'Họ tên', birth: 'Ngày sinh', sex: 'Giới tính', number: 'Số giấy tờ', insurance: 'Thẻ bảo hiểm', passport: 'Hộ chiếu', birthCertificate: 'Giấy khai sinh', phone: 'Điện thoại', address: 'Nơi ở' }),
    levels: byCode({
      same: 'giống', unmarked: 'giống, một bên không dấu', order: 'cùng chữ, khác thứ tự', sounds: 'đọc gần giống', shortened: 'một bên thiếu tên đệm', 'marks-differ': 'khác dấu', 'one-letter': 'khác một chữ cái', 'family-only': 'chỉ giống họ',
      different: 'khác', differs: 'khác', 'same-month': 'cùng tháng, năm', 'same-year': 'cùng năm', 'day-month-swapped': 'đảo ngày và tháng', 'one-part': 'khác một phần', 'near-year': 'lệch một năm',
    }),
    decideTitle: 'Hai hồ sơ này là của…',
    same: 'Cùng một người', sameHint: 'Chọn hồ sơ dùng tiếp. Không có gì bị xóa hay chuyển; tách lại được.',
    different: 'Hai người khác nhau', differentHint: 'Không hỏi lại về hai hồ sơ này nữa.',
    later: 'Chưa chắc, để sau', laterHint: 'Ở lại cuối danh sách.',
    keepTitle: 'Dùng tiếp hồ sơ nào?', keep: (which: string, name: string) => `${which}: ${name}`,
    confirm: 'Ghi quyết định', choose: 'Hãy chọn một trong ba.', chooseKeep: 'Hãy chọn hồ sơ dùng tiếp.',
    separate: 'Tách lại thành hai hồ sơ', separateText: 'Hai hồ sơ trở lại như trước khi gộp; những gì ghi thêm ở hồ sơ nào vẫn ở hồ sơ đó.',
    mayNot: 'Một trong hai hồ sơ thuộc cơ sở khác, nên điều phối viên cấp trên quyết định. Nếu người bệnh đang ở đây, hãy quét thẻ căn cước rồi mở lại trang này.',
    historyTitle: 'Đã quyết định', decided: { same: 'Gộp', different: 'Hai người khác nhau', later: 'Để sau', separate: 'Tách lại' } satisfies Record<PairDecision, string>,
    back: 'Về danh sách', openRecord: 'Mở hồ sơ',
  },
  {
    title: 'Possible duplicates',
    lead: 'Each row is two records that may be of one person. Nothing is joined by itself: somebody decides.',
    none: 'Nothing waits.', noneText: 'When the desk sees two records alike, they come here.',
    pair: (a, b) => `${a} and ${b}`,
    score: (percent) => `${percent} alike`,
    raised: 'Raised',
    states: { open: 'To be decided', later: 'Left for later', same: 'Joined', different: 'Two people' },
    origins: { registered: 'when a record was made', 'number-held': 'two records with one number', reported: 'reported by staff' },
    compareTitle: 'Compare two records',
    first: 'Record A', second: 'Record B',
    fields: {
      name: 'Name', birthDate: 'Birth date', sex: 'Sex', citizenId: 'Citizen ID', previousId: 'Old number', insuranceCard: 'Insurance card', passport: 'Passport',
      birthCertificate: 'Birth certificate', phone: 'Phone', address: 'Address', facility: 'Made at',
    },
    agrees: 'Same', differs: 'Differs', unknown: 'Not comparable', empty: 'none', hidden: 'of another facility, not to be seen here',
    whyTitle: 'Why they may be one person', forIt: 'for', againstIt: 'against',
    reasonFields: { name: 'Name', birth: 'Birth date', sex: 'Sex', number: 'ID number', insurance: 'Insurance card', passport: 'Passport', birthCertificate: 'Birth certificate', phone: 'Phone', address: 'Address' },
    levels: {
      same: 'same', unmarked: 'same, one without marks', order: 'same words, other order', sounds: 'sounds alike', shortened: 'a middle name left out', 'marks-differ': 'other marks', 'one-letter': 'one letter differs', 'family-only': 'family name only',
      different: 'different', differs: 'differs', 'same-month': 'same month and year', 'same-year': 'same year', 'day-month-swapped': 'day and month swapped', 'one-part': 'one part differs', 'near-year': 'one year apart',
    },
    decideTitle: 'These two records are of…',
    same: 'One person', sameHint: 'Choose the record to go on with. Nothing is deleted or moved; it can be taken back.',
    different: 'Two people', differentHint: 'These two are not asked about again.',
    later: 'Not sure, later', laterHint: 'Stays at the end of the list.',
    keepTitle: 'Which record stays in use?', keep: (which, name) => `${which}: ${name}`,
    confirm: 'Record the decision', choose: 'Choose one of the three.', chooseKeep: 'Choose the record to go on with.',
    separate: 'Take apart again', separateText: 'Both records become as before; what was added to either stays there.',
    mayNot: 'One of the two belongs to another facility, so the coordinator above both decides. If the patient is here, scan the citizen card and open this page again.',
    historyTitle: 'Decisions', decided: { same: 'Joined', different: 'Two people', later: 'Left for later', separate: 'Taken apart' },
    back: 'Back to the list', openRecord: 'Open the record',
  },
);
