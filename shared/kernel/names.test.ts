import { describe, expect, it } from '@jest/globals';
import { nameWords, soundOf } from './names.ts';

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
