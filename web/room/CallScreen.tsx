import { useEffect, useRef, useState } from 'preact/hooks';
import { hasPictures } from '../../shared/room/steps.ts';
import type { CallLimit, CallStep } from '../../shared/room/steps.ts';
import { number } from '../i18n/format.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { CallView } from './callClient.ts';
import { Picture, playAllSounds, Sound } from './MediaElements.tsx';
import { PersonTile } from './PersonTile.tsx';
import type { Tile, TileSize } from './receiving.ts';
import { room } from './words.ts';

export type CallActions = {
  readonly setMicrophone: (on: boolean) => void;
  readonly setCamera: (on: boolean) => void;
  readonly setLimit: (limit: CallLimit) => void;
  readonly showPeer: (peer: string, size: TileSize) => void;
  readonly leave: () => void;
};

export type CallScreenProps = {
  readonly view: CallView;
  readonly actions: CallActions;
  readonly own?: { readonly microphone?: MediaStreamTrack; readonly camera?: MediaStreamTrack };
};

/** The sentence for a state; an ended call has a panel of its own. */
function sentenceOf({ state, limit, step }: CallView): string {
  const { states } = room();
  switch (state.kind) {
    case 'connecting': return states.connecting;
    case 'waiting': return state.why === 'lobby' ? states.lobby : states.alone;
    case 'in-call': return step === 'thumbnail' ? (limit === 'saver' ? states.saver : room().steps.thumbnail) : states.inCall;
    case 'audio-only': return limit === 'audio' ? states.audioOnly : room().steps.audio;
    case 'reconnecting': return step === 'written' ? room().steps.written : states.reconnecting;
    case 'ended': return room().ended[state.reason];
  }
}

/** Says in words when a picture yields to the voice, and when it is back. */
function useAnnouncedPictures(tiles: readonly Tile[]): void {
  const reduced = useRef(new Set<string>());
  useEffect(() => {
    for (const { person, picture } of tiles) {
      const was = reduced.current.has(person.peer);
      if (picture === 'reduced' && !was) announce(room().reduced(person.name));
      if (picture === 'flowing' && was) announce(room().restored(person.name));
      if (picture === 'reduced') reduced.current.add(person.peer);
      else reduced.current.delete(person.peer);
    }
  }, [tiles.map(({ person, picture }) => person.peer + picture).join()]);
}

/** Says each rung of the ladder in words; going in, the first is no news. */
function useAnnouncedStep(step: CallStep, limit: CallLimit): void {
  const before = useRef(step);
  useEffect(() => {
    if (before.current === step) return;
    before.current = step;
    announce(limit === 'audio' && step === 'audio' ? room().states.audioOnly : room().steps[step]);
  }, [step]);
}

/** The call as it stands: who is there, one's own picture, and what one can do. Draws a `CallView` and nothing else. */
export function CallScreen({ view, actions, own = {} }: CallScreenProps) {
  const t = room();
  const [blocked, setBlocked] = useState(false);
  useAnnouncedPictures(view.tiles);
  useAnnouncedStep(view.step, view.limit);
  return (
    <section class="room" aria-label={t.title}>
      <p class={`room__state room__state--${view.state.kind}`} role="status">{sentenceOf(view)}</p>
      {view.lobby.length > 0 ? <p class="room__lobby">{t.lobbyNames(view.lobby.map(({ name }) => name).join(', '))}</p> : null}
      {blocked ? <Button kind="primary" onClick={() => { playAllSounds(); setBlocked(false); }}>{t.playSound}</Button> : null}
      <div class="room__stage">
        <div class={`room__tiles room__tiles--${Math.min(view.tiles.length, 5)}`}>
          {view.tiles.map((tile) => (
            <PersonTile key={tile.person.peer} tile={tile} speaking={tile.person.peer === view.speaker && tile.person.microphone} onSize={(size) => actions.showPeer(tile.person.peer, size)} />
          ))}
        </div>
        {own.camera && view.camera ? <figure class="tile room__self"><Picture track={own.camera} label={t.check.own} mirrored /><figcaption class="tile__caption">{t.you}</figcaption></figure> : null}
      </div>
      {view.tiles.map(({ person, audio }) => (audio ? <Sound key={person.peer} track={audio} onBlocked={() => setBlocked(true)} /> : null))}
      <Controls view={view} actions={actions} own={own} />
    </section>
  );
}

function Controls({ view, actions, own = {} }: CallScreenProps) {
  const t = room();
  return (
    <div class="room__bar">
      <div class="room__controls" role="group" aria-label={t.controls}>
        {own.microphone ? <Button onClick={() => actions.setMicrophone(!view.microphone)}><Icon name="microphone" />{view.microphone ? t.microphoneOn : t.microphoneOff}</Button> : null}
        {own.camera && hasPictures(view.step) ? <Button onClick={() => actions.setCamera(!view.camera)}><Icon name="video" />{view.camera ? t.cameraOn : t.cameraOff}</Button> : null}
        <Button onClick={() => actions.setLimit(view.limit === 'audio' ? 'automatic' : 'audio')}><Icon name="speaker" />{view.limit === 'audio' ? t.audioOnlyOn : t.audioOnlyOff}</Button>
        {view.limit === 'audio' ? null : <Button pressed={view.limit === 'saver'} onClick={() => actions.setLimit(view.limit === 'saver' ? 'automatic' : 'saver')}>{t.saver}</Button>}
        <Button kind="danger" onClick={actions.leave}><Icon name="cross" />{t.leave}</Button>
      </div>
      {view.quality ? <p class="small soft number">{t.usage(number(Math.round(view.quality.bytesPerMinute / 100_000) / 10))}</p> : null}
    </div>
  );
}
