import type { types } from 'mediasoup';
import type { MediaSource } from '../shared/room/kinds.ts';
import type { StreamOffer } from '../shared/room/signalling.ts';
import { hasPictures } from '../shared/room/steps.ts';
import { layerFor } from './demand.ts';
import type { Peer, Reception } from './peer.ts';

/** A voice that nobody must miss, a shared picture, a pinned face, any other face (mediasoup: 1 to 255). */
const priority = { share: 4, pinned: 3, face: 1 } as const;

/**
 * Lets the stream flow or stops it: as the browser wants it, as its link allows, as the voice is heard. A stopped one
 * costs nothing. One change after another, each from what is true then: two at once could leave a voice off for good.
 */
export function applyFlow(to: Peer, reception: Reception, hears: (from: Peer) => boolean): Promise<void> {
  const { consumer, from } = reception;
  const settle = async (): Promise<void> => {
    const flows = reception.wanted === true && (consumer.kind === 'video' ? hasPictures(to.step) && to.hushedAt === undefined && reception.size !== 'none' : hears(from));
    if (consumer.closed || flows === !consumer.paused) return;
    await (flows ? consumer.resume() : consumer.pause());
  };
  reception.settled = reception.settled.then(settle, settle);
  return reception.settled;
}

/** Lets the voices flow that are heard now, for everybody. */
export function applyVoices(people: readonly Peer[], hears: (from: Peer) => boolean): void {
  for (const to of people) {
    for (const reception of to.receptions.values()) if (reception.consumer.kind === 'audio') void applyFlow(to, reception, hears).catch(() => undefined);
  }
}

/** Which layer, and before or after which other picture when bandwidth is short. */
export async function applyPreference({ consumer, source, size }: Reception, pinned: boolean): Promise<void> {
  if (consumer.closed || consumer.kind === 'audio') return;
  if (consumer.type !== 'simple' && size !== 'none') await consumer.setPreferredLayers({ spatialLayer: layerFor(size) });
  await consumer.setPriority(source === 'camera' ? (pinned ? priority.pinned : priority.face) : priority.share);
}

/**
 * One person's stream for another, on that one's worker, as it is to be offered; undefined: nothing for that one. It starts
 * paused and flows only when the browser has acknowledged it, so that the first key frame is not sent into nothing.
 */
export async function offer(from: Peer, source: MediaSource, producer: types.Producer, to: Peer): Promise<StreamOffer | undefined> {
  const { rtpCapabilities } = to;
  if (!to.receives || rtpCapabilities === undefined || !to.leg.router.canConsume({ producerId: producer.id, rtpCapabilities })) return undefined;
  const consumer = await to.transports.receive.consume({ producerId: producer.id, rtpCapabilities, paused: true, enableRtx: true });
  const reception: Reception = { consumer, from, source, wanted: undefined, settled: Promise.resolve(), size: source === 'microphone' ? 'none' : 'large' };
  to.receptions.set(consumer.id, reception);
  await applyPreference(reception, false);
  report(to, consumer);
  return { consumerId: consumer.id, producerId: producer.id, peer: from.id, kind: consumer.kind, source, rtpParameters: consumer.rtpParameters, paused: consumer.producerPaused } as StreamOffer;
}

/** Tells the browser what happens to the stream on the sender's side and on the way. */
function report(to: Peer, consumer: types.Consumer): void {
  const consumerId = consumer.id;
  consumer.on('producerclose', () => {
    to.receptions.delete(consumerId);
    to.link.send({ type: 'streamEnded', consumerId });
  });
  consumer.on('producerpause', () => to.link.send({ type: 'streamPaused', consumerId, paused: true }));
  consumer.on('producerresume', () => to.link.send({ type: 'streamPaused', consumerId, paused: false }));
  consumer.on('layerschange', (layers) => to.link.send({ type: 'layer', consumerId, spatialLayer: layers?.spatialLayer ?? null }));
}
