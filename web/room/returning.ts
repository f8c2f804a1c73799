import { callLimits } from '../../shared/room/steps.ts';
import type { CallLimit } from '../../shared/room/steps.ts';

/** How somebody was in a room, kept in this tab alone: a reloaded page goes back in without a click, as muted as it was. */
export type Returning = { readonly microphone: boolean; readonly camera: boolean; readonly limit: CallLimit };

const keyOf = (room: string) => `lt.in-room.${room}`;

export function rememberRoom(room: string, how: Returning): void {
  try {
    sessionStorage.setItem(keyOf(room), JSON.stringify(how));
  } catch {
    // without storage a reload asks for the device check again
  }
}

export function forgetRoom(room: string): void {
  try {
    sessionStorage.removeItem(keyOf(room));
  } catch {
    // nothing was kept
  }
}

export function returningTo(room: string): Returning | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(keyOf(room)) ?? 'null') as Partial<Returning> | null;
    // Whatever is unclear counts as off: nobody is put on the air by a damaged note.
    return kept === null ? undefined : { microphone: kept.microphone === true, camera: kept.camera === true, limit: callLimits.find((limit) => limit === kept.limit) ?? 'automatic' };
  } catch {
    return undefined;
  }
}
