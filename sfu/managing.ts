import { shares } from '../shared/room/kinds.ts';
import { ok, refuse } from '../shared/kernel/result.ts';
import { mayManage } from '../shared/room/roles.ts';
import type { Answer, Handlers } from './handlers.ts';
import type { Peer } from './peer.ts';
import type { Room } from './room.ts';

const done = ok({});

/** Done by a manager to somebody in the room (the lobby included). */
async function asManager(room: Room, peer: Peer, about: string, act: (person: Peer) => void | Promise<void>): Answer {
  if (!peer.isHeard || !mayManage(peer.claims.role)) return refuse('ROOM_MAY_NOT_MANAGE');
  const person = room.person(about);
  if (person === undefined) return refuse('ROOM_NO_SUCH_PERSON');
  await act(person);
  room.announce();
  return done;
}

/** Hands, pointer, chat and the lobby: what people do in a room besides being heard and seen. */
export const managing: Handlers<'raiseHand' | 'show' | 'askPhoto' | 'point' | 'chat' | 'mutePerson' | 'lowerHand' | 'admit' | 'turnAway' | 'sendOut' | 'lobby' | 'askRecording' | 'stopRecording' | 'answerRecording'> = {
  async raiseHand(room, peer, { on }) {
    if (!peer.isHeard || !peer.claims.speak) return refuse('ROOM_MAY_NOT_SPEAK');
    room.raiseHand(peer, on);
    return done;
  },

  async show(room, peer, { photo }) {
    if (!peer.isHeard || !peer.claims.speak) return refuse('ROOM_MAY_NOT_SPEAK');
    if (photo !== null && room.sharedByAnother(peer)) return refuse('ROOM_MEDIA_REFUSED');
    peer.showing = photo ?? undefined;
    // One thing at a time: what this person showed before goes.
    for (const share of photo === null ? [] : shares) {
      peer.producers.get(share)?.close();
      peer.producers.delete(share);
    }
    room.announce();
    return done;
  },

  async askPhoto(room, peer) {
    if (!peer.isHeard || !mayManage(peer.claims.role)) return refuse('ROOM_MAY_NOT_MANAGE');
    const stations = room.those('station').filter((station) => station !== peer);
    if (stations.length === 0) return refuse('ROOM_NO_SUCH_PERSON');
    for (const station of stations) station.link.send({ type: 'photoAsked', by: peer.id });
    return done;
  },

  async point(room, peer, { at }) {
    if (!peer.isHeard || !peer.claims.speak) return refuse('ROOM_MAY_NOT_SPEAK');
    if (room.shared === undefined) return refuse('ROOM_NO_SUCH_STREAM');
    room.tellOthers(peer, { type: 'pointer', peer: peer.id, at });
    return done;
  },

  async chat(room, peer, { communication }) {
    if (!peer.isHeard || !peer.claims.speak) return refuse('ROOM_MAY_NOT_SPEAK');
    room.tellOthers(peer, { type: 'chat', peer: peer.id, communication });
    return done;
  },

  mutePerson: (room, peer, { peer: about }) =>
    asManager(room, peer, about, async (person) => {
      await person.producers.get('microphone')?.pause();
      room.voicesChanged();
      person.link.send({ type: 'muted', by: peer.id });
    }),
  lowerHand: (room, peer, { peer: about }) => asManager(room, peer, about, (person) => room.raiseHand(person, false)),
  admit: (room, peer, { peer: about }) => asManager(room, peer, about, (person) => room.letIn(person)),
  turnAway: (room, peer, { peer: about }) => asManager(room, peer, about, (person) => (person.presence === 'lobby' ? room.sendOut(person, 'ROOM_TURNED_AWAY') : undefined)),
  sendOut: (room, peer, { peer: about }) => asManager(room, peer, about, (person) => (person === peer ? undefined : room.sendOut(person, 'ROOM_SENT_OUT'))),

  async askRecording(room, peer) {
    if (!peer.isHeard || !mayManage(peer.claims.role)) return refuse('ROOM_MAY_NOT_MANAGE');
    const refused = room.recording.ask(peer);
    return refused === undefined ? done : refuse(refused);
  },

  async stopRecording(room, peer) {
    if (!peer.isHeard || !mayManage(peer.claims.role)) return refuse('ROOM_MAY_NOT_MANAGE');
    room.recording.end();
    return done;
  },

  async answerRecording(room, peer, { agree }) {
    if (!peer.isHeard) return refuse('ROOM_MAY_NOT_SPEAK');
    room.recording.answer(peer, agree);
    return done;
  },

  async lobby(room, peer, { mode }) {
    if (!peer.isHeard || !mayManage(peer.claims.role)) return refuse('ROOM_MAY_NOT_MANAGE');
    room.setLobby(mode);
    return done;
  },
};
