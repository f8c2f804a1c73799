import { useEffect, useRef } from 'preact/hooks';
import { announce } from '../ui/announce.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Picture } from './MediaElements.tsx';
import { meeting } from './meetingWords.ts';
import type { Tile, TileSize } from './receiving.ts';
import { room } from './words.ts';

/** Narrower than this (CSS pixels) the small picture is enough. */
const SMALL_BELOW = 400;
/** As wide as this (CSS pixels), and looked at closely on purpose, HD is worth its data. */
const HD_FROM = 960;
const SETTLE_MS = 300;

/** A large window is no wish: a call of two is not HD by itself. Pinned, or filling the screen, is one. */
function sizeOf(width: number, closely: boolean): TileSize {
  if (width < SMALL_BELOW) return 'small';
  return closely && width >= HD_FROM ? 'hd' : 'large';
}

/** Tells, once it has settled, how large the element is on the screen; `none` when it is scrolled away. */
function useTileSize(onSize: (size: TileSize) => void, pinned: boolean) {
  const element = useRef<HTMLElement>(null);
  const isPinned = useRef(pinned);
  isPinned.current = pinned;
  useEffect(() => {
    const tile = element.current;
    if (tile === null || typeof ResizeObserver === 'undefined') return undefined;
    let seen = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    // A floating picture is looked at wherever its tile is.
    const floating = () => document.pictureInPictureElement !== null && tile.contains(document.pictureInPictureElement);
    const tell = () => {
      clearTimeout(timer);
      timer = setTimeout(() => onSize(seen || floating() ? sizeOf(tile.clientWidth, isPinned.current || document.fullscreenElement === tile) : 'none'), SETTLE_MS);
    };
    const resize = new ResizeObserver(tell);
    const scroll = new IntersectionObserver(([entry]) => {
      seen = entry?.isIntersecting ?? true;
      tell();
    });
    resize.observe(tile);
    scroll.observe(tile);
    document.addEventListener('fullscreenchange', tell);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('fullscreenchange', tell);
      resize.disconnect();
      scroll.disconnect();
    };
  }, [pinned]);
  return element;
}

type Props = { readonly tile: Tile; readonly speaking: boolean; readonly pinned: boolean; /** Absent where there is nobody to choose between. */ readonly onPin?: (on: boolean) => void; readonly onSize: (size: TileSize) => void };

export function PersonTile({ tile: { person, video, picture }, speaking, pinned, onPin, onSize }: Props) {
  const t = room();
  const element = useTileSize(onSize, pinned);
  const instead = person.presence === 'lost' ? t.lost : picture === 'reduced' ? t.pictureReduced : t.pictureOff;
  const shows = video !== undefined && picture === 'flowing' && person.presence === 'present';
  return (
    <figure ref={element} class={['tile', speaking ? 'tile--speaking' : '', pinned ? 'tile--pinned' : ''].filter(Boolean).join(' ')}>
      {shows ? <Picture track={video} label={t.videoOf(person.name)} /> : <p class="tile__instead">{instead}</p>}
      <TileTools name={person.name} pinned={pinned} onPin={onPin} floats={shows} />
      <figcaption class="tile__caption">
        <span><b>{person.name}</b> · {t.roles[person.role]}</span>
        {person.hand === null ? null : <span class="tile__note"><Icon name="hand" size={16} />{meeting().handOf(String(person.hand))}</span>}
        {person.microphone ? null : <span class="tile__note"><Icon name="cross" size={16} />{t.muted}</span>}
        {speaking ? <span class="tile__note"><Icon name="speaker" size={16} />{t.speaking}</span> : null}
      </figcaption>
    </figure>
  );
}

const mayFill = (): boolean => globalThis.document?.fullscreenEnabled === true;
const mayFloat = (): boolean => globalThis.document?.pictureInPictureEnabled === true;

type ToolsProps = { readonly name: string; readonly pinned: boolean; readonly floats: boolean; readonly onPin?: (on: boolean) => void };

function TileTools({ name, pinned, floats, onPin }: ToolsProps) {
  const t = meeting();
  const float = (button: HTMLElement) => {
    const video = button.closest('.tile')?.querySelector('video');
    if (document.pictureInPictureElement && document.pictureInPictureElement === video) void document.exitPictureInPicture();
    else video?.requestPictureInPicture().catch(() => announce(t.refused));
  };
  const fill = (button: HTMLElement) => {
    const tile = button.closest('.tile');
    if (document.fullscreenElement && document.fullscreenElement === tile) void document.exitFullscreen();
    else tile?.requestFullscreen().catch(() => announce(t.refused));
  };
  return (
    <div class="tile__tools">
      {floats && mayFill() ? <button type="button" class="tile__tool" aria-label={t.closely(name)} title={t.closely(name)} onClick={(event) => fill(event.currentTarget)}><Icon name="expand" /></button> : null}
      {onPin ? <button type="button" class="tile__tool" aria-pressed={pinned} aria-label={t.pin(name)} title={pinned ? t.unpin(name) : t.pin(name)} onClick={() => onPin(!pinned)}><Icon name="pin" /></button> : null}
      {floats && mayFloat() ? <button type="button" class="tile__tool" aria-label={t.float(name)} title={t.float(name)} onClick={(event) => float(event.currentTarget)}><Icon name="window" /></button> : null}
    </div>
  );
}
