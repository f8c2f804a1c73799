import { createHash } from 'node:crypto';
import type { Clock } from '../kernel/clock.ts';

/** Public half of the key that a host's process signs with when it asks another for a worker (JWK, P-256). */
export type HostKey = { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };

/**
 * A media host as it last said of itself. `address`: where other hosts reach it (ws://…), never a browser. `rooms`: those at
 * home there, and the parts of others' rooms that it lends workers to.
 */
export type MediaHost = { readonly id: string; readonly address: string; readonly rooms: number; readonly most: number; readonly draining: boolean; readonly at: string; readonly key?: HostKey };

/** Which host has which room. Every rule is a condition in the write itself: of two who place one room, one does. */
export interface Placements {
  /** What a host says of itself every `beatEveryMs`. */
  beat(host: MediaHost): Promise<void>;
  /** A host leaves. */
  leave(host: string): Promise<void>;
  /** Those that were heard of not long ago, dead ones among them. */
  hosts(): Promise<readonly MediaHost[]>;
  hostOf(room: string): Promise<string | undefined>;
  /** True when the room is on `host` now: it stood nowhere, or on the host that it is taken from. */
  place(room: string, host: string, instead: string | undefined, until: Date): Promise<boolean>;
  /** The room has ended on this host; nothing happens when it stands on another by now. */
  forget(room: string, host: string): Promise<void>;
}

export const beatEveryMs = 2_000;
/** A host that was not heard of for so long is dead: its rooms go to others. */
export const deadAfterMs = 7_000;
/** A placement that nobody took away (its host died) is forgotten in the end. */
const KEPT_MS = 24 * 3_600_000;
const TRIES = 5;

export type HostFound = { readonly kind: 'on'; readonly host: string } | { readonly kind: 'one' } | { readonly kind: 'full' };

export const isAlive = ({ at }: MediaHost, now: Date): boolean => now.getTime() - Date.parse(at) <= deadAfterMs;

/**
 * The host that a room is on, found or chosen: where it is already, as long as that host lives (a draining one keeps its
 * rooms), else on the living host with the most room left. `one`: no host says anything of itself, there is only the
 * address that everybody knows. `full`: no living host takes another room.
 */
export async function hostFor({ placements, clock }: { readonly placements: Placements; readonly clock: Clock }, room: string): Promise<HostFound> {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const [hosts, current] = await Promise.all([placements.hosts(), placements.hostOf(room)]);
    if (hosts.length === 0) return { kind: 'one' };
    const now = clock.now();
    const living = hosts.filter((host) => isAlive(host, now));
    if (living.some(({ id }) => id === current)) return { kind: 'on', host: current ?? '' };
    const chosen = emptiest(living, room);
    if (chosen === undefined) return { kind: 'full' };
    if (await placements.place(room, chosen.id, current, new Date(now.getTime() + KEPT_MS))) return { kind: 'on', host: chosen.id };
  }
  return { kind: 'full' };
}

/** What hosts say is seconds old: equal ones are told apart by the room, so that a rush spreads over them. */
function emptiest(hosts: readonly MediaHost[], room: string): MediaHost | undefined {
  return byRoomLeft(hosts, room)[0];
}

function byRoomLeft(hosts: readonly MediaHost[], room: string): readonly MediaHost[] {
  const order = ({ id }: MediaHost) => createHash('sha256').update(`${room} ${id}`).digest('hex');
  const takes = hosts.filter(({ draining, rooms, most }) => !draining && rooms < most);
  return takes.toSorted((a, b) => a.rooms / a.most - b.rooms / b.most || order(a).localeCompare(order(b)));
}

/** The hosts that may lend a worker to a room whose home is full, the one with the most room left first. */
export function lendersFor(hosts: readonly MediaHost[], { room, home, now }: { readonly room: string; readonly home: string; readonly now: Date }): readonly MediaHost[] {
  return byRoomLeft(hosts.filter((host) => host.id !== home && host.key !== undefined && isAlive(host, now)), room);
}
