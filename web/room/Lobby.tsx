import type { RoomPerson } from '../../shared/room/signalling.ts';
import { Button } from '../ui/Button.tsx';
import type { CallView } from './callView.ts';
import type { CallActions } from './callProps.ts';
import { meeting } from './meetingWords.ts';
import { recordingWords } from './recordingWords.ts';
import { room } from './words.ts';

type LobbyProps = { readonly lobby: readonly RoomPerson[]; readonly manages: boolean; readonly onAsk: CallActions['ask'] };

/** Who waits outside, by name and role. Whoever answers for the room lets them in or not; the others are told. */
export function Lobby({ lobby, manages, onAsk }: LobbyProps) {
  const t = meeting();
  if (!manages) return <p class="room__lobby">{room().lobbyNames(lobby.map(({ name }) => name).join(', '))}</p>;
  return (
    <section class="room__waiting" aria-label={t.waits}>
      <h3>{t.waits}</h3>
      <ul class="stack-tight">
        {lobby.map(({ peer, name, role }) => (
          <li key={peer} class="row-between">
            <span><b>{name}</b> · {room().roles[role]}</span>
            <span class="row">
              <Button kind="primary" label={t.admitFor(name)} onClick={() => onAsk('admit', { peer })}>{t.admit}</Button>
              <Button label={t.turnAwayFor(name)} onClick={() => onAsk('turnAway', { peer })}>{t.turnAway}</Button>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What somebody sees who waits to be let in: who they are here, what happens next, and that nobody hears them yet. */
export function WaitingRoom({ view }: { readonly view: CallView }) {
  const t = meeting();
  const { self, lobbyMode } = view;
  return (
    <div class="panel panel--accent">
      {self ? <p class="large">{t.lobbyYou(self.name, room().roles[self.role])}</p> : null}
      <p>{lobbyMode === 'by-hand' ? t.lobbyByHand : t.lobbyAutomatic}</p>
      <p class="soft">{t.lobbyUnheard}</p>
      {view.recording.state === 'off' ? null : <p>{recordingWords().lobby}</p>}
    </div>
  );
}
