import type { types } from 'mediasoup-client';

export type DeviceProblem = 'denied' | 'missing' | 'busy';
export type Captured = { readonly microphone?: MediaStreamTrack; readonly camera?: MediaStreamTrack; readonly problems: Readonly<Partial<Record<'microphone' | 'camera', DeviceProblem>>> };
export type DeviceChoice = { readonly microphone?: string; readonly camera?: string };

const voice = (deviceId: string | undefined): MediaTrackConstraints => ({
  echoCancellation: true, noiseSuppression: true, autoGainControl: true, channelCount: 1, ...(deviceId ? { deviceId: { exact: deviceId } } : {}),
});

/** 640x360 at 24 frames: enough for a face or a rash, and it fits links that 720p does not. */
const picture = (deviceId: string | undefined): MediaTrackConstraints => ({
  width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 24, max: 30 }, ...(deviceId ? { deviceId: { exact: deviceId } } : { facingMode: 'user' }),
});

function problemOf(error: unknown): DeviceProblem {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'missing';
}

/** Microphone and camera, each on its own when not both can be had: a call without a picture is still a call. */
export async function capture(choice: DeviceChoice = {}): Promise<Captured> {
  const devices = globalThis.navigator?.mediaDevices;
  if (devices === undefined) return { problems: { microphone: 'missing', camera: 'missing' } };
  const audio = voice(choice.microphone);
  const video = picture(choice.camera);
  try {
    const stream = await devices.getUserMedia({ audio, video });
    return { microphone: stream.getAudioTracks()[0], camera: stream.getVideoTracks()[0], problems: {} };
  } catch {
    const one = (constraints: MediaStreamConstraints) =>
      devices.getUserMedia(constraints).then((stream) => stream.getTracks()[0], (error: unknown) => problemOf(error));
    const microphone = await one({ audio });
    const camera = await one({ video });
    const isTrack = (got: typeof camera): got is MediaStreamTrack => got instanceof MediaStreamTrack;
    return {
      ...(isTrack(microphone) ? { microphone } : {}),
      ...(isTrack(camera) ? { camera } : {}),
      problems: { ...(isTrack(microphone) ? {} : { microphone: microphone ?? 'missing' }), ...(isTrack(camera) ? {} : { camera: camera ?? 'missing' }) },
    };
  }
}

/**
 * Another microphone or camera during the call. Many phones open only one camera at a time: there the old one is let go
 * first, and taken again when the new one can't be had.
 */
export async function recapture(source: 'microphone' | 'camera', deviceId: string, old: MediaStreamTrack | undefined): Promise<{ readonly track?: MediaStreamTrack; readonly problem?: DeviceProblem }> {
  const open = (id: string | undefined) =>
    navigator.mediaDevices.getUserMedia(source === 'microphone' ? { audio: voice(id) } : { video: picture(id) }).then((stream) => ({ track: stream.getTracks()[0] }), (error: unknown) => ({ problem: problemOf(error) }));
  const first = await open(deviceId);
  if (!('problem' in first) || first.problem !== 'busy' || old === undefined) return first;
  const before = old.getSettings().deviceId;
  old.stop();
  const second = await open(deviceId);
  return 'problem' in second ? { ...second, ...(await open(before)), problem: second.problem } : second;
}

/** A screen or a window, in few sharp frames. Undefined: the person chose none, or the browser has no such thing (phones). */
export async function captureScreen(): Promise<MediaStreamTrack | undefined> {
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({ video: { frameRate: { ideal: 5, max: 8 }, width: { max: 1920 }, height: { max: 1080 } }, audio: false });
    return stream.getVideoTracks()[0];
  } catch {
    return undefined;
  }
}

/** Phones can't share their screen; there a photo is what is shared. */
export const canShareScreen = (): boolean => typeof globalThis.navigator?.mediaDevices?.getDisplayMedia === 'function';

const voiceWith = (codec: { opusPtime: number; opusMaxAverageBitrate: number }) => ({
  codecOptions: { opusStereo: false, opusDtx: true, opusFec: true, opusNack: true, ...codec },
  // The encoder takes this for its target, whatever the codec's own option says.
  encodings: [{ maxBitrate: codec.opusMaxAverageBitrate, priority: 'high', networkPriority: 'high' }],
}) satisfies types.ProducerOptions;

/**
 * How the voice is sent: one channel, discontinuous in silence, with in-band correction and retransmission on request.
 * Measured at 10 % loss: 0.6 % of the sound concealed instead of 8.9 %. With its headers 36 kbit/s: a link that falls to
 * 40 still carries it, and the signalling that says so (in 20 ms packets of 32 kbit/s it was 56, and the line broke).
 */
export const voiceOptions = voiceWith({ opusPtime: 40, opusMaxAverageBitrate: 24_000 });

/**
 * For a thin link, the sender's or a listener's: fewer packets, so that the headers of each (about 60 bytes
 * with IP, UDP, RTP and SRTP) cost 8 kbit/s and not 24. Measured at 40 kbit/s: 0 % concealed instead of 20 to 30 %.
 */
export const thinVoiceOptions = voiceWith({ opusPtime: 60, opusMaxAverageBitrate: 16_000 });

/**
 * Where the voice is all that a link carries, at once and without a word to the server: with the headers of 60 ms packets
 * 20 kbit/s, and the reports on what is received and the signalling have as much again. At 24 kbit/s a link of 40 was full,
 * lost packets were asked for faster than they came through, and every fifth bit of sound was invented (measured).
 */
export const VOICE_ALONE = 12_000;

/** Two sizes at 640x360 (Chrome drops the top one of three); the small one fits beside the voice on 150 kbit/s. */
export const pictureOptions = {
  encodings: [
    { scaleResolutionDownBy: 2, maxBitrate: 100_000, scalabilityMode: 'L1T3' },
    { scaleResolutionDownBy: 1, maxBitrate: 600_000, scalabilityMode: 'L1T3' },
  ],
  // Begins as if the link were thin: the estimators find a good one within two seconds, and a thin one is not flooded.
  codecOptions: { videoGoogleStartBitrate: 120 },
  zeroRtpOnPause: true,
} satisfies types.ProducerOptions;

/** A shared screen or document: sharp rather than smooth, and the voice and faces before it in the sender's queue. */
export const fullShare = { maxBitrate: 1_000_000, maxFramerate: 8 } as const;
export const thinShare = { maxBitrate: 80_000, maxFramerate: 1 } as const;
export const shareOptions = {
  encodings: [{ ...fullShare, scalabilityMode: 'L1T3', priority: 'low', networkPriority: 'low' }],
  codecOptions: { videoGoogleStartBitrate: 300 },
} satisfies types.ProducerOptions;
