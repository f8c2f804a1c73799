import type { MediaSource, PictureSize } from '../shared/room/kinds.ts';
import type { StreamOffer } from '../shared/room/signalling.ts';
import { hasPictures } from '../shared/room/steps.ts';
import { fitFaces } from './crowd.ts';
import { layerFor } from './demand.ts';
import type { Producer } from './leg.ts';
import type { Peer, Reception } from './peer.ts';

/** A shared picture, a face that is looked at closely, any other face (mediasoup: 1 to 255). */
export const priority = { share: 4, pinned: 3, face: 1 } as const;

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

/** How each picture is sent that somebody looks at: which layers, and before or after which other when bandwidth is short. */
export async function fitPictures(to: Peer, speaker: string | undefined): Promise<void> {
  const [faces, others] = [pictures(to, true), pictures(to, false)];
  const fits = fitFaces(faces.map(({ asked, pinned, from }) => ({ asked, pinned, speaks: from.id === speaker })));
  await Promise.all([...faces.map((face, n) => prefer(face, fits[n])), ...others.map((shared) => prefer(shared, { size: shared.asked, temporalLayer: undefined }))]);
}

const pictures = ({ receptions }: Peer, faces: boolean): Reception[] => [...receptions.values()].filter(({ consumer, source }) => consumer.kind === 'video' && !consumer.closed && (source === 'camera') === faces);

/**
 * A picture begins with its small layer, which every camera sends, and goes over to the large one while it flows. Begun
 * with the large one it waits for that one alone: a second where the sender's bandwidth holds it back (measured), and its
 * first picture floods a thin link.
 */
async function prefer(reception: Reception, fit: { readonly size: PictureSize; readonly temporalLayer: number | undefined } | undefined): Promise<void> {
  const { consumer, source, pinned, flowing, told } = reception;
  if (fit === undefined) return;
  const { size, temporalLayer } = fit;
  Object.assign(reception, { size, temporalLayer });
  reception.told = `${size} ${temporalLayer} ${pinned} ${flowing}`;
  if (reception.told === told) return;
  if (consumer.type !== 'simple' && size !== 'none') await consumer.setPreferredLayers({ spatialLayer: flowing ? layerFor(size) : 0, ...(temporalLayer === undefined ? {} : { temporalLayer }) });
  await consumer.setPriority(source === 'camera' ? (pinned ? priority.pinned : priority.face) : priority.share);
}

/**
 * One person's stream for another, on that one's worker, as it is to be offered; undefined: nothing for that one. It starts
 * paused and flows only when the browser has acknowledged it, so that the first key frame is not sent into nothing.
 */
export async function offer(from: Peer, source: MediaSource, producer: Producer, to: Peer): Promise<StreamOffer | undefined> {
  const { rtpCapabilities } = to;
  if (!to.receives || rtpCapabilities === undefined || !to.leg.canConsume({ producerId: producer.id, rtpCapabilities })) return undefined;
  const consumer = await to.transports.receive.consume({ producerId: producer.id, rtpCapabilities, paused: true, enableRtx: true });
  if (consumer === undefined) return undefined;
  const asked = source === 'microphone' ? 'none' : 'large';
  const reception: Reception = { consumer, from, source, wanted: undefined, settled: Promise.resolve(), asked, pinned: false, size: asked, temporalLayer: undefined, flowing: false, told: '' };
  to.receptions.set(consumer.id, reception);
  if (consumer.kind === 'video') await prefer(reception, { size: asked, temporalLayer: undefined });
  report(to, reception);
  return { consumerId: consumer.id, producerId: producer.id, peer: from.id, kind: consumer.kind, source, rtpParameters: consumer.rtpParameters, paused: consumer.producerPaused } as StreamOffer;
}

/** Tells the browser what happens to the stream on the sender's side and on the way. */
function report(to: Peer, reception: Reception): void {
  const { consumer } = reception;
  const consumerId = consumer.id;
  consumer.on('producerclose', () => {
    to.receptions.delete(consumerId);
    to.link.send({ type: 'streamEnded', consumerId });
  });
  consumer.on('producerpause', () => to.link.send({ type: 'streamPaused', consumerId, paused: true }));
  consumer.on('producerresume', () => to.link.send({ type: 'streamPaused', consumerId, paused: false }));
  consumer.on('layerschange', (layers) => {
    to.link.send({ type: 'layer', consumerId, spatialLayer: layers?.spatialLayer ?? null });
    if (reception.flowing === (layers !== undefined)) return;
    reception.flowing = layers !== undefined;
    void prefer(reception, reception).catch(() => undefined);
  });
}
