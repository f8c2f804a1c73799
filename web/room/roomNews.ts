import type { CallView } from './callView.ts';
import type { Notice } from './line.ts';

/** What the room tells of itself besides who is in it. */
export type RoomNews = Pick<CallView, 'lobbyMode' | 'pointers' | 'lastChat' | 'mutedBy' | 'speaker'>;

export const noNews: RoomNews = { lobbyMode: 'automatic', pointers: new Map(), lastChat: undefined, mutedBy: undefined, speaker: undefined };

/** The news after a notice; notices about media and the link are none. */
export function newsAfter(news: RoomNews, notice: Notice): RoomNews {
  switch (notice.type) {
    case 'people':
      return { ...news, lobbyMode: notice.lobby };
    case 'speaker':
      return { ...news, speaker: notice.peer ?? undefined };
    case 'muted':
      return { ...news, mutedBy: notice.by };
    case 'pointer':
      return { ...news, pointers: new Map([...news.pointers].filter(([peer]) => peer !== notice.peer).concat(notice.at ? [[notice.peer, notice.at]] : [])) };
    case 'chat':
      return { ...news, lastChat: { peer: notice.peer, communication: notice.communication } };
    case 'bandwidth':
    case 'demand':
    case 'layer':
    case 'offer':
    case 'streamEnded':
    case 'streamPaused':
      return news;
  }
}
