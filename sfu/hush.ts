import { log } from './log.ts';
import type { Peer } from './peer.ts';

/** What is needed of a room, and of a peer in it. */
type Room = { readonly id: string; readonly applyAll: (peer: Peer) => Promise<void> };

/** How long pictures stay away after a flood, if the browser is heard and says nothing of it. */
const HUSHED_MS = 5_000;

/** The link of a peer is flooded: the pictures stop at once, and the browser is told. */
export async function hush(room: Room, peer: Peer): Promise<void> {
  log.info('SFU_FLOODED', { room: room.id, peer: peer.id });
  peer.hushedAt = performance.now();
  peer.link.send({ type: 'bandwidth', kbps: 0, limited: true });
  await room.applyAll(peer);
}

/**
 * The browser was heard. Its pictures come back when it says where it stands, or with what it says later. Never by the time
 * alone: as long as its words don't come through, the link is flooded (measured: ten seconds, and pictures after five
 * flooded it anew).
 */
export async function heard(room: Room, peer: Peer, saysWhereItStands: boolean): Promise<void> {
  if (peer.hushedAt === undefined || (!saysWhereItStands && performance.now() - peer.hushedAt < HUSHED_MS)) return;
  peer.hushedAt = undefined;
  if (!saysWhereItStands) await room.applyAll(peer);
}
