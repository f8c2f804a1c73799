import { useState } from 'preact/hooks';
import { mayManage } from '../../shared/room/roles.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import type { CallView } from './callView.ts';
import type { CallScreenProps, PanelName } from './callProps.ts';
import { Controls } from './Controls.tsx';
import { Lobby, WaitingRoom } from './Lobby.tsx';
import { playAllSounds, Sound } from './MediaElements.tsx';
import { meeting } from './meetingWords.ts';
import { shareWords } from './shareWords.ts';
import { SidePanel } from './SidePanel.tsx';
import { Stage } from './Stage.tsx';
import { RecordingBar } from './RecordingBar.tsx';
import { PhotosOnTheWay } from './StillPanel.tsx';
import { useAnnouncedHands, useAnnouncedLobby, useAnnouncedMuting, useAnnouncedPictures, useAnnouncedRecording, useAnnouncedStep, useUnread } from './useAnnounced.ts';
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
export function CallScreen({ view, actions, own = {}, talk, photos, first }: CallScreenProps) {
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
  useAnnouncedRecording(view.recording);
  const manages = view.self !== undefined && mayManage(view.self.role) && !inLobby(view);
  useAnnouncedLobby(manages ? view.lobby : []);
  // Somebody else may hold something before all: then the photo is in the record alone.
  const showArrived = async (binaryId: string) => {
    await actions.showPhoto(binaryId);
    announce(shareWords().sent);
  };
  return (
    <section class="room" aria-label={t.title}>
      <p class={`room__state room__state--${view.state.kind}`} role="status">{sentenceOf(view)}</p>
      <RecordingBar view={view} onAsk={actions.ask} />
      <Notices view={view} />
      {view.lobby.length > 0 ? <Lobby lobby={view.lobby} manages={manages} onAsk={actions.ask} /> : null}
      {blocked ? <Button kind="primary" onClick={() => { playAllSounds(); setBlocked(false); }}>{t.playSound}</Button> : null}
      {inLobby(view) ? <WaitingRoom view={view} /> : null}
      {photos ? <PhotosOnTheWay photos={photos} onArrived={(binaryId) => void showArrived(binaryId)} /> : null}
      {view.photoAskedBy !== undefined && photos?.mayAdd && panel !== 'still' ? <PhotoAsked view={view} onTake={() => open('still')} onNotNow={actions.photoAnswered} /> : null}
      <Stage view={view} actions={actions} own={own} photos={photos} />
      {view.tiles.map(({ person, audio }) => (audio ? <Sound key={person.peer} track={audio} onBlocked={() => setBlocked(true)} /> : null))}
      <Controls view={view} actions={actions} own={own} unread={unread} hasTalk={talk !== undefined} mayPhotograph={photos?.mayAdd ?? false} manages={manages} panel={panel} onPanel={open} />
      {panel ? <SidePanel name={panel} view={view} actions={actions} own={own} talk={talk} photos={photos} manages={manages} onClose={() => open(undefined)} /> : null}
    </section>
  );
}

/** The specialist wants to see it sharply: one press takes the station to the camera. */
function PhotoAsked({ view, onTake, onNotNow }: { readonly view: CallView; readonly onTake: () => void; readonly onNotNow: () => void }) {
  const t = shareWords();
  const by = view.tiles.find(({ person }) => person.peer === view.photoAskedBy)?.person.name ?? room().roles.specialist;
  return (
    <div class="room__waiting" role="status">
      <p><Icon name="camera" /> <b>{t.askedBy(by)}</b></p>
      <div class="row"><Button kind="primary" onClick={onTake}>{t.still}</Button><Button onClick={onNotNow}>{t.notNow}</Button></div>
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
