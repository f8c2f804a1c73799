import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RoomMessages } from '../../shared/room/contract.ts';
import { command } from '../api/client.ts';
import { useExchange, type Talk } from '../talk/useTalk.ts';

/** The room tells of each message; this is for what it could not tell. */
const ASK_EVERY_MS = 30_000;

/** What is written in the room, for somebody who is there by a link: only what was written for everybody in it. */
export function useGuestTalk(secret: string, { room, name }: { readonly room: string; readonly name: string }): Talk {
  const [messages, setMessages] = useState<RoomMessages['messages']>([]);
  const reload = useCallback(async () => {
    const answer = await command('invitationTalk', {}, { secret }, { key: crypto.randomUUID() });
    if (answer.ok) setMessages(answer.value.messages);
  }, [secret]);
  useEffect(() => {
    void reload();
    const timer = setInterval(() => void reload(), ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, [reload]);
  return useExchange({
    // The room's name, never the secret: drafts outlive the page.
    place: `guest-talk/${room}`,
    messages, own: name, mayWrite: true, audiences: false,
    reload: () => void reload(),
    send: async ({ key, text }) => {
      const answer = await command('invitationMessage', {}, { secret, text }, { key });
      if (answer.ok) setMessages(answer.value.messages);
      return answer;
    },
  });
}
