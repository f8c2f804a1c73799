import type { CallScreenProps } from './callProps.ts';
import { Picture } from './MediaElements.tsx';
import { meeting } from './meetingWords.ts';
import { PersonTile } from './PersonTile.tsx';
import { SharedStage } from './SharedStage.tsx';
import { room } from './words.ts';

/** What is shared takes the stage and the faces are a strip under it; else the pinned one is first and large. */
export function Stage({ view, actions, own = {}, photos }: Pick<CallScreenProps, 'view' | 'actions' | 'own' | 'photos'>) {
  const t = room();
  const pinned = view.tiles.find(({ person }) => person.peer === view.pinned);
  const tiles = pinned ? [pinned, ...view.tiles.filter((tile) => tile !== pinned)] : view.tiles;
  const { shared } = view;
  const layout = shared ? 'room__tiles--strip' : `room__tiles--${Math.min(tiles.length, 5)}${pinned && tiles.length > 1 ? ' room__tiles--pinned' : ''}`;
  return (
    <div class={shared ? 'room__stage room__stage--shared' : 'room__stage'}>
      {shared ? <SharedStage view={view} actions={actions} photos={photos} shared={shared} /> : null}
      <div class={`room__tiles ${layout}`} {...(shared ? { tabIndex: 0, role: 'group', 'aria-label': meeting().people } : {})}>
        {tiles.map((tile) => (
          <PersonTile
            key={tile.person.peer} tile={tile} speaking={tile.person.peer === view.speaker && tile.person.microphone} pinned={tile === pinned}
            onPin={tiles.length > 1 ? (on) => actions.pin(on ? tile.person.peer : undefined) : undefined} onSize={(size) => actions.showPeer(tile.person.peer, size)}
          />
        ))}
      </div>
      {own.camera && view.camera ? <figure class="tile room__self"><Picture track={own.camera} label={t.check.own} mirrored /><figcaption class="tile__caption">{t.you}</figcaption></figure> : null}
    </div>
  );
}
