import type { Answer, Problem } from '../api/problem.ts';
import type { MessageAudience } from '../../shared/consultation/contract.ts';
import { isPassing } from '../api/client.ts';

/** A message that has not got its answer yet, with the key that keeps it from being stored twice. */
export type Outgoing = { readonly key: string; readonly at: string; readonly text: string; readonly audience?: MessageAudience };

/** What is kept on this device: what is being typed, and what waits for the network, oldest first. */
export type TalkDraft = { readonly text: string; readonly waiting: readonly Outgoing[] };

export const emptyDraft: TalkDraft = { text: '', waiting: [] };

/** Longest message that the API takes. */
export const longest = 4000;

/** What was typed goes into the row of what waits; the same draft where there is nothing to send. */
export function queued(draft: TalkDraft, key: string, now: Date, audience?: MessageAudience): TalkDraft {
  const text = draft.text.trim();
  if (text === '' || text.length > longest) return draft;
  return { text: '', waiting: [...draft.waiting, { key, at: now.toISOString(), text, ...(audience ? { audience } : {}) }] };
}

/** After the answer for one message. Refused: its text comes back in front of what was typed meanwhile. No answer: it waits on. */
export function afterAnswer(draft: TalkDraft, item: Outgoing, answer: Answer<unknown>): { readonly draft: TalkDraft; readonly problem?: Problem } {
  if (!answer.ok && isPassing(answer.problem)) return { draft };
  const waiting = draft.waiting.filter(({ key }) => key !== item.key);
  if (answer.ok) return { draft: { ...draft, waiting } };
  return { draft: { text: [item.text, draft.text].filter(Boolean).join('\n'), waiting }, problem: answer.problem };
}
