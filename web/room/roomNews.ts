import type { CallView, RecordingNow } from './callView.ts';
import type { RecordingState, RoomPerson } from '../../shared/room/signalling.ts';
import type { Notice } from './line.ts';

/** What the room tells of itself besides who is in it. */
export type RoomNews = Pick<CallView, 'lobbyMode' | 'pointers' | 'lastChat' | 'mutedBy' | 'speaker' | 'photoAskedBy' | 'recording'> & {
  /** What is pointed at: with another subject the pointers go. */
  readonly subject: string;
};

export const notRecorded: CallView['recording'] = { state: 'off', offered: false, agreed: false, by: null, unanswered: 0, why: null };

export const noNews: RoomNews = { lobbyMode: 'automatic', pointers: new Map(), lastChat: undefined, mutedBy: undefined, speaker: undefined, photoAskedBy: undefined, recording: notRecorded, subject: '' };

function pointersOver({ pointers, subject }: RoomNews, people: readonly RoomPerson[]): Pick<RoomNews, 'pointers' | 'subject'> {
  const shower = people.find(({ sharing, showing }) => sharing !== null || showing !== null);
  const now = shower ? `${shower.peer} ${shower.sharing} ${shower.showing}` : '';
  if (now !== subject) return { pointers: new Map(), subject: now };
  const gone = [...pointers.keys()].some((peer) => !people.some((person) => person.peer === peer));
  return { pointers: gone ? new Map([...pointers].filter(([peer]) => people.some((person) => person.peer === peer))) : pointers, subject };
}

/** A room always says why it stopped; one that knows of none while there was one is not the same any more. */
function whyOff(before: RecordingNow, { state, why }: RecordingState): RecordingNow['why'] {
  if (state !== 'off' || why !== null) return why;
  return before.state !== 'off' || before.why === 'broken' ? 'broken' : null;
}

/** The news after a notice; notices about media and the link are none. */
export function newsAfter(news: RoomNews, notice: Notice): RoomNews {
  switch (notice.type) {
    case 'people':
      return { ...news, lobbyMode: notice.lobby, ...pointersOver(news, notice.people) };
    case 'speaker':
      return { ...news, speaker: notice.peer ?? undefined };
    case 'muted':
      return { ...news, mutedBy: notice.by };
    case 'pointer':
      return { ...news, pointers: new Map([...news.pointers].filter(([peer]) => peer !== notice.peer).concat(notice.at ? [[notice.peer, notice.at]] : [])) };
    case 'photoAsked':
      return { ...news, photoAskedBy: notice.by };
    case 'recording': {
      const { type: _, ...recording } = notice;
      return { ...news, recording: { ...recording, why: whyOff(news.recording, recording) } };
    }
    case 'chat':
      return { ...news, lastChat: { peer: notice.peer, communication: notice.communication } };
    case 'bandwidth':
    case 'demand':
    case 'layer':
    case 'offers':
    case 'moved':
    case 'streamEnded':
    case 'streamPaused':
      return news;
  }
}
