import { useRef } from 'preact/hooks';
import type { BriefingView } from '../../shared/briefing/contract.ts';
import { command, isPassing } from '../api/client.ts';
import type { Query } from '../api/useQuery.ts';
import { me } from '../auth/session.ts';
import { useExchange, type Talk } from '../talk/useTalk.ts';
import { talkIn } from './talkIn.ts';

/** The written exchange of a briefing: on its page and in its room the same. */
export function useBriefingTalk(id: string, { value: view, take, reload }: Query<BriefingView>): Talk {
  // Others write while an answer is on its way: it is added to what is known then.
  const newest = useRef(view);
  newest.current = view;
  return useExchange({
    ...talkIn(view, me.value),
    place: `briefing-talk/${id}`,
    reload: () => void reload(),
    send: view === undefined ? undefined : async ({ key, text }) => {
      const answer = await command('briefingMessage', { id }, { text }, { key });
      if (!answer.ok) {
        // Perhaps nothing is taken any more: then the page says so.
        if (!isPassing(answer.problem)) void reload();
        return answer;
      }
      const known = newest.current ?? view;
      take({ ...known, messages: [...known.messages.filter((one) => one.id !== answer.value.id), answer.value] });
      return { ok: true, value: { messages: [{ ...answer.value, by: answer.value.by.name }] } };
    },
  });
}
