import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomPerson } from '../../shared/room/signalling.ts';
import type { CallLimit, CallStep } from '../../shared/room/steps.ts';
import type { Talk } from '../talk/useTalk.ts';
import { announce } from '../ui/announce.tsx';
import type { CallView, RecordingNow } from './callView.ts';
import { meeting } from './meetingWords.ts';
import type { Tile } from './receiving.ts';
import { recordingWords } from './recordingWords.ts';
import { room } from './words.ts';

/** Says in words when a picture yields to the voice, and when it is back. */
export function useAnnouncedPictures(tiles: readonly Tile[]): void {
  const reduced = useRef(new Set<string>());
  useEffect(() => {
    for (const { person, picture } of tiles) {
      const was = reduced.current.has(person.peer);
      if (picture === 'reduced' && !was) announce(room().reduced(person.name));
      if (picture === 'flowing' && was) announce(room().restored(person.name));
      if (picture === 'reduced') reduced.current.add(person.peer);
      else reduced.current.delete(person.peer);
    }
  }, [tiles.map(({ person, picture }) => person.peer + picture).join()]);
}

/** Says each rung of the ladder in words; going in, the first is no news. */
export function useAnnouncedStep(step: CallStep, limit: CallLimit): void {
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    announce(limit === 'audio' && step === 'audio' ? room().states.audioOnly : room().steps[step]);
  }, [step]);
}

/** Names whoever is new in a row: each once for as long as they are in it. */
function useNewcomers(people: readonly RoomPerson[], say: (person: RoomPerson) => string): void {
  const known = useRef<ReadonlySet<string>>(new Set());
  const key = people.map(({ peer }) => peer).join();
  useEffect(() => {
    const fresh = people.filter(({ peer }) => !known.current.has(peer));
    known.current = new Set(people.map(({ peer }) => peer));
    if (fresh.length > 0) announce(fresh.map(say).join(' '));
  }, [key]);
}

export const useAnnouncedHands = (tiles: readonly Tile[]): void =>
  useNewcomers(tiles.map(({ person }) => person).filter(({ hand }) => hand !== null), ({ name }) => meeting().raised(name));

export const useAnnouncedLobby = (lobby: readonly RoomPerson[]): void =>
  useNewcomers(lobby, ({ name, role }) => meeting().knocks(name, room().roles[role]));

export function useAnnouncedMuting({ mutedBy, tiles }: CallView): void {
  useEffect(() => {
    if (mutedBy !== undefined) announce(meeting().mutedBy(tiles.find(({ person }) => person.peer === mutedBy)?.person.name ?? room().roles.host), { shown: false });
  }, [mutedBy]);
}

/** Says that the call is being recorded, that somebody asks to, and that it is over. */
export function useAnnouncedRecording({ state, agreed, by, why }: RecordingNow): void {
  const before = useRef<RecordingNow['state']>('off');
  useEffect(() => {
    const was = before.current;
    before.current = state;
    const t = recordingWords();
    if (state === 'recording') announce(was === 'paused' ? t.goesOn : t.began);
    else if (state === 'off' && was !== 'off' && why !== null) announce(t.ended[why], { shown: why !== 'broken' });
    else if (state !== 'off' && !agreed) announce(t.askedBy(by ?? ''), { shown: false });
  }, [state, agreed]);
}

/** How many messages of others came while the exchange was not in sight; each is announced. */
export function useUnread(talk: Talk | undefined, inSight: boolean): number {
  const [seen, setSeen] = useState<ReadonlySet<string> | undefined>(undefined);
  const messages = talk?.messages ?? [];
  const isFresh = ({ id, by }: Talk['messages'][number]) => by !== talk?.own && seen !== undefined && !seen.has(id);
  const fresh = messages.filter(isFresh);
  const last = messages.at(-1);
  useEffect(() => {
    // What stood there when the call began was read beside it.
    if (talk !== undefined && (inSight || seen === undefined)) setSeen(new Set(messages.map(({ id }) => id)));
    else if (last && isFresh(last)) announce(meeting().newMessage(last.by));
  }, [last?.id, inSight, talk === undefined]);
  return inSight ? 0 : fresh.length;
}
