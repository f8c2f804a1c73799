import { useEffect, useRef, useState } from 'preact/hooks';
import { number } from '../i18n/format.ts';
import type { Photos } from '../talk/usePhotos.ts';
import { Button } from '../ui/Button.tsx';
import { sharpened, type Sharp } from '../ui/downscale.ts';
import { ProblemView } from '../ui/Feedback.tsx';
import { TextField } from '../ui/Field.tsx';
import { Icon } from '../ui/Icon.tsx';
import { BlobImage } from '../ui/PhotoPicker.tsx';
import { shareWords } from './shareWords.ts';
import { takeStill } from './still.ts';

type Props = { readonly camera: MediaStreamTrack | undefined; readonly photos: Photos; /** Sent, or left for later. */ readonly onDone: () => void; /** For previews. */ readonly first?: Sharp };

/** A sharp photo of what is talked about: taken, looked at, noted, and sent to the record. */
export function StillPanel({ camera, photos, onDone, first }: Props) {
  const t = shareWords();
  const [taken, setTaken] = useState<Sharp | undefined>(first);
  const [state, setState] = useState<'idle' | 'working' | 'failed' | 'unreadable'>('idle');
  const [caption, setCaption] = useState('');
  const take = async (make: () => Promise<Blob | undefined>, otherwise: 'failed' | 'unreadable') => {
    setState('working');
    const blob = await make();
    const sharp = blob && (await sharpened(blob));
    setTaken(sharp);
    setState(sharp ? 'idle' : otherwise);
  };
  const send = () => {
    if (!taken) return;
    photos.add(taken.blob, caption);
    onDone();
  };
  return (
    <div class="stack-tight">
      <p class="small soft">{t.explain}</p>
      {photos.problem ? <ProblemView problem={photos.problem} /> : null}
      {state === 'failed' || state === 'unreadable' ? <p class="room__problem" role="alert">{t[state]}</p> : null}
      {taken ? (
        <div class="stack-tight">
          <figure class="still"><BlobImage blob={taken.blob} alt={t.taken} /><figcaption class="small soft number">{t.size(number(taken.width), number(taken.height), number(Math.round(taken.blob.size / 1024)))}</figcaption></figure>
          <TextField id="still-caption" label={t.caption} hint={t.captionHint} value={caption} onInput={setCaption} maxLength={200} />
          <div class="row"><Button kind="primary" onClick={send}><Icon name="send" />{t.send}</Button><Button onClick={() => setTaken(undefined)}>{t.again}</Button></div>
        </div>
      ) : (
        <div class="row">
          {camera ? <Button kind="primary" busy={state === 'working'} busyText={t.taking} onClick={() => void take(() => takeStill(camera), 'failed')}><Icon name="camera" />{t.take}</Button> : null}
          <FileButton onFile={(file) => void take(() => Promise.resolve(file), 'unreadable')} />
          <Button kind="quiet" onClick={onDone}>{t.notNow}</Button>
        </div>
      )}
    </div>
  );
}

/** On a phone the camera itself, at its full resolution; elsewhere a file. */
function FileButton({ onFile }: { readonly onFile: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input ref={input} id="still-file" class="unseen" type="file" accept="image/*" capture="environment" tabIndex={-1} aria-hidden="true" onChange={(event) => {
        const file = event.currentTarget.files?.[0];
        event.currentTarget.value = '';
        if (file) onFile(file);
      }} />
      <Button onClick={() => input.current?.click()}><Icon name="plus" />{shareWords().choose}</Button>
    </>
  );
}

/** Photos on their way, and the word when one has arrived; it is then held before all. */
export function PhotosOnTheWay({ photos, onArrived }: { readonly photos: Photos; readonly onArrived: (binaryId: string) => void }) {
  const t = shareWords();
  const told = useRef(photos.sent);
  useEffect(() => {
    if (photos.sent === undefined || photos.sent === told.current) return;
    told.current = photos.sent;
    onArrived(photos.sent);
  }, [photos.sent]);
  if (photos.waiting.length === 0) return null;
  const count = number(photos.waiting.length);
  return <p class="room__hand" role="status"><Icon name="clock" size={16} /> {photos.stuck ? t.waiting(count) : t.sending(count)}</p>;
}
