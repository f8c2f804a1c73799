import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pictureSizes } from '../shared/room/kinds.ts';
import { demandOf, layerFor } from './demand.ts';
import { ALL_HEARD_UP_TO, heardOf, isHeard, listen, silence, without } from './voices.ts';
import type { Voices } from './voices.ts';

const rounds = (voices: Voices, ...heard: readonly (readonly [string, number])[][]) => heard.reduce((now, round) => listen(now, round.map(([who, volume]) => ({ who, volume }))), voices);

describe('who speaks', () => {
  it('is the first to be heard, and stays it through a pause', () => {
    expect(rounds(silence, [['a', -30]], [], []).speaker).toBe('a');
  });
  it('does not change for a cough', () => {
    expect(rounds(silence, [['a', -30]], [['b', -30]], [['a', -30]]).speaker).toBe('a');
  });
  it('changes when another goes on speaking', () => {
    expect(rounds(silence, [['a', -30]], [['b', -30]], [['b', -30]]).speaker).toBe('b');
  });
  it('is nobody when the speaker has left', () => {
    expect(without(rounds(silence, [['a', -30]]), 'a')).toEqual({ speaker: undefined, recent: [] });
  });
});

describe('whose voice is sent on', () => {
  const people = (count: number) => Array.from({ length: count }, (_, n) => `p${n}`);
  it('is everybody’s in a small room, whoever was heard before', () => {
    expect(heardOf(silence, people(ALL_HEARD_UP_TO))).toBe('everybody');
  });
  it('is that of the latest few in a large one, and always the speaker’s', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.tuple(fc.constantFrom(...people(20)), fc.integer({ min: -60, max: 0 })), { maxLength: 6 }), { minLength: 1, maxLength: 40 }), (weather) => {
      const voices = rounds(silence, ...weather);
      const heard = heardOf(voices, people(20));
      expect(heard === 'everybody' ? 99 : heard.size).toBeLessThanOrEqual(5);
      const [latest] = voices.recent;
      if (latest !== undefined) expect(isHeard(heard, latest)).toBe(true);
    }));
  });
});

describe('what a camera must send', () => {
  it('is nothing when nobody looks', () => {
    expect([demandOf([]), demandOf(['none', 'none'])]).toEqual(['none', 'none']);
  });
  it('is what the largest tile needs', () => {
    expect(demandOf(['small', 'large', 'none'])).toBe('large');
  });
  it('is HD only when nobody needs the middle size', () => {
    expect([demandOf(['hd', 'small']), demandOf(['hd', 'large'])]).toEqual(['hd', 'large']);
  });
  it('is never less than somebody’s layer', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(...pictureSizes), { minLength: 1 }), (sizes) => {
      expect(layerFor(demandOf(sizes))).toBe(Math.max(...sizes.map(layerFor)));
    }));
  });
});
