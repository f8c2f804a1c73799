/**
 * The fields of XML0, the message that a patient has come (QĐ 4750/QĐ-BYT, in its order). Lengths and types are the annex's; which fields
 * must not be empty for an insured visit is our reading of it (`must`), to be compared with the annex in force.
 */
export type Field = {
  readonly tag: string;
  /** Most characters; absent where the annex sets no bound. */
  readonly max?: number;
  readonly must?: true;
  readonly shape?: RegExp;
};

/** Dates of the claim tables: yyyymmdd, and yyyymmddHHMM. A birth may lack day, month and time: zeros. */
const day = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/;
const minute = /^\d{4}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d$/;
const birth = /^\d{4}(00000000|(0[1-9]|1[0-2])(00|0[1-9]|[12]\d|3[01])([01]\d|2[0-3])[0-5]\d)$/;

export const xml0 = [
  { tag: 'MA_LK', max: 100, must: true, shape: /^[\w.-]+$/ },
  { tag: 'STT', max: 10, must: true, shape: /^[1-9]\d*$/ },
  { tag: 'MA_BN', max: 100, must: true },
  { tag: 'HO_TEN', max: 255, must: true },
  { tag: 'SO_CCCD', max: 15 },
  { tag: 'NGAY_SINH', max: 12, must: true, shape: birth },
  { tag: 'GIOI_TINH', max: 1, must: true, shape: /^[123]$/ },
  { tag: 'MA_THE_BHYT', max: 15, must: true, shape: /^([A-Z]{2}[1-5]\d{12}|\d{10})$/ },
  { tag: 'MA_DKBD', max: 5, shape: /^\d{5}$/ },
  { tag: 'GT_THE_TU', max: 8, shape: day },
  { tag: 'GT_THE_DEN', max: 8, shape: day },
  { tag: 'MA_DOITUONG_KCB', max: 4, must: true, shape: /^\d(\.\d{1,2})?$/ },
  { tag: 'NGAY_VAO', max: 12, must: true, shape: minute },
  { tag: 'NGAY_VAO_NOI_TRU', max: 12, shape: minute },
  { tag: 'LY_DO_VNT' },
  { tag: 'MA_LY_DO_VNT', max: 5 },
  { tag: 'MA_LOAI_KCB', max: 2, must: true, shape: /^\d{2}$/ },
  { tag: 'MA_CSKCB', max: 5, must: true, shape: /^\d{5}$/ },
  { tag: 'MA_DICH_VU', max: 50 },
  { tag: 'TEN_DICH_VU', max: 1024 },
  { tag: 'MA_THUOC', max: 255 },
  { tag: 'TEN_THUOC', max: 1024 },
  { tag: 'MA_VAT_TU', max: 255 },
  { tag: 'TEN_VAT_TU', max: 1024 },
  { tag: 'NGAY_YL', max: 12, shape: minute },
  { tag: 'DU_PHONG' },
] as const satisfies readonly Field[];

export type Xml0Tag = (typeof xml0)[number]['tag'];
/** A value for every tag; '' where there is none. */
export type Xml0 = Readonly<Record<Xml0Tag, string>>;

export type Fault = { readonly tag: Xml0Tag; readonly fault: 'missing' | 'too-long' | 'wrong-shape' | 'not-text' };

/** What XML 1.0 can't hold (section 2.2): most control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
const notText = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/; // oxlint-disable-line no-control-regex -- these are looked for

/** Every fault of a message, in the order of the fields; none: it may be sent. */
export function faultsOf(message: Xml0): readonly Fault[] {
  return xml0.flatMap((field: Field) => {
    const tag = field.tag as Xml0Tag;
    const value = message[tag];
    const fault = faultOf(field, value);
    return fault ? [{ tag, fault }] : [];
  });
}

function faultOf({ max, must, shape }: Field, value: string): Fault['fault'] | undefined {
  if (value === '') return must ? 'missing' : undefined;
  if (notText.test(value)) return 'not-text';
  if (max !== undefined && value.length > max) return 'too-long';
  return shape && !shape.test(value) ? 'wrong-shape' : undefined;
}
