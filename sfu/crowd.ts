import type { PictureSize } from '../shared/room/kinds.ts';
import { rank } from './demand.ts';

/** With more faces than this on one screen nobody looks at each of them closely (docs/adr/0129). */
export const NO_CROWD_UP_TO = 6;

/** Temporal layers of a picture in L1T3: all frames, every second one. */
const ALL_FRAMES = 2;
const HALF_THE_FRAMES = 1;

/** A face on somebody's screen: how large its tile is, whether it was pinned there, whether it speaks. */
export type Face = { readonly asked: PictureSize; readonly pinned: boolean; readonly speaks: boolean };
export type Fit = { readonly size: PictureSize; readonly temporalLayer: number };

/**
 * How each face on one screen is sent. In a crowd all are small and move at half the rate, but for the one that is
 * looked at: the pinned one as large as its tile, or, where none is pinned, whoever speaks with all frames.
 */
export function fitFaces(faces: readonly Face[]): readonly Fit[] {
  const isCrowd = faces.filter(({ asked }) => asked !== 'none').length > NO_CROWD_UP_TO;
  const anyPinned = faces.some(({ pinned, asked }) => pinned && asked !== 'none');
  return faces.map(({ asked, pinned, speaks }) => {
    if (!isCrowd || pinned) return { size: asked, temporalLayer: ALL_FRAMES };
    return { size: rank(asked) > rank('small') ? 'small' : asked, temporalLayer: speaks && !anyPinned ? ALL_FRAMES : HALF_THE_FRAMES };
  });
}
