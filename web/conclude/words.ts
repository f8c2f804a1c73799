import { words } from '../i18n/words.ts';

/** Words for writing, reviewing, signing and amending a conclusion. */
export const concludeWords = words(
  {
    title: 'Viết kết luận', amendTitle: 'Bổ sung kết luận',
    amendIntro: 'Bản đã ký được giữ nguyên. Bản bổ sung được ký thêm và hiện lên trên, kèm lý do.',
    restored: 'Đã mở lại bản nháp trên máy này.', kept: 'Bản nháp tự lưu trên máy này.',
    answer: (n: string) => `Trả lời câu ${n}`,
    diagnosis: 'Chẩn đoán (ICD-10)', diagnosisHint: 'Gõ tên bệnh, không cần dấu, hoặc mã. Ví dụ: tang huyet ap, I10.',
    searching: 'Đang tìm…', found: (n: string) => `${n} mã`, noneFound: 'Không có mã nào khớp. Thử từ khác hoặc gõ mã.', already: 'đã chọn',
    main: 'Bệnh chính', makeMain: 'Đặt làm bệnh chính', secondary: 'Kèm theo', removeDiagnosis: (name: string) => `Bỏ ${name}`,
    advice: 'Hướng xử trí', adviceHint: 'Trạm làm theo phần này. Ghi thuốc, liều, dấu hiệu phải chuyển ngay.',
    followUp: 'Theo dõi, tái khám', reason: 'Lý do bổ sung', reasonHint: 'Người đọc sẽ thấy lý do này cạnh bản bổ sung.',
    readBack: (name: string, born: string) => `Tôi đã đọc lại họ tên và ngày sinh với người bệnh: ${name}, ${born}`,
    review: 'Xem lại trước khi ký', reviewTitle: 'Bạn sắp ký đúng nội dung này', reviewText: 'Ký xong, trạm và người bệnh đọc được ngay. Sau đó chỉ bổ sung được, không sửa được.',
    change: 'Sửa lại', sign: 'Ký kết luận', signAmendment: 'Ký bản bổ sung', signing: 'Đang ký…', signed: 'Đã ký. Trạm đã được báo.',
    saidBefore: 'Chưa ký: nội dung vẫn còn trong bản nháp.',
    errors: {
      answer: (n: string) => `Câu ${n} chưa có câu trả lời.`, answerLong: (n: string) => `Câu trả lời ${n} dài quá 4.000 ký tự.`, diagnoses: 'Hãy chọn ít nhất một chẩn đoán.', main: 'Hãy chọn một bệnh chính.',
      advice: 'Hãy ghi hướng xử trí.', adviceLong: 'Hướng xử trí dài quá 8.000 ký tự.', followUpLong: 'Phần tái khám dài quá 1.000 ký tự.', reason: 'Hãy ghi lý do bổ sung.', readBack: 'Hãy đọc lại họ tên và ngày sinh với người bệnh, rồi đánh dấu.', 
    },
  },
  {
    title: 'Write the conclusion', amendTitle: 'Amend the conclusion',
    amendIntro: 'The signed version is kept as it is. The amendment is signed in addition and shown first, with its reason.',
    restored: 'Your draft on this device was opened again.', kept: 'The draft is kept on this device.',
    answer: (n) => `Answer to question ${n}`,
    diagnosis: 'Diagnosis (ICD-10)', diagnosisHint: 'Type the disease, accents not needed, or the code. For example: tang huyet ap, I10.',
    searching: 'Searching…', found: (n) => `${n} codes`, noneFound: 'No code fits. Try another word, or type the code.', already: 'chosen',
    main: 'Main', makeMain: 'Make main', secondary: 'Also', removeDiagnosis: (name) => `Remove ${name}`,
    advice: 'What to do', adviceHint: 'The station acts on this. Give medicines, doses, and signs for immediate transfer.',
    followUp: 'Follow-up', reason: 'Reason for the amendment', reasonHint: 'Readers see this reason beside the amendment.',
    readBack: (name, born) => `I have read the name and birth date back to the patient: ${name}, ${born}`,
    review: 'Review before signing', reviewTitle: 'You are about to sign exactly this', reviewText: 'Once signed, the station and the patient can read it at once. After that it can be amended, not changed.',
    change: 'Change', sign: 'Sign the conclusion', signAmendment: 'Sign the amendment', signing: 'Signing…', signed: 'Signed. The station was told.',
    saidBefore: 'Not signed: the content is still in your draft.',
    errors: {
      answer: (n) => `Question ${n} has no answer yet.`, answerLong: (n) => `Answer ${n} is longer than 4,000 characters.`, diagnoses: 'Choose at least one diagnosis.', main: 'Choose the main diagnosis.',
      advice: 'Write what to do.', adviceLong: 'What to do is longer than 8,000 characters.', followUpLong: 'Follow-up is longer than 1,000 characters.', reason: 'Write the reason for the amendment.', readBack: 'Read the name and birth date back to the patient, then tick.',
    },
  },
);
