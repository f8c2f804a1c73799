import { useEffect, useRef, useState } from 'preact/hooks';
import { words } from '../i18n/words.ts';
import { number } from '../i18n/format.ts';
import { Button } from './Button.tsx';
import { downscale } from './downscale.ts';
import { ErrorLine } from './Field.tsx';
import { Icon } from './Icon.tsx';

const picker = words(
  {
    add: 'Chụp hoặc chọn ảnh', working: 'Đang thu nhỏ ảnh…', unreadable: 'Không đọc được ảnh này. Hãy chọn ảnh JPEG hoặc PNG, hoặc chụp lại.',
    caption: (n: string) => `Ghi chú ảnh ${n}`, remove: (n: string) => `Bỏ ảnh ${n}`, alt: (n: string) => `Ảnh ${n}`, full: (n: string) => `Nhiều nhất ${n} ảnh.`,
  },
  {
    add: 'Take or choose a photo', working: 'Making it smaller…', unreadable: 'This picture cannot be read. Choose a JPEG or PNG, or take it again.',
    caption: (n) => `Note on photo ${n}`, remove: (n) => `Remove photo ${n}`, alt: (n) => `Photo ${n}`, full: (n) => `${n} photos at most.`,
  },
);

export type Photo = { readonly key: string; readonly blob: Blob; readonly caption: string };

type PhotoPickerProps = { readonly id: string; readonly photos: readonly Photo[]; readonly onChange: (photos: readonly Photo[]) => void; readonly most?: number };

export function PhotoPicker({ id, photos, onChange, most = 10 }: PhotoPickerProps) {
  const t = picker();
  const input = useRef<HTMLInputElement>(null);
  const [state, setState] = useState<'idle' | 'working' | 'unreadable'>('idle');
  const add = async (files: readonly File[]) => {
    setState('working');
    const made = await Promise.all(files.slice(0, most - photos.length).map((file) => downscale(file)));
    const readable = made.filter((blob) => blob !== undefined);
    onChange([...photos, ...readable.map((blob) => ({ key: crypto.randomUUID(), blob, caption: '' }))]);
    setState(readable.length === made.length ? 'idle' : 'unreadable');
  };
  return (
    <div class="stack-tight">
      <input ref={input} id={id} class="unseen" type="file" accept="image/*" multiple tabIndex={-1} aria-hidden="true" onChange={(event) => {
        void add([...(event.currentTarget.files ?? [])]);
        event.currentTarget.value = '';
      }} />
      <ErrorLine id={id} error={state === 'unreadable' ? t.unreadable : undefined} />
      {photos.length > 0 ? (
        <ul class="photos">
          {photos.map((photo, index) => {
            const n = String(index + 1);
            return (
              <li class="photo" key={photo.key}>
                <BlobImage blob={photo.blob} alt={t.alt(n)} />
                <span class="small soft number">{number(photo.blob.size / 1024)} KB</span>
                <input class="input" aria-label={t.caption(n)} placeholder={t.caption(n)} maxLength={200} value={photo.caption} onInput={(event) => {
                  const caption = event.currentTarget.value;
                  onChange(photos.map((other) => (other.key === photo.key ? { ...other, caption } : other)));
                }} />
                <Button kind="quiet" label={t.remove(n)} onClick={() => onChange(photos.filter((other) => other.key !== photo.key))}>{t.remove(n)}</Button>
              </li>
            );
          })}
        </ul>
      ) : null}
      {photos.length < most ? (
        <div><Button busy={state === 'working'} busyText={t.working} onClick={() => input.current?.click()}><Icon name="camera" />{t.add}</Button></div>
      ) : <p class="soft">{t.full(String(most))}</p>}
    </div>
  );
}

/** Shows a picture held in memory. */
export function BlobImage({ blob, alt }: { readonly blob: Blob; readonly alt: string }) {
  const [url, setUrl] = useState<string | undefined>(undefined);
  useEffect(() => {
    const made = URL.createObjectURL(blob);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return <img src={url} alt={alt} />;
}
