import type { SignallingCode } from '../shared/room/signalling.ts';
import type { SeatWatch } from './leg.ts';
import type { Legs } from './legs.ts';
import type { Peer } from './peer.ts';

/** Opens both ways of a peer's media on one of the room's workers, and watches them. Returns why it can't. */
export async function takeSeat(peer: Peer, legs: Legs, watch: Omit<SeatWatch, 'seesPictures' | 'onBandwidth'>): Promise<SignallingCode | undefined> {
  const leg = await legs.enter().catch(() => 'ROOM_WORKER_LOST' as const);
  if (leg === undefined || leg === 'ROOM_WORKER_LOST') return leg ?? 'ROOM_FULL';
  try {
    const transports = await leg.seat({ ...watch, seesPictures: () => peer.seesPictures, onBandwidth: (bandwidth) => peer.link.send({ type: 'bandwidth', ...bandwidth }) });
    peer.adopt(transports, leg);
    return peer.closed ? 'ROOM_WORKER_LOST' : undefined;
  } catch {
    legs.leave(leg);
    return 'ROOM_WORKER_LOST';
  }
}
