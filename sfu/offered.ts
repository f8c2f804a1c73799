import type { types } from 'mediasoup';
import type { TransportOffer } from '../shared/room/rtp.ts';
import type { Peer } from './peer.ts';

const described = ({ id, iceParameters, iceCandidates, dtlsParameters }: types.WebRtcTransport) => ({ id, iceParameters, iceCandidates, dtlsParameters }) as TransportOffer;

/** Both ways of a peer's media, as its browser is told of them. */
export const offered = ({ transports }: Peer): { readonly send: TransportOffer; readonly receive: TransportOffer } => ({ send: described(transports.send), receive: described(transports.receive) });
