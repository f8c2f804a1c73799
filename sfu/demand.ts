import { pictureSizes } from '../shared/room/kinds.ts';
import type { PictureSize } from '../shared/room/kinds.ts';

export const rank = (size: PictureSize): number => pictureSizes.indexOf(size);

/**
 * What a camera must send, from what its viewers look at. A picture that nobody sees is not sent at all. HD is one
 * large layer in the place of the middle one, so it is sent only when everybody who wants more than a small one wants HD.
 */
export function demandOf(sizes: readonly PictureSize[]): PictureSize {
  const greatest = sizes.reduce<PictureSize>((most, size) => (rank(size) > rank(most) ? size : most), 'none');
  return greatest === 'hd' && sizes.includes('large') ? 'large' : greatest;
}

/** The simulcast layer for a wanted size: two are sent, the small one and the one in full. */
export const layerFor = (size: PictureSize): number => (rank(size) > rank('small') ? 1 : 0);
