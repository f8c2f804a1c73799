import { expect, test } from '@jest/globals';
import { seemsToBe } from './otherQr.ts';

test.each([
  ['payment', '00020101021238540010A00000072701240006970436011001234567890208QRIBFTTA530370454061500005802VN62180814KCB 2611210001630496B0'],
  ['link', 'https://mau.example/x'],
  ['link', 'www.mau.example'],
  ['vneid', 'https://vneid.gov.vn/q?x=1'],
  ['insurance-card', 'DT2121234567801|56c3a06e67|14/03/1985|2|'],
  ['licence', 'Giấy phép lái xe;A1;Vàng Thị Mẫu'],
  ['contact', 'BEGIN:VCARD\nFN:Mau'],
  ['contact', 'WIFI:S:x;P:y;;'],
  ['too-long', 'x'.repeat(10_000_000)],
  ['other', 'hàng dễ vỡ'],
] as const)('a text that is no card seems to be %s', (kind, text) => {
  expect(seemsToBe(text)).toBe(kind);
});
