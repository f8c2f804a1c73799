import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../ui/Icon.tsx';
import { Picture } from './MediaElements.tsx';
import type { Tile, TileSize } from './receiving.ts';
import { room } from './words.ts';

/** Narrower than this (CSS pixels) the small picture is enough. */
const SMALL_BELOW = 400;
/** Wider than this (in the screen's own pixels) HD is worth its data. */
const HD_FROM = 900;
const SETTLE_MS = 300;

function sizeOf(width: number): TileSize {
  if (width < SMALL_BELOW) return 'small';
  return width * (globalThis.devicePixelRatio || 1) >= HD_FROM ? 'hd' : 'large';
}

/** Tells, once it has settled, how large the element is on the screen; `none` when it is scrolled away. */
function useTileSize(onSize: (size: TileSize) => void) {
  const element = useRef<HTMLElement>(null);
  useEffect(() => {
    const tile = element.current;
    if (tile === null || typeof ResizeObserver === 'undefined') return undefined;
    let seen = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      clearTimeout(timer);
      timer = setTimeout(() => onSize(seen ? sizeOf(tile.clientWidth) : 'none'), SETTLE_MS);
    };
    const resize = new ResizeObserver(tell);
    const scroll = new IntersectionObserver(([entry]) => {
      seen = entry?.isIntersecting ?? true;
      tell();
    });
    resize.observe(tile);
    scroll.observe(tile);
    return () => {
      clearTimeout(timer);
      resize.disconnect();
      scroll.disconnect();
    };
  }, []);
  return element;
}

type Props = { readonly tile: Tile; readonly speaking: boolean; readonly onSize: (size: TileSize) => void };

export function PersonTile({ tile: { person, video, picture }, speaking, onSize }: Props) {
  const t = room();
  const element = useTileSize(onSize);
  const instead = person.presence === 'lost' ? t.lost : picture === 'reduced' ? t.pictureReduced : t.pictureOff;
  const shows = video !== undefined && picture === 'flowing' && person.presence === 'present';
  return (
    <figure ref={element} class={speaking ? 'tile tile--speaking' : 'tile'}>
      {shows ? <Picture track={video} label={t.videoOf(person.name)} /> : <p class="tile__instead">{instead}</p>}
      <figcaption class="tile__caption">
        <span><b>{person.name}</b> · {t.roles[person.role]}</span>
        {person.microphone ? null : <span class="tile__note"><Icon name="cross" size={16} />{t.muted}</span>}
        {speaking ? <span class="tile__note"><Icon name="speaker" size={16} />{t.speaking}</span> : null}
      </figcaption>
    </figure>
  );
}
