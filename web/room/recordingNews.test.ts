import { describe, expect, it } from '@jest/globals';
import type { Notice } from './line.ts';
import { newsAfter, noNews, type RoomNews } from './roomNews.ts';

type Said = Extract<Notice, { readonly type: 'recording' }>;
const said = (change: Partial<Said>): Said => ({ type: 'recording', state: 'off', offered: true, agreed: false, by: null, unanswered: 0, why: null, ...change });
const after = (...notices: readonly Said[]): RoomNews['recording'] => notices.reduce(newsAfter, noNews).recording;
const on = said({ state: 'recording', agreed: true, by: 'BS. Hoà' });

describe('a room that came back', () => {
  it('and knows of no recording where there was one has lost it, in whatever state it was', () => {
    for (const state of ['asking', 'recording', 'paused'] as const) expect(after(said({ state, agreed: true }), said({}))).toMatchObject({ state: 'off', why: 'broken' });
  });
  it('goes on saying so until something else is said', () => {
    expect(after(on, said({}), said({})).why).toBe('broken');
    expect(after(on, said({}), said({ state: 'asking', by: 'BS. Hoà' }))).toMatchObject({ state: 'asking', agreed: false, why: null });
  });
  it('and goes on recording has lost nothing', () => {
    expect(after(on, on)).toMatchObject({ state: 'recording', why: null });
  });
});

it('a room that stopped by itself says why, and one that never recorded says nothing', () => {
  expect(after(on, said({ why: 'withdrawn' })).why).toBe('withdrawn');
  expect(after(said({})).why).toBeNull();
});
