import { useEffect, useRef, useState } from 'preact/hooks';
import type { Place } from '../../shared/room/signalling.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { RecordImage } from '../ui/RecordImage.tsx';
import type { CallScreenProps } from './callProps.ts';
import type { CallView } from './callView.ts';
import { Picture } from './MediaElements.tsx';
import { movedBy, placeIn, seldom } from './pointing.ts';
import type { SharedPicture } from './receiving.ts';
import { shareWords } from './shareWords.ts';

/** Often enough to follow by eye; a twelfth of what a connection may say in a second. */
const POINT_EVERY_MS = 80;

type Props = Pick<CallScreenProps, 'view' | 'actions' | 'photos'> & { readonly shared: SharedPicture };

/** What is before all, as large as the screen allows, with everybody's pointer on it. */
export function SharedStage({ view, actions, photos, shared }: Props) {
  const t = shareWords();
  const [pointing, setPointing] = useState(false);
  const [large, setLarge] = useState(false);
  const { frame, ratio } = useRatio(shared);
  const { mine, onKey } = usePointer(frame, pointing, actions.point);
  useAnnouncedPointers(view);
  const { name } = shared.person;
  const pointers = [...[...view.pointers].map(([peer, at]) => ({ peer, at, who: nameOf(view, peer) })), ...(mine ? [{ peer: 'mine', at: mine, who: t.you }] : [])];
  return (
    <section class="shared" aria-label={t.picture(name)}>
      <div class={large ? 'shared__view shared__view--large' : 'shared__view'} tabIndex={large ? 0 : undefined} role={large ? 'group' : undefined} aria-label={large ? t.picture(name) : undefined}>
        <div
          ref={frame} class={pointing ? 'shared__frame shared__frame--pointing' : 'shared__frame'} style={`--ratio: ${ratio}`}
          {...(pointing ? { tabIndex: 0, role: 'application', 'aria-label': t.pointHint, onKeyDown: onKey } : {})}
        >
          <Shown shared={shared} mayLoad={photos !== undefined} caption={captionOf(photos, shared)} />
          {pointers.map(({ peer, at, who }) => (
            <span key={peer} class={peer === 'mine' ? 'pointer pointer--mine' : 'pointer'} style={`left: ${at.x * 100}%; top: ${at.y * 100}%`}><span class={at.x > 0.5 ? 'pointer__name pointer__name--left' : 'pointer__name'}>{who}</span></span>
          ))}
        </div>
      </div>
      <div class="row-between shared__bar">
        <div class="stack-tight"><p class="shared__by"><Icon name="window" /><b>{shared.own ? t.yours : t.by(name)}</b></p>{pointing ? <p class="small soft">{t.pointHint}</p> : null}</div>
        <span class="row">
          {view.self?.speak ? <Button pressed={pointing} onClick={() => setPointing(!pointing)}><Icon name="hand" />{t.point}</Button> : null}
          <Button pressed={large} onClick={() => setLarge(!large)}>{large ? t.smaller : t.larger}</Button>
          {shared.own ? <Button onClick={actions.stopShare}><Icon name="cross" />{t.stop}</Button> : null}
        </span>
      </div>
    </section>
  );
}

function Shown({ shared, mayLoad, caption }: { readonly shared: SharedPicture; readonly mayLoad: boolean; readonly caption: string }) {
  const t = shareWords();
  if (shared.kind === 'photo') return mayLoad ? <RecordImage key={shared.photo} binaryId={shared.photo} alt={caption} /> : <p class="shared__instead">{t.noRight}</p>;
  if (shared.picture === 'flowing') return <Picture track={shared.video} label={t.picture(shared.person.name)} />;
  return <p class="shared__instead">{shared.picture === 'reduced' ? t.reduced : t.starting}</p>;
}

function captionOf(photos: Props['photos'], shared: SharedPicture): string {
  if (shared.kind !== 'photo') return '';
  return photos?.stored.find(({ binaryId }) => binaryId === shared.photo)?.caption ?? shareWords().picture(shared.person.name);
}

const nameOf = ({ tiles, self }: CallView, peer: string): string => (peer === self?.peer ? shareWords().you : (tiles.find(({ person }) => person.peer === peer)?.person.name ?? ''));

/** The frame takes the shape of the picture, so that a place on the one is the same place on the other, on every screen. */
function useRatio(shared: SharedPicture) {
  const frame = useRef<HTMLDivElement>(null);
  const [ratio, setRatio] = useState(16 / 9);
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    const look = ({ target }: Event) => {
      const [width, height] = target instanceof HTMLVideoElement ? [target.videoWidth, target.videoHeight] : target instanceof HTMLImageElement ? [target.naturalWidth, target.naturalHeight] : [0, 0];
      if (width > 0 && height > 0) setRatio(width / height);
    };
    // These events do not bubble; a shared window changes its shape while it is shared.
    const events = ['load', 'loadedmetadata', 'resize'] as const;
    for (const event of events) element.addEventListener(event, look, true);
    return () => {
      for (const event of events) element.removeEventListener(event, look, true);
    };
  }, [shared.kind]);
  return { frame, ratio };
}

/** This person's own pointer: by mouse, by a finger held on the picture, by arrow keys. */
function usePointer(frame: { readonly current: HTMLDivElement | null }, on: boolean, point: (at: Place | null) => void) {
  const [mine, setMine] = useState<Place | undefined>(undefined);
  const newest = useRef(point);
  newest.current = point;
  const show = useRef<(at: Place | undefined) => void>(() => undefined);
  useEffect(() => {
    const element = frame.current;
    if (element === null || !on) return undefined;
    const { tell, stop } = seldom<Place | null>(POINT_EVERY_MS, (at) => newest.current(at));
    show.current = (at) => {
      setMine(at);
      tell(at ?? null);
    };
    const move = (event: PointerEvent) => show.current(placeIn(element.getBoundingClientRect(), event.clientX, event.clientY));
    const leave = () => show.current(undefined);
    const lift = ({ pointerType }: PointerEvent) => {
      if (pointerType !== 'mouse') leave();
    };
    const listeners = [['pointerdown', move], ['pointermove', move], ['pointerleave', leave], ['pointercancel', leave], ['pointerup', lift]] as const;
    for (const [event, listener] of listeners) element.addEventListener(event, listener);
    return () => {
      for (const [event, listener] of listeners) element.removeEventListener(event, listener);
      stop();
      setMine(undefined);
      newest.current(null);
    };
  }, [on]);
  const onKey = (event: KeyboardEvent) => {
    const next = movedBy(event.key, event.shiftKey, mine);
    if (next === undefined) return;
    event.preventDefault();
    show.current(next);
  };
  return { mine, onKey };
}

/** Somebody begins to point: said once, so that who sees poorly can ask what is meant. */
function useAnnouncedPointers(view: CallView): void {
  const known = useRef<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const fresh = [...view.pointers.keys()].filter((peer) => !known.current.has(peer));
    known.current = new Set([...known.current, ...fresh]);
    if (fresh.length > 0) announce(fresh.map((peer) => shareWords().points(nameOf(view, peer))).join(' '), { shown: false });
  }, [[...view.pointers.keys()].join()]);
}
