import { describe, expect, it } from '@jest/globals';
import type { PortalCard } from '../ports.ts';
import type { Person, Trust } from './person.ts';
import { otherI, otherOrders, otherTone, otherTonePlacement, unmarked } from './vietnameseName.ts';
import { gradeBirth, gradeName, swapped, weigh } from './weigh.ts';

const person = (more: Partial<Person> = {}): Person => ({ name: 'Đặng Thị Hoà', birthDate: '1958-03-02', sex: 'female', keys: [], ...more });
const card = (more: Partial<PortalCard> = {}): PortalCard => ({ number: 'HT2121234567802', holder: 'ĐẶNG THỊ HÒA', birthDate: '1958-03-02', sex: 'female', ...more });
const asked = { birthDate: '1958-03-02' };
const verdict = (trust: Trust, c: Partial<PortalCard>, p: Partial<Person> = {}) => weigh(card(c), person(p), trust, asked).verdict;

describe('names', () => {
  it.each([
    ['Hoà Thuý', 'HÒA  THÚY', 'exact'], ['Y Ƀlô Ê̆ban', 'Y Blô Êban', 'exact'], ['Quý', 'QUÝ', 'exact'],
    ['Đặng Thị Hoà', 'DANG THI HOA', 'loose'], ['Nguyễn Thị Mỹ', 'Nguyển Thị Mỹ', 'loose'], ['Lý Thị Mỹ', 'Lí Thị Mĩ', 'loose'], ['Nguyễn Minh Anh', 'Nguyễn Anh Minh', 'loose'], ['Vàng Mẫu', 'Mẫu Vàng', 'loose'],
    ['Vàng Thị Mẫu', 'Thị Mẫu Vàng', 'turned'], ['Đặng Thị Hoà', 'HÒA ĐẶNG THỊ', 'turned'],
    ['Trần Thị Hoa', 'Trần Thị Hoà', 'differs'], ['Trần Thị Hoà', 'Trần Thị Hoá', 'differs'], ['Trần Văn Lân', 'Trần Văn Lâm', 'differs'], ['Trần Hoà', 'Trần Thị Hoà', 'differs'],
  ] as const)('%s and %s: %s, whichever way round', (a, b, grade) => {
    expect([gradeName(a, b), gradeName(b, a)]).toEqual([grade, grade]);
  });

  it('are looked for as a clerk would spell them', () => {
    expect(otherTonePlacement('Hoà Thúy Quý Loẻ Đào')).toBe('HÒA THUÝ QUÝ LỎE ĐÀO');
    expect(otherTone('Nguyễn Bảo Hoà')).toBe('NGUYỂN BÃO HOÀ');
    expect(otherI('Lý Mĩ Thuý Quy')).toBe('LÍ MỸ THUÝ QUY');
    expect(unmarked('Đỗ Thị Ưởng')).toBe('DO THI UONG');
    expect(otherOrders('Vàng Thị Mẫu')).toEqual(['MẪU VÀNG THỊ', 'THỊ MẪU VÀNG']);
    expect(otherOrders('Lan')).toEqual([]);
  });
});

describe('birth dates', () => {
  it.each([
    ['1958-03-02', '1958-03-02', 'exact'], ['1958-03-02', '1958', 'loose'], ['1958', '1958', 'loose'], ['1958-03-02', '1958-01-01', 'loose'], ['1958-03-02', '1958-02-03', 'turned'], ['1958-01-05', '1958-05-01', 'turned'],
    ['1958-03-02', '1958-03-03', 'differs'], ['1958-03-02', '1959', 'differs'], ['1958-03-22', '1958-04-22', 'differs'],
  ] as const)('%s and %s: %s', (a, b, grade) => expect([gradeBirth(a, b), gradeBirth(b, a)]).toEqual([grade, grade]));

  it('are swapped only where that is another date', () => expect(['1958-03-02', '1958-03-03', '1958-03-13', '1958'].map(swapped)).toEqual(['1958-02-03', undefined, undefined, undefined]));
});

describe('a card counts as the person’s', () => {
  it('with a typed number only when name and birth date agree exactly', () => {
    expect(verdict('typed', {})).toBe('accepted');
    expect(verdict('typed', { birthDate: '1958' })).toBe('not-enough');
    expect(verdict('typed', { holder: 'DANG THI HOA' })).toBe('not-enough');
  });
  it('with a typed number also when one of them is merely turned round and the sex agrees', () => {
    const [day, order] = [{ birthDate: '1958-02-03' }, { holder: 'HÒA ĐẶNG THỊ' }];
    expect([verdict('typed', day), verdict('typed', order)]).toEqual(['accepted', 'accepted']);
    for (const too of [{ ...day, ...order }, { ...day, sex: undefined }, { ...order, sex: undefined }, { ...day, holder: 'DANG THI HOA' }, { ...order, birthDate: '1958' }]) expect(verdict('typed', too)).toBe('not-enough');
  });
  it('with a typed number that was compared, when one of them agrees loosely and the sex agrees', () => {
    expect([verdict('compared', { birthDate: '1958' }), verdict('compared', { holder: 'DANG THI HOA' })]).toEqual(['accepted', 'accepted']);
    expect([verdict('compared', { birthDate: '1958', sex: undefined }), verdict('compared', { holder: 'DANG THI HOA', birthDate: '1958' })]).toEqual(['not-enough', 'not-enough']);
  });
  it('with a certain number also when name and birth date agree loosely and the sex agrees', () => {
    expect(verdict('certain', { holder: 'DANG THI HOA', birthDate: '1958' })).toBe('accepted');
    expect(verdict('certain', { holder: 'DANG THI HOA', birthDate: '1958', sex: undefined })).toBe('not-enough');
    expect(verdict('certain', { birthDate: '1958', sex: undefined })).toBe('accepted');
  });
  it('never when anything contradicts, whatever the number', () => {
    for (const differing of [{ holder: 'Đặng Thị Hoa' }, { birthDate: '1958-03-05' }, { birthDate: '1985' }, { sex: 'male' as const }])
      for (const trust of ['certain', 'compared', 'typed'] as const) expect(verdict(trust, differing)).toBe('somebody-else');
  });
  it('by what was asked, where the answer holds no birth date', () => {
    expect(weigh(card({ birthDate: undefined }), person(), 'typed', { birthDate: '1958' }).verdict).toBe('not-enough');
    expect(weigh(card({ birthDate: undefined }), person(), 'typed', asked).verdict).toBe('accepted');
  });
});
