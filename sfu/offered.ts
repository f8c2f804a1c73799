import type { TransportOffer } from '../shared/room/rtp.ts';
import type { Transport } from './leg.ts';
import type { Peer } from './peer.ts';

/** One way of a peer's media, as its browser is told of it. */
export const offeredTransport = ({ id, iceParameters, iceCandidates, dtlsParameters }: Pick<Transport, 'id' | 'iceParameters' | 'iceCandidates' | 'dtlsParameters'>) => ({ id, iceParameters, iceCandidates, dtlsParameters }) as TransportOffer;

/** Both ways. */
export const offered = ({ transports }: Peer): { readonly send: TransportOffer; readonly receive: TransportOffer } => ({ send: offeredTransport(transports.send), receive: offeredTransport(transports.receive) });
