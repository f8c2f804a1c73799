import type { Specialty } from '../../booking/contract.ts';
import type { Vitals } from '../../consultation/contract.ts';
import type { SignerRole } from '../../signing/contract.ts';

/** Vietnamese first; the English is printed small beside it. */
export type Words = readonly [vi: string, en: string];

export const specialtyWords: Readonly<Record<Specialty, Words>> = {
  internal: ['Nội tổng quát', 'Internal medicine'],
  cardiology: ['Tim mạch', 'Cardiology'],
  dermatology: ['Da liễu', 'Dermatology'],
  paediatrics: ['Nhi khoa', 'Paediatrics'],
  obstetrics: ['Sản phụ khoa', 'Obstetrics'],
  endocrinology: ['Nội tiết', 'Endocrinology'],
  respiratory: ['Hô hấp', 'Respiratory medicine'],
  neurology: ['Thần kinh', 'Neurology'],
};

/** As what somebody signed. */
export const signerWords: Readonly<Record<SignerRole, string>> = { author: 'người kết luận', member: 'thành viên hội chẩn', secretary: 'thư ký', chair: 'chủ tọa', countersigner: 'người ký duyệt' };

const sexes: Readonly<Record<string, string>> = { male: 'Nam', female: 'Nữ', other: 'Khác' };
export const sexWord = (sex: string | undefined): string => sexes[sex ?? ''] ?? 'Chưa ghi';

const number = new Intl.NumberFormat('vi-VN', { maximumFractionDigits: 1 });

/** What was measured, ready to print: `["Huyết áp", "150/95", "mmHg"]`. */
export function vitalWords(v: Vitals): readonly (readonly [label: string, value: string, unit: string])[] {
  const one = (label: string, value: number | undefined, unit: string) => (value === undefined ? [] : [[label, number.format(value), unit] as const]);
  const pressure = v.systolic === undefined && v.diastolic === undefined ? [] : [['Huyết áp', `${v.systolic ?? '–'}/${v.diastolic ?? '–'}`, 'mmHg'] as const];
  return [
    ...pressure,
    ...one('Mạch', v.heartRate, '/phút'),
    ...one('Nhịp thở', v.respiratoryRate, '/phút'),
    ...one('Nhiệt độ', v.temperature, '°C'),
    ...one('SpO₂', v.oxygenSaturation, '%'),
    ...one('Đường huyết', v.bloodGlucose, 'mmol/L'),
    ...one('Cân nặng', v.weight, 'kg'),
    ...one('Chiều cao', v.height, 'cm'),
  ];
}

const parts = (iso: string, zone = 'Asia/Ho_Chi_Minh') => {
  const format = new Intl.DateTimeFormat('en-GB', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return Object.fromEntries(format.formatToParts(new Date(iso)).map((p) => [p.type, p.value]));
};

/** `2026-11-22T02:05:00Z` is "09:05 ngày 22/11/2026" in Asia/Ho_Chi_Minh. */
export function momentWords(iso: string): string {
  const p = parts(iso);
  return `${p['hour']}:${p['minute']} ngày ${p['day']}/${p['month']}/${p['year']}`;
}

/** A FHIR date as people write it: "14/03/1985", or the year alone where only that is known. */
export const dayWords = (date: string | undefined): string =>
  date === undefined ? 'Chưa ghi' : date.split('-').toReversed().join('/');

/** "41 tuổi"; below six years in months, as a child's record is read. Empty where the birth date is not known in full. */
export function ageWords(birthDate: string | undefined, at: string): string {
  if (!birthDate || !/^\d{4}-\d{2}-\d{2}$/.test(birthDate)) return birthDate ? `khoảng ${Number(parts(at)['year']) - Number(birthDate.slice(0, 4))} tuổi` : '';
  const p = parts(at);
  const [year, month, day] = birthDate.split('-').map(Number) as [number, number, number];
  const months = (Number(p['year']) - year) * 12 + Number(p['month']) - month - (Number(p['day']) < day ? 1 : 0);
  return months < 72 ? `${months} tháng tuổi` : `${Math.floor(months / 12)} tuổi`;
}
