import { useEffect, useState } from 'preact/hooks';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { ConsultationRoom } from '../room/ConsultationRoom.tsx';
import { Panel } from '../ui/Panel.tsx';
import type { Photos } from '../talk/usePhotos.ts';
import type { Talk } from '../talk/useTalk.ts';
import { actionWords } from './actionWords.ts';
import type { Act } from './useAct.ts';

type CallPaneProps = { readonly view: ConsultationView; readonly act: Act; readonly talk: Talk; readonly photos: Photos; readonly joined: boolean; readonly onLeave: () => void; /** Whether the person is in the room now, where the messages are too. */ readonly onRoom: (inside: boolean) => void };

/** The call beside the record; while nobody is in it, whether the station is there. */
export function CallPane({ view, act, talk, photos, joined, onLeave, onRoom }: CallPaneProps) {
  const t = actionWords().call;
  const [met, meet] = useState(false);
  const start = joined && met && view.actions.includes('start-call');
  // The consultation begins when the two sides hear each other, not when somebody pressed a button.
  useEffect(() => {
    if (start) void act.run({ action: 'start-call' });
  }, [start]);
  if (joined) {
    return (
      <section aria-label={t.title} class="call-pane">
        <ConsultationRoom consultationId={view.id} talk={talk} photos={photos} onMet={() => meet(true)} onRoom={onRoom} onLeave={() => {
          meet(false);
          onRoom(false);
          onLeave();
        }} />
        <p class="call-pane__note small soft">{t.leaveNote}</p>
      </section>
    );
  }
  if (!view.actions.includes('join') && !view.actions.includes('call')) return null;
  const there = view.state === 'waiting' || view.state === 'called' || view.state === 'in-call';
  // After the call nobody waits for anybody: the conclusion is next.
  if (view.state === 'concluding' || view.state === 'interrupted') return null;
  return <Panel tone={there ? 'good' : 'sunken'} label={t.title}><p>{there ? t.ready(view.station.name) : t.none}</p></Panel>;
}
