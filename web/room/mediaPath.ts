import type { types } from 'mediasoup-client';
import type { TransportDirection, TransportOffer } from '../../shared/room/rtp.ts';
import { sources } from '../../shared/room/kinds.ts';
import type { IceServer } from '../../shared/room/contract.ts';
import type { JoinAnswer, Line } from './line.ts';

/** A short break heals by itself; after this the path is searched anew (ICE restart), measured to beat waiting for "failed". */
const RESTART_AFTER_MS = 2_000;
/** When the new path is not there by then, the whole join is done again. */
const GIVE_UP_AFTER_MS = 8_000;

export type MediaPath = { readonly send: types.Transport; readonly receive: types.Transport; readonly close: () => void };
export type MediaPathEvents = { readonly onLost: () => void; readonly onBack: () => void };

export type Joined = { readonly device: types.Device; readonly answer: JoinAnswer; readonly line: Line; readonly iceServers: readonly IceServer[] };

/** The wire's types are the library's, field by field. */
const optionsOf = (offer: TransportOffer) => offer as unknown as types.TransportOptions;

/** Gives the outcome of a request to mediasoup-client's callbacks. */
async function settle<T>(outcome: Promise<T>, done: (value: T) => void, fail: (error: Error) => void): Promise<void> {
  try {
    done(await outcome);
  } catch (error) {
    fail(error instanceof Error ? error : new Error(String(error)));
  }
}

/** The two transports of one join, wired to the line and kept alive. */
export function openMediaPath({ device, answer, line, iceServers }: Joined, events: MediaPathEvents): MediaPath {
  const servers = { iceServers: iceServers.map(({ urls, ...rest }) => ({ urls: [...urls], ...rest })) };
  const send = device.createSendTransport({ ...optionsOf(answer.send), ...servers });
  const receive = device.createRecvTransport({ ...optionsOf(answer.receive), ...servers });
  const broken = new Set<TransportDirection>();

  const onState = (direction: TransportDirection, isBroken: boolean) => {
    const wasBroken = broken.size > 0;
    if (isBroken) broken.add(direction);
    else broken.delete(direction);
    if (!wasBroken && isBroken) events.onLost();
    if (wasBroken && broken.size === 0) events.onBack();
  };
  const stops = [keepAlive(send, 'send', line, onState), keepAlive(receive, 'receive', line, onState)];

  for (const [direction, transport] of [['send', send], ['receive', receive]] as const) {
    transport.on('connect', ({ dtlsParameters }, done) => {
      // Not waited for: the line keeps the order, and the path is searched one round trip sooner.
      line.request('connect', { direction, dtlsParameters }).catch(() => line.close());
      done();
    });
  }
  send.on('produce', ({ kind, rtpParameters, appData }, done, fail) => {
    const source = sources.find((each) => each === appData['source']) ?? 'microphone';
    const fields = { kind, source, rtpParameters: rtpParameters as never, paused: appData['paused'] === true } as const;
    void settle(line.request('produce', fields), ({ producerId }) => done({ id: producerId }), fail);
  });

  const close = () => {
    for (const stop of stops) stop();
    send.close();
    receive.close();
  };
  return { send, receive, close };
}

function keepAlive(transport: types.Transport, direction: TransportDirection, line: Line, onState: (direction: TransportDirection, isBroken: boolean) => void): () => void {
  let restart: ReturnType<typeof setTimeout> | undefined;
  let giveUp: ReturnType<typeof setTimeout> | undefined;
  const calm = () => {
    clearTimeout(restart);
    clearTimeout(giveUp);
    restart = giveUp = undefined;
  };
  const restartIce = async () => {
    giveUp ??= setTimeout(() => line.close(), GIVE_UP_AFTER_MS);
    try {
      const { iceParameters } = await line.request('restartIce', { direction });
      if (!transport.closed) await transport.restartIce({ iceParameters });
    } catch {
      line.close();
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
  return calm;
}
