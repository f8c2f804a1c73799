import { useEffect, useRef, useState } from 'preact/hooks';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { me } from '../auth/session.ts';
import { useDraft } from '../offline/useDraft.ts';
import { afterAnswer, emptyDraft, pauseAfter, queued } from './outgoing.ts';
import type { Outgoing, TalkDraft } from './outgoing.ts';

/** The written exchange of one consultation, as a page and the call on it show it: the same words in both. */
export type Talk = {
  readonly messages: ConsultationView['messages'];
  /** Name of the person signed in. */
  readonly own: string | undefined;
  readonly mayWrite: boolean;
  readonly text: string;
  readonly type: (text: string) => void;
  /** What was typed goes out, or waits on this device until it can. False: there is nothing to send. */
  readonly write: () => boolean;
  readonly waiting: readonly Outgoing[];
  /** The last try got no answer: what waits goes out with the network. */
  readonly stuck: boolean;
  /** Why the last message was refused; its text is in the field again. */
  readonly problem?: Problem;
  /** Communication id of the last message that was stored from here: the room is told of it. */
  readonly sent: string | undefined;
  /** Somebody wrote: asks for the messages now. */
  readonly reload: () => void;
};

type Source = { readonly view: Pick<ConsultationView, 'id' | 'messages' | 'actions'> | undefined; readonly onView: (view: ConsultationView) => void; readonly reload: () => Promise<void> };

/** Messages are kept on this device until the API has answered, and go out by themselves, in order, each once. */
export function useTalk({ view, onView, reload }: Source): Talk {
  const id = view?.id;
  const draft = useDraft<TalkDraft>(`talk/${id ?? ''}`, emptyDraft);
  const [state, setState] = useState<{ readonly problem?: Problem; readonly sent?: string; readonly stuck?: boolean }>({});
  const newest = useRef(draft.value);
  newest.current = draft.value;
  const keep = (next: TalkDraft) => {
    newest.current = next;
    draft.change(next);
  };
  const first = draft.ready ? draft.value.waiting[0] : undefined;
  useSending(first, async (item) => {
    if (id === undefined) return;
    const answer = await command('consultationAction', { id }, { action: 'message', text: item.text }, { key: item.key });
    const after = afterAnswer(newest.current, item, answer);
    if (after.draft !== newest.current) keep(after.draft);
    if (answer.ok) {
      setState({ sent: answer.value.messages.at(-1)?.id });
      onView(answer.value);
    } else setState(after.problem ? { problem: after.problem } : { stuck: true });
  });
  return {
    messages: view?.messages ?? [],
    own: me.value?.name,
    mayWrite: view?.actions.includes('message') ?? false,
    text: draft.value.text,
    type: (text) => keep({ ...newest.current, text }),
    write: () => {
      const next = queued(newest.current, crypto.randomUUID(), new Date());
      if (next === newest.current) return false;
      setState(({ stuck }) => ({ stuck }));
      keep(next);
      return true;
    },
    waiting: draft.value.waiting,
    stuck: state.stuck ?? false,
    problem: state.problem,
    sent: state.sent,
    reload: () => void reload(),
  };
}

/** Tries the first of what waits until it is gone from the row: at once, with growing pauses, and when the network returns. */
function useSending(first: Outgoing | undefined, attempt: (item: Outgoing) => Promise<void>): void {
  const newest = useRef(attempt);
  newest.current = attempt;
  useEffect(() => {
    if (first === undefined) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isHere = true;
    let isBusy = false;
    let tries = 0;
    const attemptNow = async () => {
      if (isBusy) return;
      clearTimeout(timer);
      isBusy = true;
      await newest.current(first).finally(() => {
        isBusy = false;
      });
      if (isHere) timer = setTimeout(() => void attemptNow(), pauseAfter(tries++));
    };
    const wake = () => void attemptNow();
    wake();
    addEventListener('online', wake);
    return () => {
      isHere = false;
      clearTimeout(timer);
      removeEventListener('online', wake);
    };
  }, [first?.key]);
}
