import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallLimit } from '../../shared/room/steps.ts';
import { Button } from '../ui/Button.tsx';
import { capture } from './capture.ts';
import type { Captured, DeviceChoice } from './capture.ts';
import { DeviceSelect } from './DeviceSelect.tsx';
import { Picture } from './MediaElements.tsx';
import { watchLevel } from './soundLevel.ts';
import { room } from './words.ts';

export type Joining = { readonly tracks: { readonly microphone?: MediaStreamTrack; readonly camera?: MediaStreamTrack }; readonly limit: CallLimit; readonly wanted?: { readonly microphone: boolean; readonly camera: boolean } };

const stopTracks = ({ microphone, camera }: Partial<Captured>) => {
  microphone?.stop();
  camera?.stop();
};

/** Before the call: is the microphone heard, does the camera show the right thing? Nothing leaves the device yet. */
export function DeviceCheck({ onJoin, test = false }: { readonly onJoin: (joining: Joining) => void; /** The check alone, on another day: nothing is joined. */ readonly test?: boolean }) {
  const t = room().check;
  const [choice, setChoice] = useState<DeviceChoice>({});
  const [attempt, setAttempt] = useState(0);
  const { captured, devices, handOver } = useDevices(choice, attempt);

  const join = (audioOnly: boolean) => {
    const { microphone, camera } = handOver();
    if (audioOnly) camera?.stop();
    onJoin({ tracks: { ...(microphone ? { microphone } : {}), ...(camera && !audioOnly ? { camera } : {}) }, limit: audioOnly ? 'audio' : 'automatic' });
  };

  if (captured === undefined) return <section class="room panel" aria-busy="true"><h2>{t.title}</h2><p role="status">{t.looking}</p></section>;
  const { microphone, camera, problems } = captured;
  return (
    <section class="room panel">
      <h2>{t.title}</h2>
      <div class="room__check">
        <figure class="tile">{camera ? <Picture track={camera} label={t.own} mirrored /> : <p class="tile__instead">{room().pictureOff}</p>}</figure>
        <div class="stack">
          {problems.microphone ? <p class="room__problem" role="alert">{t.problems.microphone[problems.microphone]}</p> : null}
          {problems.camera ? <p class="room__problem" role="alert">{t.problems.camera[problems.camera]}</p> : null}
          {microphone ? <LevelMeter track={microphone} /> : null}
          {(['microphone', 'camera'] as const).map((source) => (
            <DeviceSelect key={source} source={source} devices={devices} track={captured[source]} onChoose={(id) => setChoice({ ...choice, [source]: id })} />
          ))}
        </div>
      </div>
      <div class="row">
        {test ? <Button kind="primary" large onClick={() => join(false)}>{t.done}</Button> : (
          <>
            <Button kind="primary" large onClick={() => join(false)}>{microphone ? t.join : t.joinListening}</Button>
            {microphone && camera ? <Button large onClick={() => join(true)}>{t.joinAudio}</Button> : null}
          </>
        )}
        {problems.microphone || problems.camera ? <Button onClick={() => setAttempt(attempt + 1)}>{t.again}</Button> : null}
      </div>
    </section>
  );
}

/** The chosen devices, opened; whatever is not handed over to the call is switched off when the check goes. */
function useDevices(choice: DeviceChoice, attempt: number) {
  const [captured, setCaptured] = useState<Captured | undefined>(undefined);
  const [devices, setDevices] = useState<readonly MediaDeviceInfo[]>([]);
  const held = useRef<Partial<Captured>>({});
  useEffect(() => {
    let isCurrent = true;
    const open = async () => {
      stopTracks(held.current);
      const got = await capture(choice);
      if (!isCurrent) return stopTracks(got);
      held.current = got;
      setCaptured(got);
      // Names of devices are only told once one of them may be used.
      setDevices((await navigator.mediaDevices?.enumerateDevices()) ?? []);
    };
    void open();
    return () => {
      isCurrent = false;
    };
  }, [choice.microphone, choice.camera, attempt]);
  useEffect(() => () => stopTracks(held.current), []);
  const handOver = () => {
    const got = held.current;
    held.current = {};
    return got;
  };
  return { captured, devices, handOver };
}

function LevelMeter({ track }: { readonly track: MediaStreamTrack }) {
  const t = room().check;
  const [level, setLevel] = useState(0);
  const [heard, setHeard] = useState(false);
  useEffect(() => watchLevel(track, (now) => {
    setLevel(now);
    if (now > 0.4) setHeard(true);
  }), [track]);
  return (
    <div class="stack-tight">
      <p role="status">{heard ? t.heard : t.speak}</p>
      <meter class="room__level" min={0} max={1} value={level} aria-label={t.level} />
    </div>
  );
}
