import './request.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { RoomPass } from '../../shared/room/contract.ts';
import { command } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { PatientLine } from '../ask/PatientLine.tsx';
import { lazyPage } from '../shell/lazyPage.tsx';
import { announce } from '../ui/announce.tsx';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { StateTag } from '../ui/ConsultationTags.tsx';
import { Loading, ProblemView } from '../ui/Feedback.tsx';
import { usePhotos, type Photos } from '../talk/usePhotos.ts';
import { useTalk, type Talk } from '../talk/useTalk.ts';
import { Invite } from './Invite.tsx';
import { Messages } from './Messages.tsx';
import { pollingFor } from './progress.ts';
import { RequestContent } from './RequestContent.tsx';
import { useAction, type Act } from './useAction.ts';
import { requestWords } from './words.ts';

const RoomStage = lazyPage(async () => (await import('../room/RoomStage.tsx')).RoomStage);

/** The station's waiting room and call, with the request and the written exchange beside it. */
export function RoomPage({ id }: { readonly id: string }) {
  const query = useQuery('consultation', { id }, {}, { every: pollingFor('called') });
  const action = useAction(query, id);
  const talk = useTalk({ view: query.value, onView: query.take, reload: query.reload });
  const photos = usePhotos({ view: query.value, onView: query.take, reload: query.reload });
  return <QueryView query={query} rows={4}>{(view) => <Room view={view} action={action} talk={talk} photos={photos} />}</QueryView>;
}

function Room({ view, action, talk, photos }: { readonly view: ConsultationView; readonly action: Act; readonly talk: Talk; readonly photos: Photos }) {
  const t = requestWords();
  const [, go] = useLocation();
  const [pass, setPass] = useState<RoomPass | Problem | undefined>(undefined);
  // In the room the messages are in the call itself: one place to read and write them.
  const [inRoom, setInRoom] = useState(false);
  const inCall = view.state === 'in-call';
  const home = `/station/requests/${encodeURIComponent(view.id)}`;
  const enter = async () => {
    setPass(undefined);
    const answer = await command('roomToken', { id: view.id }, {});
    setPass(answer.ok ? answer.value : answer.problem);
  };
  useEffect(() => void enter(), [view.id]);
  useCallBegun(view, action);
  return (
    <div class="stack">
      <div class="row-between">
        <div><h1>{inCall ? t.callRoom : t.waitingRoom} · {view.patient.name}</h1><PatientLine patient={{ name: view.specialist?.name ?? view.facility.name }} /></div>
        <StateTag state={view.state} />
      </div>
      {inCall ? null : <div class="stack-tight"><p class="large" role="status">{t.next[view.state]}</p><p class="soft">{t.waitingText}</p></div>}
      <div class="call-page">
      <div class="call-page__call">
      {pass === undefined ? <Loading rows={2} /> : 'token' in pass ? (
        <RoomStage pass={pass} renewPass={() => renewed(view.id)} onLeave={() => go(home)} talk={talk} photos={photos} onView={({ state }) => setInRoom(state.kind !== 'ended')} />
      ) : <ProblemView problem={pass} onRetry={() => void enter()} />}
      </div>
        <aside class="call-page__talk stack">
          {inRoom ? null : <Messages view={view} action={action} talk={talk} />}
          {view.actions.includes('invite') ? <Invite id={view.id} /> : null}
          {view.actions.includes('interrupt') ? <Button onClick={() => void action.act({ action: 'interrupt', reason: 'link' }).then((done) => done && go(home))}>{t.writeOn}</Button> : null}
          <ButtonLink href={home}>{t.backToRequest}</ButtonLink>
        </aside>
        <div class="call-page__sent"><RequestContent view={view} /></div>
      </div>
    </div>
  );
}

/** A new pass; undefined when the server says no, and thrown when it could not be asked. */
async function renewed(id: string): Promise<RoomPass | undefined> {
  const answer = await command('roomToken', { id }, {});
  if (answer.ok) return answer.value;
  if (answer.problem.status === 0 || answer.problem.status >= 500) throw new Error(answer.problem.code);
  return undefined;
}

/** The specialist calls while the station is in the room: the call has begun. Either side may say so first. */
function useCallBegun(view: ConsultationView, action: Act): void {
  const said = useRef<string | undefined>(undefined);
  useEffect(() => {
    if (view.state !== 'called' || said.current === view.version) return;
    said.current = view.version;
    announce(requestWords().calling(view.specialist?.name ?? ''));
    if (view.actions.includes('start-call')) void action.act({ action: 'start-call' });
  }, [view.version]);
}
