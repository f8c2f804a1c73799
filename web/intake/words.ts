import { words } from '../i18n/words.ts';

export const intakeWords = words(
  {
    vitals: 'Sinh hiệu',
    vitalsHint: 'Chỉ điền những gì đã đo. Ô trống nghĩa là chưa đo.',
    symptoms: 'Triệu chứng và diễn biến',
    symptomsHint: 'Bắt đầu từ bao giờ, nặng lên khi nào, đã dùng thuốc gì, bệnh cũ.',
    photos: 'Ảnh',
    photosHint: 'Tổn thương, điện tim, kết quả xét nghiệm. Ảnh được thu nhỏ và bỏ thông tin vị trí trước khi gửi.',
    range: (min: string, max: string) => `từ ${min} đến ${max}`,
    faults: { number: 'phải là số', whole: 'phải là số nguyên', range: 'ngoài khoảng có thể đo được; hãy đo lại', pair: 'huyết áp cần cả hai số', order: 'số dưới phải nhỏ hơn số trên' },
    symptomsMissing: 'Hãy viết triệu chứng: bác sĩ chưa gặp người bệnh.',
    flagTitle: 'Dấu hiệu nguy hiểm: xử trí cấp cứu trước',
    flagText: 'Xử trí theo phác đồ và gọi 115 hoặc chuyển viện nếu cần. Yêu cầu này sẽ được gửi ở mức Cấp cứu, không đặt lịch chờ.',
    low: (name: string, value: string) => `${name} ${value}: thấp`,
    high: (name: string, value: string) => `${name} ${value}: cao`,
  },
  {
    vitals: 'Vital signs',
    vitalsHint: 'Only what was measured. An empty field means not measured.',
    symptoms: 'Symptoms and course',
    symptomsHint: 'Since when, what makes it worse, medicines taken, earlier illnesses.',
    photos: 'Photos',
    photosHint: 'Lesion, ECG, test results. Photos are made smaller and lose their place data before they are sent.',
    range: (min, max) => `from ${min} to ${max}`,
    faults: { number: 'must be a number', whole: 'must be a whole number', range: 'is outside what can be measured; measure again', pair: 'blood pressure needs both numbers', order: 'the lower number must be the smaller one' },
    symptomsMissing: 'Write the symptoms: the specialist has not met the patient.',
    flagTitle: 'Danger signs: emergency care first',
    flagText: 'Treat by protocol, call 115 or transfer if needed. This request is sent as an emergency, not booked for later.',
    low: (name, value) => `${name} ${value}: low`,
    high: (name, value) => `${name} ${value}: high`,
  },
);
