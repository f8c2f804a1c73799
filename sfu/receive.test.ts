import { EventEmitter } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import type { types } from 'mediasoup';
import type { Peer } from './peer.ts';
import { fitPictures, offer } from './receive.ts';

/** A camera's stream as mediasoup has it, which writes down the layers it is to prefer. */
class AConsumer extends EventEmitter {
  readonly preferred: number[] = [];
  readonly id = 'consumer';
  readonly kind = 'video';
  readonly type = 'simulcast';
  readonly closed = false;
  setPreferredLayers = async ({ spatialLayer }: { spatialLayer: number }) => void this.preferred.push(spatialLayer);
  setPriority = () => Promise.resolve();
}

async function offered() {
  const consumer = new AConsumer();
  const receptions = new Map<string, unknown>();
  const to = { receives: true, rtpCapabilities: {}, leg: { canConsume: () => true }, transports: { receive: { consume: async () => consumer } }, receptions, link: { send: () => undefined } };
  await offer({ id: 'sender' } as Peer, 'camera', { id: 'producer' } as types.Producer, to as unknown as Peer);
  const [reception] = (to as unknown as Peer).receptions.values();
  if (reception === undefined) throw new Error('nothing was offered');
  return { consumer, reception, to: to as unknown as Peer };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('a picture', () => {
  it('begins with the small layer, whatever size is asked for: the large one may not come, and floods a thin link', async () => {
    const { consumer, reception, to } = await offered();
    reception.asked = 'large';
    await fitPictures(to, undefined);
    expect(new Set(consumer.preferred)).toEqual(new Set([0]));
  });
  it('goes over to the layer that is asked for once it flows, and begins small again after it was stopped', async () => {
    const { consumer } = await offered();
    consumer.emit('layerschange', { spatialLayer: 0 });
    await settled();
    expect(consumer.preferred.at(-1)).toBe(1);
    consumer.emit('layerschange', undefined);
    await settled();
    expect(consumer.preferred.at(-1)).toBe(0);
  });
});
