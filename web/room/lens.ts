import type { PictureSize } from '../../shared/room/kinds.ts';
import { pictureOptions } from './capture.ts';

/** Lines of a picture as it is taken, and as it is taken where somebody looks closely. */
const LINES = 360;
const HD_LINES = 720;
/** Enough for a face or a rash that is looked at closely, with few movements. */
const HD_BITRATE = 1_400_000;
/**
 * What the usual lines may take while it is found out whether the way carries HD. A browser's estimate ends at one and a half times
 * what flows; it tries more only where more may flow than it believes in (seen: 1,000 kbit/s for minutes on the best of ways).
 */
const TRYING_BITRATE = 1_000_000;

/** Takes the camera up to HD or back. Resolves with how many times the usual lines it gives now; one that can't is left as it is. */
export async function focus(camera: MediaStreamTrack, hd: boolean): Promise<number> {
  const height = hd ? HD_LINES : LINES;
  await camera.applyConstraints({ width: { ideal: (height * 16) / 9 }, height: { ideal: height }, frameRate: { ideal: 24, max: 30 } }).catch(() => undefined);
  const { width = 0, height: lines = 0 } = camera.getSettings();
  return Math.max(1, Math.min(width, lines) / LINES);
}

/** What is asked of a camera: for how large a look, and whether its way is known to carry HD. */
export type Demand = { readonly size: PictureSize; readonly carriesHd: boolean };

/**
 * What is sent of a camera that gives `times` the usual lines: nothing, the small layer, or both. The small and the
 * ordinary one stay as large as they are; in HD the upper one is the whole picture.
 */
export function layerOf({ size, carriesHd }: Demand, times: number, layer: number): Pick<RTCRtpEncodingParameters, 'active' | 'scaleResolutionDownBy' | 'maxBitrate'> {
  const usual = pictureOptions.encodings[layer];
  const isUpperHd = layer === 1 && size === 'hd';
  const isHd = isUpperHd && carriesHd && times > 1;
  const isTried = isUpperHd && !carriesHd;
  return {
    active: size !== 'none' && (layer === 0 || size !== 'small'),
    scaleResolutionDownBy: isHd ? 1 : (usual?.scaleResolutionDownBy ?? 1) * times,
    ...(isHd ? { maxBitrate: HD_BITRATE } : isTried ? { maxBitrate: TRYING_BITRATE } : usual ? { maxBitrate: usual.maxBitrate } : {}),
  };
}
