import type { types } from 'mediasoup';
import type { MediaSource, ServerMessage } from '../shared/room/signalling.ts';
import type { Peer, Reception } from './peer.ts';

/** Lets the stream flow or stops it, as the browser wants it and as audio-only allows. A stopped one costs nothing. */
export async function applyFlow({ consumer, wanted }: Reception, audioOnly: boolean): Promise<void> {
  const flows = wanted && !(audioOnly && consumer.kind === 'video');
  if (consumer.closed || flows === !consumer.paused) return;
  await (flows ? consumer.resume() : consumer.pause());
}

/**
 * Offers one person's stream to another. It starts paused and flows only when the browser has acknowledged it,
 * so that the first key frame is not sent into nothing.
 */
export async function offer(router: types.Router, from: Peer, source: MediaSource, producer: types.Producer, to: Peer): Promise<void> {
  const { rtpCapabilities } = to;
  if (!to.receives || rtpCapabilities === undefined || !router.canConsume({ producerId: producer.id, rtpCapabilities })) return;
  const consumer = await to.transports.receive.consume({ producerId: producer.id, rtpCapabilities, paused: true, enableRtx: true });
  const reception: Reception = { consumer, wanted: false };
  to.receptions.set(consumer.id, reception);
  // The voice first: with too little bandwidth for all, the estimator serves the higher priority before the lower.
  if (consumer.kind === 'video') await consumer.setPriority(source === 'screen' ? 2 : 1);
  report(to, consumer);
  to.link.send({
    type: 'offer',
    consumerId: consumer.id,
    producerId: producer.id,
    peer: from.id,
    kind: consumer.kind,
    source,
    rtpParameters: consumer.rtpParameters,
    paused: consumer.producerPaused,
  } as ServerMessage);
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
