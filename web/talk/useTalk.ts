import { useRef, useState } from 'preact/hooks';
import type { ConsultationView, MessageAudience } from '../../shared/consultation/contract.ts';
import { command } from '../api/client.ts';
import type { Answer, Problem } from '../api/problem.ts';
import { me } from '../auth/session.ts';
import { useDraft } from '../offline/useDraft.ts';
import { useSending } from '../offline/useSending.ts';
import { afterAnswer, emptyDraft, queued } from './outgoing.ts';
import type { Outgoing, TalkDraft } from './outgoing.ts';

/** The written exchange of one consultation or briefing, as a page and the call on it show it: the same words in both. */
export type Talk = {
  readonly messages: ConsultationView['messages'];
  /** Name of the person signed in. */
  readonly own: string | undefined;
  readonly mayWrite: boolean;
  /** The writer chooses who reads it: the team, or everybody in the room. */
  readonly audiences: boolean;
  readonly text: string;
  readonly type: (text: string) => void;
  /** What was typed goes out, or waits on this device until it can. False: there is nothing to send. */
  readonly write: (audience?: MessageAudience) => boolean;
  readonly waiting: readonly Outgoing[];
  /** The last try got no answer: what waits goes out with the network. */
  readonly stuck: boolean;
  /** Why the last message was refused; its text is in the field again. */
  readonly problem?: Problem;
  /** Communication id of the last message that was stored from here: the room is told of it. */
  readonly sent: string | undefined;
  /** Where messages are kept, and why nothing can be written; absent: as in a consultation. */
  readonly notes?: { readonly kept: string; readonly readOnly: string };
  /** Somebody wrote: asks for the messages now. */
  readonly reload: () => void;
};

/** Sends one message under its key; the messages as they are then. */
type Send = (item: Outgoing) => Promise<Answer<{ readonly messages: Talk['messages'] }>>;
type Exchange = Pick<Talk, 'messages' | 'own' | 'mayWrite' | 'audiences' | 'notes' | 'reload'> & { /** Where the draft is kept on this device. */ readonly place: string; readonly send: Send | undefined };

/** Messages are kept on this device until the API has answered, and go out by themselves, in order, each once. */
export function useExchange({ place, send, ...shown }: Exchange): Talk {
  const draft = useDraft<TalkDraft>(place, emptyDraft);
  const [state, setState] = useState<{ readonly problem?: Problem; readonly sent?: string; readonly stuck?: boolean }>({});
  const newest = useRef(draft.value);
  newest.current = draft.value;
  const keep = (next: TalkDraft) => {
    newest.current = next;
    draft.change(next);
  };
  const first = draft.ready ? draft.value.waiting[0] : undefined;
  useSending(first, async (item) => {
    if (send === undefined) return;
    const answer = await send(item);
    const after = afterAnswer(newest.current, item, answer);
    if (after.draft !== newest.current) keep(after.draft);
    if (answer.ok) setState({ sent: answer.value.messages.at(-1)?.id });
    else setState(after.problem ? { problem: after.problem } : { stuck: true });
  });
  return {
    ...shown,
    text: draft.value.text,
    type: (text) => keep({ ...newest.current, text }),
    write: (audience) => {
      const next = queued(newest.current, crypto.randomUUID(), new Date(), audience);
      if (next === newest.current) return false;
      setState(({ stuck }) => ({ stuck }));
      keep(next);
      return true;
    },
    waiting: draft.value.waiting,
    stuck: state.stuck ?? false,
    problem: state.problem,
    sent: state.sent,
  };
}

type Source = { readonly view: Pick<ConsultationView, 'id' | 'messages' | 'actions'> | undefined; readonly onView: (view: ConsultationView) => void; readonly reload: () => Promise<void> };

/** The written exchange of a consultation for who is signed in: staff write as `message`, the patient in the room as `say`. */
export function useTalk({ view, onView, reload }: Source): Talk {
  const id = view?.id;
  const asStaff = view?.actions.includes('message') ?? false;
  const send: Send = async ({ key, text, audience }) => {
    const answer = await command('consultationAction', { id: id ?? '' }, asStaff ? { action: 'message', text, ...(audience ? { audience } : {}) } : { action: 'say', text }, { key });
    if (answer.ok) onView(answer.value);
    return answer;
  };
  return useExchange({
    place: `talk/${id ?? ''}`, send: id === undefined ? undefined : send,
    messages: view?.messages ?? [],
    own: me.value?.name,
    mayWrite: asStaff || (view?.actions.includes('say') ?? false),
    audiences: asStaff,
    reload: () => void reload(),
  });
}
