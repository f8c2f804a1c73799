import type { OutgoingPrescription } from '../prescription/ports.ts';

/** The system's own code of sex: not the claim tables' (there 1 is male). */
const sexes: Readonly<Record<string, string>> = { male: '2', female: '3' };
const unknownSex = '1';

/** Small letters on the wire; traditional medicine is "y" there and T in the code. */
const kinds = { C: 'c', H: 'h', N: 'n', T: 'y' } as const;

/** Outpatient. "own": the values of the ministry's list were seen in public clients only. */
const outpatient = '2';

const vietnam = 7 * 3_600_000;
const dayOf = (date: string): string => date.split('-').toReversed().join('/');
const moment = (instant: string): string => new Date(Date.parse(instant) + vietnam).toISOString().slice(0, 19).replace('T', ' ');

/** Under ten with a leading zero, so that nobody writes a digit before it (TT 26/2025/TT-BYT). */
export const quantityWords = (quantity: number): string => {
  const text = String(quantity).replace('.', ',');
  return quantity < 10 && Number.isInteger(quantity) ? `0${text}` : text;
};

/** The body of `POST /api/v1/gui-don-thuoc` (QĐ 808/QĐ-BYT), every field as text. */
export function prescriptionMessage(p: OutgoingPrescription) {
  const ends = p.lines.map(({ until }) => until).toSorted().at(-1) ?? '';
  return {
    loai_don_thuoc: kinds[p.kind],
    ma_don_thuoc: p.code,
    ho_ten_benh_nhan: p.patient.name.normalize('NFC'),
    ma_dinh_danh_y_te: p.patient.id,
    ma_dinh_danh_cong_dan: p.patient.citizenId,
    ngay_sinh_benh_nhan: dayOf(p.patient.birthDate),
    can_nang: p.weightKg === undefined ? '' : String(p.weightKg),
    gioi_tinh: sexes[p.patient.sex] ?? unknownSex,
    ma_so_the_bao_hiem_y_te: p.patient.insuranceCard,
    thong_tin_nguoi_giam_ho: p.carer,
    dia_chi: p.patient.address,
    chan_doan: p.diagnoses.map(({ code, display }) => ({ ma_chan_doan: code, ten_chan_doan: display, ket_luan: display })),
    luu_y: p.note,
    hinh_thuc_dieu_tri: outpatient,
    dot_dung_thuoc: { dot: '1', tu_ngay: moment(p.writtenAt).slice(0, 10).split('-').toReversed().join('/'), den_ngay: dayOf(ends), so_thang_thuoc: p.kind === 'T' ? String(p.lines[0]?.quantity ?? '') : '' },
    thong_tin_don_thuoc: p.lines.map(({ name, strength, form, unit, quantity, dosage, instruction }) => ({
      ma_thuoc: '',
      biet_duoc: name,
      ten_thuoc: [name, strength, form].filter(Boolean).join(' '),
      don_vi_tinh: unit,
      so_luong: quantityWords(quantity),
      cach_dung: instruction ? `${dosage}. ${instruction}` : dosage,
    })),
    loi_dan: p.advice,
    so_dien_thoai_nguoi_kham_benh: p.patient.phone,
    ngay_tai_kham: '',
    ngay_gio_ke_don: moment(p.writtenAt),
    signature: p.signature,
  };
}
