import { describe, expect, it } from '@jest/globals';
import { focus, layerOf } from './lens.ts';
import type { Demand } from './lens.ts';
import { limits } from './ladder.ts';

const linesOf = (taken: number, by: number | undefined) => taken / (by ?? 1);

const demand = (size: Demand['size'], carriesHd = size === 'hd'): Demand => ({ size, carriesHd });

describe('what is sent of a camera', () => {
  it('has the same small and ordinary lines, whatever the camera gives', () => {
    for (const times of [1, 4 / 3, 2]) {
      expect([0, 1].map((layer) => linesOf(360 * times, layerOf(demand('large'), times, layer).scaleResolutionDownBy))).toEqual([180, 360]);
    }
  });
  it('is the whole picture above the same small one where somebody looks closely, and more bits for it', () => {
    const [small, whole] = [layerOf(demand('hd'), 2, 0), layerOf(demand('hd'), 2, 1)];
    expect([linesOf(720, small.scaleResolutionDownBy), linesOf(720, whole.scaleResolutionDownBy)]).toEqual([180, 720]);
    expect(small).toMatchObject({ active: true, maxBitrate: 100_000 });
    expect(whole.maxBitrate).toBeGreaterThan(1_000_000);
  });
  it('takes more for its usual lines while it is found out whether the way carries HD', () => {
    const tried = layerOf(demand('hd', false), 1, 1);
    expect(tried.scaleResolutionDownBy).toBe(1);
    // With it the sum of all that flows is above what the ladder waits for.
    expect(tried.maxBitrate ?? 0).toBeGreaterThan(limits.hd.from * 1_000 - (layerOf(demand('hd', false), 1, 0).maxBitrate ?? 0) - 1);
    expect(tried.maxBitrate ?? 0).toBeLessThan(layerOf(demand('hd'), 2, 1).maxBitrate ?? 0);
  });
  it('costs no more than before with a camera that gives no more', () => {
    expect(layerOf(demand('hd'), 1, 1)).toEqual(layerOf(demand('large'), 1, 1));
  });
  it('is nothing when nobody looks, and the small one alone for small tiles', () => {
    expect([0, 1].map((layer) => layerOf(demand('none'), 1, layer).active)).toEqual([false, false]);
    expect([0, 1].map((layer) => layerOf(demand('small'), 2, layer).active)).toEqual([true, false]);
  });
});

describe('a camera', () => {
  const aCamera = (most: number, upright = false) => {
    let [width, height] = [640, 360];
    return {
      applyConstraints: async ({ height: asked }: MediaTrackConstraints) => {
        const lines = Math.min(most, (asked as { ideal: number }).ideal);
        [width, height] = [Math.round((lines * 16) / 9), lines];
      },
      getSettings: () => (upright ? { width: height, height: width } : { width, height }),
    } as unknown as MediaStreamTrack;
  };
  it('is taken up to twice the lines and back', async () => {
    const camera = aCamera(1_080);
    expect([await focus(camera, true), await focus(camera, false)]).toEqual([2, 1]);
  });
  it('held upright is counted by its shorter side, and one that can’t is left as it is', async () => {
    expect([await focus(aCamera(1_080, true), true), await focus(aCamera(360), true)]).toEqual([2, 1]);
  });
});
