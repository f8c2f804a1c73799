import { watchFlood } from './flood.ts';
import type { Legs } from './legs.ts';
import { openTransport, watchBandwidth } from './media.ts';
import type { Peer } from './peer.ts';

/** Opens both ways of a peer's media on one of the room's workers, and watches the way to the browser. Throws when there is none. */
export async function takeSeat(peer: Peer, legs: Legs, onFlood: () => void): Promise<void> {
  const leg = await legs.enter();
  const open = (direction: 'send' | 'receive') => openTransport(leg.router, leg.host.webRtcServer, direction);
  const [send, receive] = await Promise.all([open('send'), open('receive')]).catch((error: unknown) => {
    legs.leave(leg);
    throw error;
  });
  peer.adopt({ send, receive }, leg);
  watchFlood(receive, { isNeeded: () => peer.seesPictures, onFlood });
  watchBandwidth(receive, (bandwidth) => peer.link.send({ type: 'bandwidth', ...bandwidth }));
}
