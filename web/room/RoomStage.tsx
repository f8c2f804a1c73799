import './room.css';
import './share.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RoomPass } from '../../shared/room/contract.ts';
import { useBusy } from '../auth/busy.ts';
import type { Photos } from '../talk/usePhotos.ts';
import type { Talk } from '../talk/useTalk.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import type { CallClient } from './callClient.ts';
import type { CallOptions, CallView } from './callView.ts';
import type { Door } from './door.ts';
import type { EndReason } from './callState.ts';
import { CallScreen } from './CallScreen.tsx';
import type { CallActions, OwnTracks } from './callProps.ts';
import { capture, captureScreen } from './capture.ts';
import { DeviceCheck } from './DeviceCheck.tsx';
import type { Joining } from './DeviceCheck.tsx';
import { meeting } from './meetingWords.ts';
import { shareWords } from './shareWords.ts';
import { forgetRoom, rememberRoom, returningTo } from './returning.ts';
import { room } from './words.ts';

export type RoomStageProps = {
  /** Any pass to the room; it is renewed when the call begins later than it lives. */
  readonly pass: RoomPass;
  /** A new pass (each is good for one join). Undefined: the person may not enter any more. Throws when the network is away. */
  readonly renewPass: () => Promise<RoomPass | undefined>;
  /** The person is done with the room: left, or read why it ended. */
  readonly onLeave: (reason: EndReason) => void;
  /** Every change of the call, for a page that shows it elsewhere. */
  readonly onView?: (view: CallView) => void;
  /** The written exchange of the consultation, shown in the call. */
  readonly talk?: Talk;
  /** The photos of the consultation, where the person may read the record. */
  readonly photos?: Photos;
};

/** mediasoup-client is large: fetched while the devices are being checked, never by a page without a call. */
const loadClient = () => import('./callClient.ts');

/** The whole of a call on a page: device check, the call, why it ended. Sits beside the record as a block. */
export function RoomStage(props: RoomStageProps) {
  const { pass } = props;
  const [turn, setTurn] = useState(0);
  const [joining, setJoining] = useState<Joining | undefined>(undefined);
  const returning = useReturn(pass, turn, setJoining);
  const door = useDoor(pass.url);
  const again = () => {
    setJoining(undefined);
    setTurn(turn + 1);
  };
  if (joining !== undefined) return <Call key={turn} {...props} joining={joining} door={turn === 0 ? door : undefined} onAgain={again} />;
  return returning ? <Connecting /> : <DeviceCheck onJoin={setJoining} />;
}

/** While the devices are checked the way in is made ready, so that the click leads straight into the room. */
function useDoor(url: string): Promise<Door | undefined> {
  const [door] = useState(() => loadClient().then(({ openDoor }) => openDoor(url)).catch(() => undefined));
  useEffect(() => () => void door.then((opened) => opened?.line.close()), [door]);
  return door;
}

/** Who was in the room before a reload, and who only watches, goes in without the check. */
function useReturn({ room: id, role }: RoomPass, turn: number, onJoin: (joining: Joining) => void): boolean {
  const [note] = useState(() => returningTo(id));
  const skips = role === 'observer' || (note !== undefined && turn === 0);
  useEffect(() => {
    if (!skips) return undefined;
    let isHere = true;
    const open = async () => {
      const { microphone, camera } = role === 'observer' ? {} : await capture();
      if (isHere) return onJoin({ tracks: { microphone, camera }, limit: note?.limit ?? 'automatic', ...(note ? { wanted: note } : {}) });
      microphone?.stop();
      camera?.stop();
    };
    void open();
    return () => {
      isHere = false;
    };
  }, [skips, turn]);
  return skips;
}

const Connecting = () => <section class="room"><p class="room__state" role="status">{room().states.connecting}</p></section>;

type CallProps = RoomStageProps & { readonly joining: Joining; readonly door: CallOptions['door']; readonly onAgain: () => void };

function Call({ joining, door, onAgain, onLeave, ...props }: CallProps) {
  const { view, client } = useCall(props, joining, door);
  const [own, setOwn] = useState<OwnTracks>(joining.tracks);
  useBusy(view?.state.kind !== 'ended');
  useTalkInRoom(props.talk, view, client);
  usePhotosInRoom(props.photos, view);
  if (view === undefined) return <Connecting />;
  if (view.state.kind === 'ended') return <Ended reason={view.state.reason} onLeave={onLeave} onAgain={onAgain} />;
  const actions: CallActions = {
    setMicrophone: (on) => void client()?.setMicrophone(on),
    setCamera: (on) => void client()?.setCamera(on),
    setLimit: (limit) => client()?.setLimit(limit),
    showPeer: (peer, size) => void client()?.showPeer(peer, size),
    pin: (peer) => void client()?.pin(peer),
    useTrack: (source, track) => {
      setOwn((before) => ({ ...before, [source]: track }));
      void client()?.useTrack(source, track);
    },
    ask: (type, fields) => void client()?.ask(type, fields).catch(() => announce(meeting().refused)),
    ...sharing(client),
    leave: () => {
      forgetRoom(props.pass.room);
      client()?.leave();
      onLeave('left');
    },
  };
  return <CallScreen view={view} actions={actions} own={own} talk={props.talk} photos={props.photos} />;
}

/** Holding something before all, and asking for a sharp photo. */
const sharing = (client: () => CallClient | undefined): Pick<CallActions, 'shareScreen' | 'showPhoto' | 'stopShare' | 'point' | 'askPhoto' | 'photoAnswered'> => ({
  shareScreen: async () => {
    const track = await captureScreen();
    if (track === undefined) return 'not-chosen';
    return await done(client()?.showing.start('screen', track));
  },
  showPhoto: (binaryId) => done(client()?.showing.photo(binaryId)),
  stopShare: () => void client()?.showing.stop(),
  // The share may have ended while the pointer moved.
  point: (at) => void client()?.ask('point', { at }).catch(() => undefined),
  askPhoto: () => void client()?.ask('askPhoto', {}).then(() => announce(shareWords().asked), () => announce(shareWords().askedNobody)),
  photoAnswered: () => client()?.photoAnswered(),
});

const done = async (begun: Promise<void> | undefined): Promise<'shared' | 'refused'> => {
  if (begun === undefined) return 'refused';
  return await begun.then(() => 'shared' as const, () => 'refused' as const);
};

/** A message that was stored from here is told to the room; one that the room was told of is fetched at once. */
function useTalkInRoom(talk: Talk | undefined, view: CallView | undefined, client: () => CallClient | undefined): void {
  useEffect(() => {
    if (talk?.sent) client()?.ask('chat', { communication: talk.sent }).catch(() => undefined); // the others ask by themselves too
  }, [talk?.sent]);
  useEffect(() => {
    if (view?.lastChat) talk?.reload();
  }, [view?.lastChat]);
}

/** A photo that is shown and not known here was added just now: asked for with what belongs to it. */
function usePhotosInRoom(photos: Photos | undefined, view: CallView | undefined): void {
  const shown = view?.shared?.kind === 'photo' ? view.shared.photo : undefined;
  useEffect(() => {
    if (shown !== undefined && photos && !photos.stored.some(({ binaryId }) => binaryId === shown)) photos.reload();
  }, [shown]);
}

/** One client for the life of the block; leaving the page leaves the room. */
function useCall({ pass, renewPass, onView }: Omit<RoomStageProps, 'onLeave'>, joining: Joining, door: CallOptions['door']) {
  const client = useRef<CallClient | undefined>(undefined);
  const [view, setView] = useState<CallView | undefined>(undefined);
  useEffect(() => {
    let isHere = true;
    const begin = async () => {
      const { CallClient: Client } = await loadClient();
      if (!isHere) return;
      const isFresh = Date.parse(pass.expiresAt) - Date.now() > 5_000;
      const call = new Client({ ...(isFresh ? { pass } : {}), ...(door ? { door } : {}), renewPass, tracks: joining.tracks, limit: joining.limit, wanted: joining.wanted });
      client.current = call;
      call.subscribe((now) => {
        if (!isHere) return;
        setView(now);
        if (now.state.kind === 'ended') forgetRoom(pass.room);
        else rememberRoom(pass.room, { ...now.wanted, limit: now.limit });
        onView?.(now);
      });
      call.start();
    };
    void begin();
    return () => {
      isHere = false;
      forgetRoom(pass.room);
      if (client.current === undefined) for (const track of Object.values(joining.tracks)) track?.stop();
      else client.current.leave();
    };
  }, []);
  return { view, client: () => client.current };
}

export function Ended({ reason, onLeave, onAgain }: { readonly reason: EndReason; readonly onLeave: (reason: EndReason) => void; readonly onAgain: () => void }) {
  const t = room();
  return (
    <section class="room panel" aria-label={t.title}>
      <p role="status">{t.ended[reason]}</p>
      <div class="row">
        {reason === 'replaced' ? <Button onClick={onAgain}>{t.rejoin}</Button> : null}
        <Button kind="primary" onClick={() => onLeave(reason)}>{t.back}</Button>
      </div>
    </section>
  );
}
