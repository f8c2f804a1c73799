import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { pictureSizes } from '../shared/room/kinds.ts';
import { demandOf, layerFor } from './demand.ts';
import { ALL_HEARD_UP_TO, hear, HEARD_AT_ONCE, heardOf, isHeard, listen, silence, without } from './voices.ts';
import type { Voices } from './voices.ts';

// The same cases each time; others by FC_SEED.
fc.configureGlobal({ seed: Number(process.env['FC_SEED'] ?? 1) });

const rounds = (voices: Voices, ...heard: readonly (readonly [string, number])[][]) => heard.reduce((now, round) => [hear, listen].reduce((each, step) => step(each, round.map(([who, volume]) => ({ who, volume }))), now), voices);

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
      expect(heard === 'everybody' ? 99 : heard.size).toBeLessThanOrEqual(HEARD_AT_ONCE);
      const [latest] = voices.recent;
      if (latest !== undefined) expect(isHeard(heard, latest)).toBe(true);
    }));
  });
});

describe('in a large room', () => {
  const loud = (...names: string[]) => names.map((who, n) => [who, -30 + n] as const);
  const heardNow = (voices: Voices) => [...(heardOf(voices, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) as ReadonlySet<string>)].toSorted();
  it('whoever begins to speak is heard with the first round, in the place of one who is silent', () => {
    const three = rounds(silence, [['a', -20]], [['b', -20]], [['c', -20]]);
    expect(heardNow(three)).toEqual(['a', 'b', 'c']);
    expect(heardNow(rounds(three, [['d', -50], ['c', -20]]))).toEqual(['b', 'c', 'd']);
  });
  it('three who speak at once are not chopped by a fourth, louder one; with the first pause it is heard', () => {
    const three = rounds(silence, loud('a', 'b', 'c'));
    expect(heardNow(rounds(three, loud('a', 'b', 'c', 'd')))).toEqual(['a', 'b', 'c']);
    expect(heardNow(rounds(three, loud('a', 'b', 'c', 'd'), loud('a', 'c', 'd')))).toEqual(['a', 'c', 'd']);
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
