import { describe, expect, it } from '@jest/globals';
import { clientProblem } from '../api/problem.ts';
import { pauseAfter } from '../offline/useSending.ts';
import { afterAnswer, emptyDraft, longest, queued } from './outgoing.ts';

const now = new Date('2026-11-22T02:00:00Z');
const typed = (text: string) => ({ ...emptyDraft, text });
const refusal = { ok: false, problem: { code: 'CONSULTATION_CLOSED', title: '', detail: '', status: 409 } } as const;

describe('a message on its way', () => {
  it('leaves the field for the row of what waits, after what waits already', () => {
    const first = queued(typed(' Mạch 92 '), 'k1', now);
    expect(first).toEqual({ text: '', waiting: [{ key: 'k1', at: now.toISOString(), text: 'Mạch 92' }] });
    expect(queued({ ...first, text: 'Huyết áp 150/95' }, 'k2', now).waiting.map(({ key }) => key)).toEqual(['k1', 'k2']);
  });
  it('is not made of nothing, nor of more than the API takes', () => {
    for (const text of ['', '  \n', 'x'.repeat(longest + 1)]) expect(queued(typed(text), 'k', now)).toEqual(typed(text));
  });
  it('waits on while there is no answer, and goes from the row with one', () => {
    const draft = { ...queued(typed('một'), 'k1', now), text: 'hai' };
    const [item] = draft.waiting;
    if (item === undefined) throw new Error('nothing waits');
    expect(afterAnswer(draft, item, { ok: false, problem: clientProblem('CLIENT_OFFLINE') })).toEqual({ draft });
    expect(afterAnswer(draft, item, { ok: true, value: undefined })).toEqual({ draft: { text: 'hai', waiting: [] } });
  });
  it('comes back into the field when it is refused, before what was typed meanwhile', () => {
    const draft = { ...queued(typed('một'), 'k1', now), text: 'hai' };
    const [item] = draft.waiting;
    if (item === undefined) throw new Error('nothing waits');
    expect(afterAnswer(draft, item, refusal)).toEqual({ draft: { text: 'một\nhai', waiting: [] }, problem: refusal.problem });
  });
  it('is tried ever more slowly, but at least every 15 s', () => {
    expect([0, 1, 2, 3, 4, 50].map(pauseAfter)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000]);
  });
});
