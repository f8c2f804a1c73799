import type { Floor } from '../floor.ts';
import type { Seating } from '../seating.ts';
import type { Peer } from '../peer.ts';
import type { Source, Sources } from './recorder.ts';

/** What of a room is recorded now: the voices that are sent on, and one picture: what is shared, else who speaks, else anybody. */
export function streamsToRecord(people: readonly Peer[], floor: Pick<Floor, 'hears' | 'speaker'>, seating: Pick<Seating, 'reach'>): Sources {
  const heard = people.filter((peer) => peer.isHeard && peer.seatedOn !== undefined);
  const source = (peer: Peer, which: 'microphone' | 'camera' | 'screen' | 'document'): Source | undefined => {
    const producer = peer.producers.get(which);
    return producer === undefined || producer.paused || producer.closed ? undefined : { producer, reach: () => seating.reach(producer, peer.leg) };
  };
  const camera = (peer: Peer) => source(peer, 'camera');
  const speaking = heard.find(({ id }) => id === floor.speaker);
  const pictures = [...heard.flatMap((peer) => [source(peer, 'screen'), source(peer, 'document')]), speaking && camera(speaking), ...heard.map(camera)];
  return {
    voices: heard.flatMap((peer) => (floor.hears(peer) ? (source(peer, 'microphone') ?? []) : [])),
    picture: pictures.find((each) => each !== undefined),
  };
}
