import { useState } from 'preact/hooks';
import { words } from '../i18n/words.ts';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import { RecordImage } from './RecordImage.tsx';

const wall = words(
  { photo: (n: string) => `Ảnh ${n}`, enlarge: (name: string) => `Xem lớn: ${name}`, previous: 'Ảnh trước', next: 'Ảnh sau', close: 'Đóng ảnh' },
  { photo: (n) => `Photo ${n}`, enlarge: (name) => `Enlarge: ${name}`, previous: 'Previous photo', next: 'Next photo', close: 'Close photo' },
);

type WallPhoto = { readonly binaryId: string; readonly caption?: string };

/** Photos of a record; a press shows one as large as the screen allows, arrows go on to the next. */
export function PhotoWall({ photos }: { readonly photos: readonly WallPhoto[] }) {
  const t = wall();
  const [open, setOpen] = useState<number | undefined>(undefined);
  const nameOf = (index: number) => photos[index]?.caption ?? t.photo(String(index + 1));
  const go = (by: number) => setOpen((index) => (index === undefined ? undefined : (index + by + photos.length) % photos.length));
  const shown = open === undefined ? undefined : photos[open];
  return (
    <>
      <ul class="photos">
        {photos.map(({ binaryId }, index) => (
          <li class="photo" key={binaryId}>
            <button type="button" class="photo__open" onClick={() => setOpen(index)}><span class="unseen">{t.enlarge(nameOf(index))}</span><RecordImage binaryId={binaryId} alt="" /></button>
            <span class="small">{nameOf(index)}</span>
          </li>
        ))}
      </ul>
      <div class="photo-large" onKeyDown={(event) => {
        if (event.key === 'ArrowRight') go(1);
        if (event.key === 'ArrowLeft') go(-1);
      }}>
        <Dialog open={shown !== undefined} title={open === undefined ? '' : nameOf(open)} onClose={() => setOpen(undefined)}>
          {shown && open !== undefined ? <RecordImage key={shown.binaryId} binaryId={shown.binaryId} alt={nameOf(open)} /> : null}
          <div class="row-between">
            {photos.length > 1 ? <span class="row"><Button onClick={() => go(-1)}>{t.previous}</Button><Button onClick={() => go(1)}>{t.next}</Button></span> : <span />}
            <Button kind="primary" onClick={() => setOpen(undefined)}>{t.close}</Button>
          </div>
        </Dialog>
      </div>
    </>
  );
}
