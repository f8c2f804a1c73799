import { useEffect, useState } from 'preact/hooks';
import { announce } from '../ui/announce.tsx';
import type { CallActions, OwnTracks } from './callProps.ts';
import { recapture } from './capture.ts';
import { DeviceSelect } from './DeviceSelect.tsx';
import { meeting } from './meetingWords.ts';
import type { OwnSource } from './sending.ts';

/** Another microphone or camera while the call goes on: a headset plugged in late, the camera on the back of the phone. */
export function DevicePanel({ own, onTrack }: { readonly own: OwnTracks; readonly onTrack: CallActions['useTrack'] }) {
  const t = meeting();
  const devices = useDevices();
  const [problem, setProblem] = useState<string | undefined>(undefined);
  const choose = async (source: OwnSource, deviceId: string) => {
    setProblem(undefined);
    const got = await recapture(source, deviceId, own[source]);
    if (got.track) onTrack(source, got.track);
    if (got.problem) setProblem(t.switchFailed);
    else announce(t.switched);
  };
  const isChoice = (kind: MediaDeviceKind) => devices.filter((device) => device.kind === kind && device.deviceId !== '').length > 1;
  return (
    <div class="stack-tight">
      {problem ? <p class="room__problem" role="alert">{problem}</p> : null}
      {(['microphone', 'camera'] as const).map((source) => <DeviceSelect key={source} source={source} devices={devices} track={own[source]} onChoose={(id) => void choose(source, id)} />)}
      {isChoice('audioinput') || isChoice('videoinput') ? null : <p class="soft">{t.oneDevice}</p>}
    </div>
  );
}

/** The devices as they are now; they come and go with their plugs. */
function useDevices(): readonly MediaDeviceInfo[] {
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  useEffect(() => {
    const media = globalThis.navigator?.mediaDevices;
    if (media === undefined) return undefined;
    const look = () => void media.enumerateDevices().then(setDevices);
    look();
    media.addEventListener('devicechange', look);
    return () => media.removeEventListener('devicechange', look);
  }, []);
  return devices;
}
