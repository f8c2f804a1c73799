import type { types } from 'mediasoup';
import type { Result } from '../shared/kernel/result.ts';
import { ok, refuse } from '../shared/kernel/result.ts';
import type { ClientMessage, ClientMessageType, SignallingCode } from '../shared/room/signalling.ts';
import { log } from './log.ts';
import { KEY_FRAME_PAUSE_MS } from './media.ts';
import type { Peer } from './peer.ts';
import { applyFlow } from './receive.ts';
import type { Room } from './room.ts';

type Of<Type extends ClientMessageType> = Extract<ClientMessage, { type: Type }>;
type Answer = Promise<Result<object, SignallingCode>>;
type Handlers = { readonly [Type in Exclude<ClientMessageType, 'join'>]: (room: Room, peer: Peer, message: Of<Type>) => Answer };

const done = ok({});

/** What a joined peer may ask. Ids are looked up among the peer's own streams, so nobody can touch another's. */
const handlers: Handlers = {
  async ready(room, peer, { rtpCapabilities, audioOnly }) {
    // The union bounds sizes and kinds; mediasoup checks the rest against the RTP rules.
    peer.rtpCapabilities = rtpCapabilities as types.RtpCapabilities;
    peer.audioOnly = audioOnly;
    await room.welcome(peer);
    return done;
  },

  async connect(_, peer, { direction, dtlsParameters }) {
    await peer.transports[direction].connect({ dtlsParameters });
    return done;
  },

  async produce(room, peer, { kind, source, rtpParameters, paused }) {
    if (!peer.claims.speak) return refuse('ROOM_MAY_NOT_SPEAK');
    if ((source === 'microphone') !== (kind === 'audio')) return refuse('ROOM_MEDIA_REFUSED');
    peer.producers.get(source)?.close();
    const producer = await peer.transports.send.produce({
      kind,
      rtpParameters: rtpParameters as types.RtpParameters,
      paused,
      ...(kind === 'video' ? { keyFrameRequestDelay: KEY_FRAME_PAUSE_MS } : {}),
    });
    peer.producers.set(source, producer);
    publishSoon(room, peer, source, producer);
    return ok({ producerId: producer.id });
  },

  pauseProducer: async (room, peer, { producerId }) => withProducer(room, peer, producerId, (producer) => producer.pause()),
  resumeProducer: async (room, peer, { producerId }) => withProducer(room, peer, producerId, (producer) => producer.resume()),
  closeProducer: async (room, peer, { producerId }) =>
    withProducer(room, peer, producerId, async (producer) => {
      for (const [source, each] of peer.producers) if (each === producer) peer.producers.delete(source);
      producer.close();
    }),

  resumeConsumer: async (_, peer, { consumerId }) => setWanted(peer, consumerId, true),
  pauseConsumer: async (_, peer, { consumerId }) => setWanted(peer, consumerId, false),

  async preferLayer(_, peer, { consumerId, spatialLayer }) {
    const reception = peer.receptions.get(consumerId);
    if (reception === undefined) return refuse('ROOM_NO_SUCH_STREAM');
    if (reception.consumer.type !== 'simple') await reception.consumer.setPreferredLayers({ spatialLayer });
    return done;
  },

  async audioOnly(_, peer, { on }) {
    peer.audioOnly = on;
    await Promise.all([...peer.receptions.values()].map((reception) => applyFlow(reception, on)));
    return done;
  },

  restartIce: async (_, peer, { direction }) => ok({ iceParameters: await peer.transports[direction].restartIce() }),

  async quality(room, peer, { report }) {
    log.info('SFU_CALL_QUALITY', { room: room.id, peer: peer.id, role: peer.claims.role, ...report });
    return done;
  },

  async leave(room, peer) {
    room.remove(peer);
    return done;
  },
};

/** Answers one request of a peer. What mediasoup refuses (wrong RTP parameters, a second connect) is the sender's fault. */
export async function handleRequest(room: Room, peer: Peer, message: Exclude<ClientMessage, Of<'join'>>): Answer {
  if (peer.closed) return refuse('ROOM_NOT_JOINED');
  try {
    // The table's type ties each handler to its message; the compiler can't follow the pair through the lookup.
    const handle = handlers[message.type] as (room: Room, peer: Peer, message: ClientMessage) => Answer;
    return await handle(room, peer, message);
  } catch (error) {
    log.warn('SFU_MEDIA_REFUSED', { room: room.id, peer: peer.id, request: message.type, error: error instanceof Error ? error.name : 'unknown' });
    return refuse('ROOM_MEDIA_REFUSED');
  }
}

/** The sender need not wait until everybody else has been offered its stream. */
function publishSoon(room: Room, peer: Peer, source: Of<'produce'>['source'], producer: types.Producer): void {
  room.publish(peer, source, producer).catch((error: unknown) => {
    log.warn('SFU_OFFER_FAILED', { room: room.id, peer: peer.id, error: error instanceof Error ? error.name : 'unknown' });
  });
}

async function withProducer(room: Room, peer: Peer, id: string, act: (producer: types.Producer) => Promise<void>): Answer {
  const producer = peer.producerById(id);
  if (producer === undefined) return refuse('ROOM_NO_SUCH_STREAM');
  await act(producer);
  room.announce();
  return done;
}

async function setWanted(peer: Peer, consumerId: string, wanted: boolean): Answer {
  const reception = peer.receptions.get(consumerId);
  if (reception === undefined) return refuse('ROOM_NO_SUCH_STREAM');
  reception.wanted = wanted;
  await applyFlow(reception, peer.audioOnly);
  return done;
}
