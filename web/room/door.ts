import { Device } from 'mediasoup-client';
import type { types } from 'mediasoup-client';
import { openLine, type Line } from './line.ts';

/** A way into a room, ready to be gone through: the line is open and the browser knows what it can send and receive. */
export type Door = { readonly line: Line; readonly device: types.Device };

/** May be opened before the person wants in (while the devices are checked): it says nothing of who they are. */
export async function openDoor(url: string): Promise<Door> {
  const device = new Device();
  const line = await openLine(url);
  await device.load({ routerRtpCapabilities: line.capabilities as types.RtpCapabilities });
  return { line, device };
}

/** The prepared door, if there is one that still stands; a new one otherwise. */
export async function doorTo(url: string, prepared: Promise<Door | undefined> | undefined): Promise<Door> {
  const door = await prepared?.catch(() => undefined);
  return door === undefined || door.line.isOver() ? openDoor(url) : door;
}
