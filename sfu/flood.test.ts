import { describe, expect, it } from '@jest/globals';
import { isFlooded, type Pulse } from './flood.ts';

/** Looks, four a second: so many kbit/s sent and heard in each. */
const looks = (...parts: readonly { readonly times: number; readonly sent: number; readonly heard: number }[]): Pulse[] => {
  const pulses: Pulse[] = [{ at: 0, sent: 0, heard: 0 }];
  for (const { times, sent, heard } of parts) {
    for (let n = 0; n < times; n += 1) {
      const before = pulses.at(-1) ?? { at: 0, sent: 0, heard: 0 };
      pulses.push({ at: before.at + 250, sent: before.sent + sent * 31.25, heard: before.heard + heard * 31.25 });
    }
  }
  return pulses;
};
const usual = { times: 12, sent: 500, heard: 8 } as const;

describe('a flooded link', () => {
  it('is one on which pictures are sent and hardly a report comes back', () => {
    expect(isFlooded(looks(usual, { times: 3, sent: 500, heard: 1.5 }))).toBe(true);
    expect(isFlooded(looks(usual, { times: 3, sent: 500, heard: 0 }))).toBe(true);
  });
  it('is not one that loses a third of everything', () => {
    expect(isFlooded(looks(usual, { times: 3, sent: 500, heard: 5 }))).toBe(false);
  });
  it('is not one on which only the voice flows', () => {
    expect(isFlooded(looks(usual, { times: 3, sent: 40, heard: 0 }))).toBe(false);
  });
  it('is not found before it is known what is usual', () => {
    expect(isFlooded(looks({ times: 4, sent: 500, heard: 0 }))).toBe(false);
  });
});
