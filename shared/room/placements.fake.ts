import type { MediaHost, Placements } from './placement.ts';

/** Placements in memory, with the same conditions as the table's. */
export function fakePlacements(): Placements {
  const hosts = new Map<string, MediaHost>();
  const rooms = new Map<string, string>();
  return {
    beat: (host) => Promise.resolve(void hosts.set(host.id, host)),
    leave: (host) => Promise.resolve(void hosts.delete(host)),
    hosts: () => Promise.resolve([...hosts.values()]),
    hostOf: (room) => Promise.resolve(rooms.get(room)),
    place: (room, host, instead) => {
      if (rooms.get(room) !== instead) return Promise.resolve(false);
      rooms.set(room, host);
      return Promise.resolve(true);
    },
    forget: (room, host) => Promise.resolve(void (rooms.get(room) === host && rooms.delete(room))),
  };
}
