import { useState } from 'preact/hooks';
import { mayManage } from '../../shared/room/roles.ts';
import { Button } from '../ui/Button.tsx';
import type { CallView } from './callView.ts';
import type { CallScreenProps, PanelName } from './callProps.ts';
import { Controls } from './Controls.tsx';
import { Lobby, WaitingRoom } from './Lobby.tsx';
import { Picture, playAllSounds, Sound } from './MediaElements.tsx';
import { meeting } from './meetingWords.ts';
import { PersonTile } from './PersonTile.tsx';
import { SidePanel } from './SidePanel.tsx';
import { useAnnouncedHands, useAnnouncedLobby, useAnnouncedMuting, useAnnouncedPictures, useAnnouncedStep, useUnread } from './useAnnounced.ts';
import { room } from './words.ts';

/** The sentence for a state; an ended call has a panel of its own. */
function sentenceOf({ state, limit, step }: CallView): string {
  const { states } = room();
  switch (state.kind) {
    case 'connecting': return states.connecting;
    case 'waiting': return state.why === 'lobby' ? meeting().lobbyTitle : states.alone;
    case 'in-call': return step === 'thumbnail' ? (limit === 'saver' ? states.saver : room().steps.thumbnail) : states.inCall;
    case 'audio-only': return limit === 'audio' ? states.audioOnly : room().steps.audio;
    case 'reconnecting': return step === 'written' ? room().steps.written : states.reconnecting;
    case 'ended': return room().ended[state.reason];
  }
}

const inLobby = ({ state }: CallView): boolean => state.kind === 'waiting' && state.why === 'lobby';

/** The call as it stands: who is there, one's own picture, and what one can do. Draws a `CallView` and nothing else. */
export function CallScreen({ view, actions, own = {}, talk, first }: CallScreenProps) {
  const t = room();
  const [blocked, setBlocked] = useState(false);
  const [chosen, open] = useState<PanelName | undefined>(first);
  // Without a call the written exchange is what is left: it opens by itself.
  const panel = chosen ?? (view.step === 'written' && talk ? 'talk' : undefined);
  const unread = useUnread(talk, panel === 'talk');
  useAnnouncedPictures(view.tiles);
  useAnnouncedStep(view.step, view.limit);
  useAnnouncedHands(view.tiles);
  useAnnouncedMuting(view);
  const manages = view.self !== undefined && mayManage(view.self.role) && !inLobby(view);
  useAnnouncedLobby(manages ? view.lobby : []);
  return (
    <section class="room" aria-label={t.title}>
      <p class={`room__state room__state--${view.state.kind}`} role="status">{sentenceOf(view)}</p>
      <Notices view={view} />
      {view.lobby.length > 0 ? <Lobby lobby={view.lobby} manages={manages} onAsk={actions.ask} /> : null}
      {blocked ? <Button kind="primary" onClick={() => { playAllSounds(); setBlocked(false); }}>{t.playSound}</Button> : null}
      {inLobby(view) ? <WaitingRoom view={view} /> : null}
      <Stage view={view} actions={actions} own={own} />
      {view.tiles.map(({ person, audio }) => (audio ? <Sound key={person.peer} track={audio} onBlocked={() => setBlocked(true)} /> : null))}
      <Controls view={view} actions={actions} own={own} unread={unread} hasTalk={talk !== undefined} panel={panel} onPanel={open} />
      {panel ? <SidePanel name={panel} view={view} actions={actions} own={own} talk={talk} manages={manages} onClose={() => open(undefined)} /> : null}
    </section>
  );
}

/** The pinned one first and large. */
function Stage({ view, actions, own = {} }: Pick<CallScreenProps, 'view' | 'actions' | 'own'>) {
  const t = room();
  const pinned = view.tiles.find(({ person }) => person.peer === view.pinned);
  const tiles = pinned ? [pinned, ...view.tiles.filter((tile) => tile !== pinned)] : view.tiles;
  return (
    <div class="room__stage">
      <div class={`room__tiles room__tiles--${Math.min(tiles.length, 5)}${pinned && tiles.length > 1 ? ' room__tiles--pinned' : ''}`}>
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

/** What was done to this person, and what they wait for. */
function Notices({ view }: { readonly view: CallView }) {
  const t = meeting();
  const by = view.tiles.find(({ person }) => person.peer === view.mutedBy)?.person.name ?? room().roles.host;
  return (
    <>
      {view.mutedBy !== undefined && !view.microphone ? <p class="room__problem">{t.mutedBy(by)}</p> : null}
      {view.self?.hand ? <p class="room__hand">{t.ownHand(String(view.self.hand))}</p> : null}
    </>
  );
}
