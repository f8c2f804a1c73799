import { Select } from '../ui/Field.tsx';
import type { OwnSource } from './sending.ts';
import { room } from './words.ts';

type SelectProps = { readonly source: OwnSource; readonly devices: readonly MediaDeviceInfo[]; readonly track: MediaStreamTrack | undefined; readonly onChoose: (id: string) => void };

/** Shown only when there is something to choose. */
export function DeviceSelect({ source, devices, track, onChoose }: SelectProps) {
  const t = room().check;
  const kind = source === 'microphone' ? 'audioinput' : 'videoinput';
  const options = devices.filter((device) => device.kind === kind && device.deviceId !== '').map((device, n) => ({ value: device.deviceId, label: device.label || t.device(String(n + 1)) }));
  if (track === undefined || options.length < 2) return null;
  return <Select id={`room-${source}`} label={t[source]} value={track.getSettings().deviceId ?? ''} options={options} onChange={onChoose} />;
}
