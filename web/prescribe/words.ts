import type { PrescriptionKind } from '../../shared/prescription/contract.ts';
import { words } from '../i18n/words.ts';

/** Words for writing and reading a prescription. */
export const prescribeWords = words(
  {
    title: 'Đơn thuốc', hint: 'Để trống nếu không kê thuốc. Ký cùng kết luận, thành một văn bản riêng.', add: 'Thêm thuốc', line: (n: string) => `Thuốc ${n}`, remove: (name: string) => `Bỏ ${name}`,
    name: 'Tên thuốc (hoạt chất)', nameHint: 'Gõ vài chữ, không cần dấu; chọn gợi ý hoặc gõ tự do. Biệt dược ghi trong ngoặc.', found: (n: string) => `${n} gợi ý`, strength: 'Hàm lượng', form: 'Dạng',
    quantity: 'Số lượng', unit: 'Đơn vị', days: 'Số ngày', dosage: 'Cách dùng', dosageHint: 'Liều, đường dùng, lúc dùng. Ví dụ: Uống 1 viên mỗi sáng.', instruction: 'Lưu ý riêng', kind: 'Loại đơn',
    kinds: { C: 'Thuốc thường', H: 'Hướng thần, tiền chất', N: 'Gây nghiện', T: 'Thang thuốc' } satisfies Record<PrescriptionKind, string>,
    allergy: (allergy: string) => `Hồ sơ ghi dị ứng: ${allergy}`, allergyText: 'Thuốc này trùng hoặc cùng nhóm. Đổi thuốc, hoặc ghi lý do vẫn dùng; lý do được ký và lưu cùng đơn.', allergyReason: 'Lý do vẫn dùng',
    notChecked: 'Chưa tải được dị ứng trong hồ sơ để đối chiếu tại đây. Máy chủ vẫn đối chiếu trước khi ký.', notLinked: 'Cơ sở của bạn chưa có mã liên thông đơn thuốc, nên chưa kê đơn được. Hãy báo người quản trị.',
    longTerm: 'Bệnh thuộc danh mục được kê trên 30 ngày', longTermHint: 'Tối đa 90 ngày.', weight: 'Cân nặng của trẻ', carer: 'Người đưa trẻ đến khám', carerHint: 'Đơn cho trẻ dưới 72 tháng phải có.', advice: 'Lời dặn',
    errors: {
      name: (n: string) => `Thuốc ${n}: hãy ghi tên.`, quantity: (n: string) => `Thuốc ${n}: số lượng là một số lớn hơn 0.`, unit: (n: string) => `Thuốc ${n}: hãy ghi đơn vị.`, dosage: (n: string) => `Thuốc ${n}: hãy ghi cách dùng.`,
      days: (n: string) => `Thuốc ${n}: số ngày từ 1 đến 90.`, long: (n: string) => `Thuốc ${n}: trên 30 ngày chỉ khi bệnh thuộc danh mục; hãy giảm, hoặc xác nhận bên dưới.`, allergy: (n: string) => `Thuốc ${n}: hồ sơ ghi dị ứng; hãy đổi thuốc hoặc ghi lý do vẫn dùng.`,
      weight: 'Trẻ dưới 72 tháng: hãy ghi cân nặng.', carer: 'Trẻ dưới 72 tháng: hãy ghi tên người đưa trẻ đến khám.', byOne: 'Đơn thuốc do một bác sĩ ký. Hãy bỏ người ký cùng, hoặc bỏ đơn và kê sau khi mọi người đã ký kết luận.', notLinked: 'Cơ sở chưa có mã liên thông: hãy bỏ các dòng thuốc.',
      reason: 'Hãy ghi lý do thay đơn.', none: 'Hãy thêm ít nhất một thuốc.',
    },
    patientTitle: 'Đơn thuốc của bạn', code: 'Mã đơn', validUntil: (date: string) => `Mua hoặc nhận thuốc đến hết ${date}`, until: (date: string, days: string) => `Dùng đến hết ${date} (${days} ngày)`, gives: (quantity: string, unit: string) => `${quantity} ${unit}`,
    given: (reason: string) => `Vẫn dùng dù có dị ứng: ${reason}`, by: (name: string, at: string) => `${name} kê lúc ${at}`, from: (facility: string) => `Đơn của ${facility}`, child: (kg: string, carer: string) => `Cân nặng ${kg} kg · người đưa đến: ${carer}`,
    sending: { waiting: 'Chưa gửi lên hệ thống đơn thuốc quốc gia', sent: (at: string) => `Đã gửi hệ thống đơn thuốc quốc gia lúc ${at}`, refused: 'Hệ thống đơn thuốc quốc gia từ chối', refusedNext: 'Hãy kê đơn thay với nội dung đã sửa.', waitingText: 'Máy đang tự gửi lại.' },
    replaced: (codes: string) => `Đã thay bằng đơn ${codes}. Không dùng đơn này nữa.`, replaces: (code: string, reason: string) => `Thay cho đơn ${code}. Lý do: ${reason}`, older: (n: string) => `Đơn đã được thay (${n})`,
    pdf: 'Tải đơn để in (PDF)', pdfName: (code: string) => `don-thuoc-${code}.pdf`,
    write: 'Kê đơn', writeAgain: 'Kê đơn thay', newTitle: 'Kê đơn sau kết luận', replaceTitle: (code: string) => `Kê đơn thay đơn ${code}`, replaceText: 'Đơn cũ giữ nguyên như đã ký và được đánh dấu là đã thay.', reason: 'Lý do thay đơn', review: 'Xem lại trước khi ký', reviewTitle: 'Bạn sắp ký đúng đơn này', sign: 'Ký đơn thuốc', signing: 'Đang ký…', signed: 'Đã ký đơn thuốc. Trạm đã được báo.', change: 'Sửa lại', cancel: 'Thôi',
  },
  {
    title: 'Prescription', hint: 'Leave empty to prescribe nothing. Signed with the conclusion, as a document of its own.', add: 'Add a medicine', line: (n) => `Medicine ${n}`, remove: (name) => `Remove ${name}`,
    name: 'Medicine (active ingredient)', nameHint: 'Type a few letters, accents not needed; choose a suggestion or type freely. A brand goes in brackets.', found: (n) => `${n} suggestions`, strength: 'Strength', form: 'Form',
    quantity: 'Quantity', unit: 'Unit', days: 'Days', dosage: 'How to take it', dosageHint: 'Dose, route, time. For example: 1 tablet by mouth each morning.', instruction: 'Note', kind: 'Kind',
    kinds: { C: 'Ordinary', H: 'Psychotropic, precursor', N: 'Narcotic', T: 'Traditional decoction' },
    allergy: (allergy) => `The record tells of an allergy: ${allergy}`, allergyText: 'This medicine is the same or of its group. Choose another, or write why it is given; the reason is signed and stored.', allergyReason: 'Why it is given',
    notChecked: 'The allergies of the record could not be loaded for comparing here. The server still compares before signing.', notLinked: 'Your facility has no code in the national e-prescription system, so nothing can be prescribed yet. Tell the administrator.',
    longTerm: 'The disease is on the list for more than 30 days', longTermHint: '90 days at most.', weight: 'Weight of the child', carer: 'Who brought the child', carerHint: 'Needed for a child under 72 months.', advice: 'Advice',
    errors: {
      name: (n) => `Medicine ${n}: write its name.`, quantity: (n) => `Medicine ${n}: the quantity is a number above 0.`, unit: (n) => `Medicine ${n}: write the unit.`, dosage: (n) => `Medicine ${n}: write how to take it.`,
      days: (n) => `Medicine ${n}: 1 to 90 days.`, long: (n) => `Medicine ${n}: more than 30 days only for a listed disease; give fewer, or confirm below.`, allergy: (n) => `Medicine ${n}: the record tells of an allergy; choose another, or write why it is given.`,
      weight: 'A child under 72 months: write the weight.', carer: 'A child under 72 months: write who brought the child.', byOne: 'One doctor signs a prescription. Remove the other signers, or prescribe after all have signed the conclusion.', notLinked: 'The facility has no code: remove the medicines.',
      reason: 'Write why it is replaced.', none: 'Add at least one medicine.',
    },
    patientTitle: 'Your prescription', code: 'Code', validUntil: (date) => `Get the medicine by ${date}`, until: (date, days) => `Take until ${date} (${days} days)`, gives: (quantity, unit) => `${quantity} ${unit}`,
    given: (reason) => `Given despite the allergy: ${reason}`, by: (name, at) => `Prescribed by ${name}, ${at}`, from: (facility) => `From ${facility}`, child: (kg, carer) => `Weight ${kg} kg · brought by ${carer}`,
    sending: { waiting: 'Not yet sent to the national e-prescription system', sent: (at) => `Sent to the national e-prescription system, ${at}`, refused: 'The national e-prescription system refused it', refusedNext: 'Write a replacement with what was put right.', waitingText: 'It is sent again by itself.' },
    replaced: (codes) => `Replaced by ${codes}. Do not use this one any more.`, replaces: (code, reason) => `Replaces ${code}. Reason: ${reason}`, older: (n) => `Replaced prescriptions (${n})`,
    pdf: 'Download to print (PDF)', pdfName: (code) => `prescription-${code}.pdf`,
    write: 'Prescribe', writeAgain: 'Replace it', newTitle: 'Prescribe after the conclusion', replaceTitle: (code) => `Replace prescription ${code}`, replaceText: 'The old one stays as it was signed and is marked as replaced.', reason: 'Why it is replaced', review: 'Review before signing', reviewTitle: 'You are about to sign exactly this', sign: 'Sign the prescription', signing: 'Signing…', signed: 'Prescription signed. The station was told.', change: 'Change', cancel: 'Leave it',
  },
);
