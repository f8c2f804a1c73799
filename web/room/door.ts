import { Device } from 'mediasoup-client';
import type { types } from 'mediasoup-client';
import { openLine, type Line } from './line.ts';

/** A way into a room, ready to be gone through: the line is open and the browser knows what it can send and receive. */
export type Door = { readonly line: Line; readonly device: types.Device };

/** What a device can do is asked of the browser once: it takes a fifth of a second, and a return must be quick. */
let known: { readonly capabilities: string; readonly device: types.Device } | undefined;

async function deviceFor(offered: Line['capabilities']): Promise<types.Device> {
  const capabilities = JSON.stringify(offered);
  if (known?.capabilities === capabilities) return known.device;
  const device = new Device();
  await device.load({ routerRtpCapabilities: offered as types.RtpCapabilities });
  known = { capabilities, device };
  return device;
}

/** May be opened before the person wants in (while the devices are checked): it says nothing of who they are. */
export async function openDoor(url: string, withinMs?: number): Promise<Door> {
  const line = await openLine(url, withinMs);
  return { line, device: await deviceFor(line.capabilities) };
}

/** The prepared door, if there is one that still stands; a new one otherwise. */
export async function doorTo(url: string, prepared: Promise<Door | undefined> | undefined, withinMs?: number): Promise<Door> {
  const door = await prepared?.catch(() => undefined);
  return door === undefined || door.line.isOver() ? openDoor(url, withinMs) : door;
}
