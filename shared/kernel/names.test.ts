import { describe, expect, it } from '@jest/globals';
import { byGivenName, nameWords, soundOf } from './names.ts';

describe('the order of names', () => {
  it('is by given name, then family name, as Vietnamese lists are', () => {
    expect(['Trần Thị Bình', 'Nguyễn Văn An', 'Lê Văn Ân', 'Đặng Thị Ba', 'Phạm An', 'Lê Thị Bình'].toSorted(byGivenName)).toEqual([
      'Nguyễn Văn An', 'Phạm An', 'Lê Văn Ân', 'Đặng Thị Ba', 'Lê Thị Bình', 'Trần Thị Bình',
    ]);
  });
  it('puts d before đ and keeps one name together whatever its Unicode form', () => {
    expect(['Vũ Thị Đào', 'Vũ Thị Dung', 'Lê Thị Hoà'.normalize('NFD'), 'Lê Thị Hoà'].toSorted(byGivenName).map((name) => name.normalize('NFC'))).toEqual(['Vũ Thị Dung', 'Vũ Thị Đào', 'Lê Thị Hoà', 'Lê Thị Hoà']);
  });
});

describe('the words of a name', () => {
  it('are the same for both placements of the tone mark and every apostrophe', () => {
    expect(nameWords('Lê Thị Hòa')).toEqual(nameWords('LÊ THỊ HOÀ'));
    for (const name of ["H'Hen Niê", 'H’Hen Niê', 'H Hen Niê', 'HʼHen Niê']) expect(nameWords(name)).toEqual(['h', 'hen', 'nie']);
  });
});

describe('how a word sounds', () => {
  it('is one for what regions do not tell apart when they write it down', () => {
    for (const [a, b] of [['lan', 'nan'], ['trang', 'chang'], ['son', 'xon'], ['giang', 'rang'], ['ly', 'ni'], ['quy', 'cui'], ['hanh', 'han'], ['nghia', 'ngia'], ['tuat', 'tuac']] as const) expect(soundOf(a)).toBe(soundOf(b));
  });
  it('keeps apart what nobody confuses', () => {
    for (const [a, b] of [['hung', 'dung'], ['mai', 'hai'], ['nguyen', 'tran'], ['binh', 'vinh']] as const) expect(soundOf(a)).not.toBe(soundOf(b));
  });
});
