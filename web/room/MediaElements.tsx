import { useEffect, useRef } from 'preact/hooks';

type VideoProps = { readonly track: MediaStreamTrack; readonly label: string; readonly mirrored?: boolean };

/** A picture without its sound; the sound has an element of its own, so that hiding a picture never silences anybody. */
export function Picture({ track, label, mirrored = false }: VideoProps) {
  const element = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = element.current;
    if (video === null) return undefined;
    video.srcObject = new MediaStream([track]);
    video.play().catch(() => undefined); // muted pictures may always play; a removed element rejects
    return () => {
      video.srcObject = null;
    };
  }, [track]);
  return <video ref={element} class={mirrored ? 'tile__picture tile__picture--mirrored' : 'tile__picture'} aria-label={label} autoplay muted playsInline />;
}

/** A voice. `onBlocked`: the browser wants a click before it plays any sound. */
export function Sound({ track, onBlocked }: { readonly track: MediaStreamTrack; readonly onBlocked: () => void }) {
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) return undefined;
    audio.srcObject = new MediaStream([track]);
    audio.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === 'NotAllowedError') onBlocked();
    });
    return () => {
      audio.srcObject = null;
    };
  }, [track]);
  return <audio ref={element} class="room__sound" autoplay />;
}

/** After the click: everything that waits may sound. */
export function playAllSounds(): void {
  for (const audio of document.querySelectorAll<HTMLAudioElement>('audio.room__sound')) audio.play().catch(() => undefined);
}
