import { randomBytes } from 'node:crypto';
import type { types } from 'mediasoup';
import { ok, refuse } from '../shared/kernel/result.ts';
import type { ClientMessage, ClientMessageType } from '../shared/room/signalling.ts';
import { hasPictures } from '../shared/room/steps.ts';
import type { Answer, Handlers, Of } from './handlers.ts';
import { heard } from './hush.ts';
import type { Producer } from './leg.ts';
import { log } from './log.ts';
import { managing } from './managing.ts';
import { keepFloor, KEY_FRAME_PAUSE_MS } from './media.ts';
import type { Peer } from './peer.ts';
import type { Room } from './room.ts';

type Handled = Exclude<ClientMessageType, 'join' | 'resume'>;

const done = ok({});

/** What a joined peer may ask. Ids are looked up among the peer's own streams, so nobody can touch another's. */
const handlers: Handlers<Handled> = {
  ...managing,

  async connect(_, peer, { direction, dtlsParameters }) {
    await peer.transports[direction].connect({ dtlsParameters });
    return done;
  },

  async produce(room, peer, { kind, source, rtpParameters, paused }) {
    if (!peer.claims.speak) return refuse('ROOM_MAY_NOT_SPEAK');
    const isShare = source === 'screen' || source === 'document';
    if ((source === 'microphone') !== (kind === 'audio') || (isShare && room.sharedByAnother(peer))) return refuse('ROOM_MEDIA_REFUSED');
    const older = [peer.producers.get(source), isShare && peer.sharing ? peer.producers.get(peer.sharing) : undefined];
    const producer = await peer.transports.send.produce({
      kind,
      rtpParameters: rtpParameters as types.RtpParameters,
      paused,
      ...(kind === 'video' ? { keyFrameRequestDelay: KEY_FRAME_PAUSE_MS } : {}),
    });
    if (isShare) {
      if (peer.sharing) peer.producers.delete(peer.sharing);
      peer.showing = undefined;
    }
    peer.producers.set(source, producer);
    publishSoon(room, peer, { source, producer, older });
    return ok({ producerId: producer.id });
  },

  pauseProducer: async (room, peer, { producerId }) => withProducer(room, peer, producerId, (producer) => producer.pause()),
  resumeProducer: async (room, peer, { producerId }) => withProducer(room, peer, producerId, (producer) => producer.resume()),
  closeProducer: async (room, peer, { producerId }) =>
    withProducer(room, peer, producerId, async (producer) => {
      for (const [source, each] of peer.producers) if (each === producer) peer.producers.delete(source);
      producer.close();
    }),

  resumeConsumer: async (room, peer, { consumerId }) => setWanted(room, peer, consumerId, true),
  pauseConsumer: async (room, peer, { consumerId }) => setWanted(room, peer, consumerId, false),

  async prefer(room, peer, { consumerId, size, pinned }) {
    const reception = peer.receptions.get(consumerId);
    if (reception === undefined) return refuse('ROOM_NO_SUCH_STREAM');
    [reception.asked, reception.pinned] = [size, pinned];
    await room.fit(peer);
    await room.applyFlow(peer, reception);
    return done;
  },

  async step(room, peer, { step }) {
    peer.step = step;
    if (!peer.rests) await keepFloor(peer.transports.receive, hasPictures(step));
    await room.applyAll(peer);
    room.announce();
    return done;
  },

  probe: async (_, __, { wanted }) => ok({ filler: randomBytes(wanted).toString('base64').slice(0, wanted) }),

  restartIce: async (_, peer, { direction }) => ok({ iceParameters: await peer.transports[direction].restartIce() }),

  async quality(room, peer, { report }) {
    peer.chronicle?.note(report);
    log.info('SFU_CALL_QUALITY', { room: room.id, peer: peer.id, role: peer.claims.role, ...report });
    return done;
  },

  async leave(room, peer) {
    room.remove(peer);
    return done;
  },
};

/** These are about ways of media. A peer whose unused ones were closed is given others first, and asks again on those. */
const aboutWays: readonly ClientMessageType[] = ['connect', 'produce', 'restartIce'];

/** Answers one request of a peer. What mediasoup refuses (wrong RTP parameters, a second connect) is the sender's fault. */
export async function handleRequest(room: Room, peer: Peer, message: Exclude<ClientMessage, Of<'join' | 'resume'>>): Answer {
  if (peer.closed) return refuse('ROOM_NOT_JOINED');
  void heard(room, peer, message.type === 'step');
  try {
    if (peer.rests && aboutWays.includes(message.type)) {
      await room.wake(peer);
      return refuse('ROOM_MEDIA_REFUSED');
    }
    // The table's type ties each handler to its message; the compiler can't follow the pair through the lookup.
    const handle = handlers[message.type] as (room: Room, peer: Peer, message: ClientMessage) => Answer;
    return await handle(room, peer, message);
  } catch (error) {
    log.warn('SFU_MEDIA_REFUSED', { room: room.id, peer: peer.id, request: message.type, error: error instanceof Error ? error.name : 'unknown' });
    return refuse('ROOM_MEDIA_REFUSED');
  }
}

type NewStream = { readonly source: Of<'produce'>['source']; readonly producer: Producer; readonly older: readonly (Producer | undefined)[] };

/** The sender need not wait until everybody else has been offered its stream; what it replaces goes on until then. */
function publishSoon(room: Room, peer: Peer, { source, producer, older }: NewStream): void {
  const failed = (error: unknown) => log.warn('SFU_OFFER_FAILED', { room: room.id, peer: peer.id, error: error instanceof Error ? error.name : 'unknown' });
  void room.publish(peer, source, producer).catch(failed).finally(() => {
    for (const each of older) each?.close();
  });
}

async function withProducer(room: Room, peer: Peer, id: string, act: (producer: Producer) => Promise<void>): Answer {
  const producer = peer.producerById(id);
  if (producer === undefined) return refuse('ROOM_NO_SUCH_STREAM');
  await act(producer);
  room.voicesChanged();
  room.announce();
  return done;
}

async function setWanted(room: Room, peer: Peer, consumerId: string, wanted: boolean): Answer {
  const reception = peer.receptions.get(consumerId);
  if (reception === undefined) return refuse('ROOM_NO_SUCH_STREAM');
  reception.wanted = wanted;
  await room.applyFlow(peer, reception);
  return done;
}
