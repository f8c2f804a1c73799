import type { types } from 'mediasoup';
import { generateRouterRtpCapabilities } from 'mediasoup/ortc';

/** Opus first; VP8 because every browser has it and its simulcast; H.264 for devices that only encode that in hardware. */
export const mediaCodecs: types.RouterRtpCodecCapability[] = [
  { kind: 'audio', mimeType: 'audio/opus', clockRate: 48_000, channels: 2 },
  { kind: 'video', mimeType: 'video/VP8', clockRate: 90_000 },
  { kind: 'video', mimeType: 'video/H264', clockRate: 90_000, parameters: { 'packetization-mode': 1, 'profile-level-id': '42e01f', 'level-asymmetry-allowed': 1 } },
];

/** What every router here can do; said before any room is known. */
export const routerCapabilities = generateRouterRtpCapabilities(mediaCodecs);

/** The estimate that a call starts with: a thin link is not flooded in its first second, a good one is raised quickly. */
const FIRST_ESTIMATE = 150_000;
/** While pictures flow the estimate may not fall below this: a lossy link would be starved although it carries more. */
const LOWEST_ESTIMATE = 100_000;
const HIGHEST_INCOMING = 2_500_000;

export const transportOptions = (webRtcServer: types.WebRtcServer): types.WebRtcTransportOptions => ({
  webRtcServer,
  enableUdp: true,
  enableTcp: true,
  preferUdp: true,
  initialAvailableOutgoingBitrate: FIRST_ESTIMATE,
  iceConsentTimeout: 20,
});

/** One way of a peer's media, tuned for poor links (measured; stack notes in docs/adr/0041-one-media-port.md). */
export async function openTransport(router: types.Router, webRtcServer: types.WebRtcServer, direction: 'send' | 'receive'): Promise<types.WebRtcTransport> {
  const transport = await router.createWebRtcTransport(transportOptions(webRtcServer));
  if (direction === 'receive') {
    await Promise.all([keepFloor(transport, true), transport.enableTraceEvent(['bwe'])]);
  } else await transport.setMaxIncomingBitrate(HIGHEST_INCOMING);
  return transport;
}

/** A floor under the estimate helps a lossy link and overloads one that is thinner than it: none where only the voice goes. */
export async function keepFloor(transport: Pick<types.WebRtcTransport, 'setMinOutgoingBitrate'>, withPictures: boolean): Promise<void> {
  await transport.setMinOutgoingBitrate(withPictures ? LOWEST_ESTIMATE : 0);
}

export type Bandwidth = { readonly kbps: number; readonly limited: boolean };
const TELL_EVERY_MS = 400;

/** Tells, not too often, what the way to the browser is believed to carry. */
export function watchBandwidth(transport: types.WebRtcTransport, tell: (bandwidth: Bandwidth) => void): void {
  let told: Bandwidth = { kbps: 0, limited: false };
  let at = 0;
  transport.on('trace', ({ type, info }) => {
    if (type !== 'bwe' || Date.now() - at < TELL_EVERY_MS) return;
    const { availableBitrate, desiredBitrate } = info as { availableBitrate: number; desiredBitrate: number };
    const kbps = Math.round(availableBitrate / 1000);
    // At the floor nobody knows how much thinner the link is.
    const limited = desiredBitrate > availableBitrate || (desiredBitrate > 0 && availableBitrate <= LOWEST_ESTIMATE);
    if (limited === told.limited && Math.abs(kbps - told.kbps) < told.kbps * 0.1) return;
    at = Date.now();
    told = { kbps, limited };
    tell(told);
  });
}

/** A new viewer waits for a key frame; asking again sooner than this only makes a weak sender slower. */
export const KEY_FRAME_PAUSE_MS = 500;
