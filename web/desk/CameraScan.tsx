import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { readEntry } from './entry.ts';
import type { OtherQr } from './otherQr.ts';
import { deskWords } from './words.ts';

type State = 'starting' | 'looking' | 'denied' | 'missing' | { readonly notCard: OtherQr };

/** Looks for a card's QR until one is found; the picture never leaves the device. */
export function CameraScan({ onCard, onStop }: { readonly onCard: (text: string) => void; readonly onStop: () => void }) {
  const t = deskWords();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<State>('starting');
  useEffect(() => look(video.current, setState, onCard), []);
  const failed = state === 'denied' || state === 'missing';
  return (
    <div class="stack-tight">
      {failed ? null : <div class="scan"><video ref={video} muted playsInline aria-label={t.aim} /><div class="scan__frame" /></div>}
      <p role="status" class={failed || typeof state === 'object' ? 'field__error' : 'soft'}>
        {state === 'starting' ? t.starting : state === 'looking' ? t.aim : typeof state === 'object' ? t.otherQr[state.notCard] : state === 'denied' ? t.cameraDenied : t.cameraMissing}
      </p>
      <div><Button onClick={onStop}><Icon name="cross" />{t.stopCamera}</Button></div>
    </div>
  );
}

function look(video: HTMLVideoElement | null, tell: (state: State) => void, onCard: (text: string) => void): () => void {
  let stopped = false;
  let stream: MediaStream | undefined;
  const stop = () => {
    stopped = true;
    for (const track of stream?.getTracks() ?? []) track.stop();
  };
  const run = async () => {
    if (!video) return;
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } } });
    if (stopped) return stop();
    video.srcObject = stream;
    await video.play();
    const read = await (await import('./readQr.ts')).qrReader();
    tell('looking');
    while (!stopped) {
      const text = await read(video).catch(() => undefined);
      if (!stopped && text !== undefined) {
        const entry = readEntry(text);
        if (entry.kind === 'card') {
          stop();
          return onCard(text);
        }
        tell({ notCard: entry.kind === 'other-qr' ? entry.seems : 'other' });
      }
      await new Promise((done) => setTimeout(done, 150));
    }
  };
  run().catch((error: unknown) => {
    stop();
    tell(error instanceof DOMException && error.name === 'NotAllowedError' ? 'denied' : 'missing');
  });
  return stop;
}
