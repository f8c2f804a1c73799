import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { faultsOf, xml0, type Field, type Xml0, type Xml0Tag } from './fields.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

const aMessage = (more: Partial<Xml0> = {}): Xml0 => ({
  ...(Object.fromEntries(xml0.map(({ tag }) => [tag, ''])) as Xml0),
  MA_LK: '0199-a.b_c', STT: '1', MA_BN: 'p', HO_TEN: 'Vàng Thị Mẫu', SO_CCCD: '012185000011', NGAY_SINH: '198503140000', GIOI_TINH: '2', MA_THE_BHYT: 'DT2121234567801', MA_DKBD: '12101',
  GT_THE_TU: '20260101', GT_THE_DEN: '20261231', MA_DOITUONG_KCB: '1.2', NGAY_VAO: '202611220835', MA_LOAI_KCB: '14', MA_CSKCB: '12101', NGAY_YL: '202611220835', ...more,
});
const faults = (more: Partial<Xml0>) => faultsOf(aMessage(more)).map(({ tag, fault }) => `${tag} ${fault}`);

/** Tag and length by the annex (QĐ 4750); 'n' is no bound. */
const annex = 'MA_LK 100 STT 10 MA_BN 100 HO_TEN 255 SO_CCCD 15 NGAY_SINH 12 GIOI_TINH 1 MA_THE_BHYT 15 MA_DKBD 5 GT_THE_TU 8 GT_THE_DEN 8 MA_DOITUONG_KCB 4 NGAY_VAO 12 NGAY_VAO_NOI_TRU 12 LY_DO_VNT n MA_LY_DO_VNT 5 MA_LOAI_KCB 2 MA_CSKCB 5 MA_DICH_VU 50 TEN_DICH_VU 1024 MA_THUOC 255 TEN_THUOC 1024 MA_VAT_TU 255 TEN_VAT_TU 1024 NGAY_YL 12 DU_PHONG n';

describe('XML0', () => {
  it('has the fields of the annex, in its order, with its lengths', () => {
    expect(xml0.map((field: Field) => `${field.tag} ${field.max ?? 'n'}`).join(' ')).toBe(annex);
  });

  it('a good message has no fault', () => expect(faultsOf(aMessage())).toEqual([]));

  it.each(xml0.filter((field: Field) => field.must).map(({ tag }) => tag))('must not lack %s', (tag) => expect(faults({ [tag]: '' })).toEqual([`${tag} missing`]));
  it.each(xml0.filter((field: Field) => !field.must).map(({ tag }) => tag))('may lack %s', (tag) => expect(faults({ [tag]: '' })).toEqual([]));
  it.each(xml0.filter((field: Field) => field.max !== undefined).map((field: Field) => [field.tag, field.max ?? 0] as const))('%s holds %d characters at most', (tag, max) => {
    expect(faults({ [tag]: '1'.repeat(max + 1) })).toEqual([`${tag} too-long`]);
  });
  it.each(xml0.map(({ tag }) => tag))('%s holds no character that XML can’t', (tag) => {
    for (const bad of ['\u0000', '\u000b', '\ud800', '\udc00', '\uffff']) expect(faults({ [tag]: bad })).toEqual([`${tag} not-text`]);
  });

  it.each([
    ['MA_LK', ['a b', 'ă']], ['STT', ['0', '-1', '1.5', 'x']], ['GIOI_TINH', ['0', '4', 'F']], ['MA_THE_BHYT', ['DT9121234567801', 'dt2121234567801', '123456789']], ['MA_DKBD', ['1210', '1210A']],
    ['NGAY_SINH', ['19850314', '198513140000', '198500140000', '198503142460', '14031985']], ['GT_THE_TU', ['20261301', '2026010', '01012026']], ['GT_THE_DEN', ['20260132']], ['NGAY_VAO', ['202611222460', '20261122', '202611220860']],
    ['NGAY_VAO_NOI_TRU', ['20261122']], ['NGAY_YL', ['x']], ['MA_DOITUONG_KCB', ['A', '1.', '12']], ['MA_LOAI_KCB', ['1', 'AB']], ['MA_CSKCB', ['121', 'ABCDE']],
  ] as const satisfies readonly (readonly [Xml0Tag, readonly string[]])[])('%s has its shape', (tag, wrong) => {
    for (const value of wrong) expect(faults({ [tag]: value })).toEqual([`${tag} wrong-shape`]);
  });

  it('takes births of which only the year, or no day, is known', () => {
    for (const NGAY_SINH of ['195800000000', '195811000000', '195811020000']) expect(faults({ NGAY_SINH })).toEqual([]);
  });

  it('finds a fault or none in any text, and never throws', () => {
    fc.assert(fc.property(fc.constantFrom(...xml0.map(({ tag }) => tag)), fc.string({ unit: 'binary', maxLength: 300 }), (tag, value) => {
      expect(faultsOf(aMessage({ [tag]: value })).every((fault) => fault.tag === tag)).toBe(true);
    }));
  });
});
