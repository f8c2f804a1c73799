import type { types } from 'mediasoup-client';
import type { TransportDirection, TransportOffer } from '../../shared/room/rtp.ts';
import { sources } from '../../shared/room/kinds.ts';
import type { IceServer } from '../../shared/room/contract.ts';
import type { Line } from './line.ts';

/** A short break heals by itself; after this the path is searched anew (ICE restart), measured to beat waiting for "failed". */
const RESTART_AFTER_MS = 2_000;
/** When the new path is not there so long after the SFU agreed to it, the whole join is done again. */
const GIVE_UP_AFTER_MS = 8_000;

export type MediaPath = {
  readonly receive: types.Transport;
  /** Set up when it is first asked for: what comes from others is set up before. */
  readonly send: () => types.Transport;
  readonly stats: () => Promise<readonly RTCStatsReport[]>;
  /** The line was broken and stands again: so the network may be another. Searches anew what is down, or all of it. */
  readonly revive: (all: boolean) => void;
  readonly close: () => void;
};
export type MediaPathEvents = { readonly onLost: () => void; readonly onBack: () => void };

export type Offered = { readonly device: types.Device; readonly offer: Readonly<Record<TransportDirection, TransportOffer>>; readonly line: Line; readonly iceServers: readonly IceServer[] };

/** Gives the outcome of a request to mediasoup-client's callbacks. */
async function settle<T>(outcome: Promise<T>, done: (value: T) => void, fail: (error: Error) => void): Promise<void> {
  try {
    done(await outcome);
  } catch (error) {
    fail(error instanceof Error ? error : new Error(String(error)));
  }
}

/**
 * The library makes the stream by which the SFU tries the bandwidth from the parameters of the first picture, after it
 * has told of that one. Asked for again, the gaps in it cost the way out 8 kbit/s for nothing: a fifth of 40 (measured).
 */
function leaveTrialLossesAlone({ kind, rtpParameters }: types.Consumer): void {
  if (kind === 'video') for (const codec of rtpParameters.codecs) codec.rtcpFeedback = codec.rtcpFeedback?.filter(({ type, parameter }) => type !== 'nack' || parameter === 'pli') ?? [];
}

/** The two transports of one join, wired to the line and kept alive. */
export function openMediaPath({ device, offer, line, iceServers }: Offered, events: MediaPathEvents): MediaPath {
  const broken = new Set<TransportDirection>();
  const kept: Kept[] = [];

  const onState = (direction: TransportDirection, isBroken: boolean) => {
    const wasBroken = broken.size > 0;
    if (isBroken) broken.add(direction);
    else broken.delete(direction);
    if (!wasBroken && isBroken) events.onLost();
    if (wasBroken && broken.size === 0) events.onBack();
  };
  const open = (direction: TransportDirection) => {
    // The wire's types are the library's, field by field.
    const options = { ...(offer[direction] as unknown as types.TransportOptions), iceServers: iceServers.map(({ urls, ...rest }) => ({ urls: [...urls], ...rest })) };
    const transport = direction === 'send' ? device.createSendTransport(options) : device.createRecvTransport(options);
    transport.on('connect', ({ dtlsParameters }, done) => {
      // Not waited for: the line keeps the order, and the path is searched one round trip sooner.
      line.request('connect', { direction, dtlsParameters }).catch(() => !transport.closed && line.close());
      done();
    });
    kept.push(keepAlive(transport, direction, line, onState));
    return transport;
  };
  const openSend = () => {
    const transport = open('send');
    transport.on('produce', ({ kind, rtpParameters, appData }, done, fail) => {
      const source = sources.find((each) => each === appData['source']) ?? 'microphone';
      const fields = { kind, source, rtpParameters: rtpParameters as never, paused: appData['paused'] === true } as const;
      void settle(line.request('produce', fields), ({ producerId }) => done({ id: producerId }), fail);
    });
    return transport;
  };

  const receive = open('receive');
  receive.observer.on('newconsumer', leaveTrialLossesAlone);
  let send: types.Transport | undefined;
  return {
    receive,
    send: () => (send ??= openSend()),
    stats: () => Promise.all([receive, ...(send ? [send] : [])].map((transport) => transport.getStats())),
    revive: (all) => kept.forEach((each) => each.revive(all)),
    close: () => kept.forEach((each) => each.close()),
  };
}

type Kept = { readonly revive: (inAnyCase: boolean) => void; readonly close: () => void };

/** Searches the path anew when it is down. The request for that waits over a broken line, so it is made once. */
function keepAlive(transport: types.Transport, direction: TransportDirection, line: Line, onState: (direction: TransportDirection, isBroken: boolean) => void): Kept {
  let restart: ReturnType<typeof setTimeout> | undefined;
  let giveUp: ReturnType<typeof setTimeout> | undefined;
  let isAsking = false;
  const calm = () => {
    clearTimeout(restart);
    clearTimeout(giveUp);
    restart = giveUp = undefined;
  };
  const restartIce = async () => {
    if (isAsking || transport.closed) return;
    isAsking = true;
    try {
      const { iceParameters } = await line.request('restartIce', { direction });
      if (transport.closed) return;
      await transport.restartIce({ iceParameters });
      if (transport.connectionState !== 'connected') giveUp ??= setTimeout(() => line.close(), GIVE_UP_AFTER_MS);
    } catch {
      if (!transport.closed) line.close();
    } finally {
      isAsking = false;
    }
  };
  transport.on('connectionstatechange', (state) => {
    if (state === 'connected') calm();
    if (state === 'disconnected') restart ??= setTimeout(() => void restartIce(), RESTART_AFTER_MS);
    if (state === 'failed') {
      clearTimeout(restart);
      void restartIce();
    }
    if (state !== 'connecting' && state !== 'new' && state !== 'closed') onState(direction, state !== 'connected');
  });
  return {
    revive: (inAnyCase) => {
      const { connectionState: state } = transport;
      if (state === 'disconnected' || state === 'failed' || (inAnyCase && state === 'connected')) void restartIce();
    },
    close: () => {
      calm();
      transport.close();
    },
  };
}
