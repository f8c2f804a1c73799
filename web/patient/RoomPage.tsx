import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import { ConsultationRoom } from '../room/ConsultationRoom.tsx';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { EmptyState } from '../ui/Feedback.tsx';
import { ReadAloud } from '../ui/ReadAloud.tsx';
import { lazyPage } from '../shell/lazyPage.tsx';
import { useQuery } from '../api/useQuery.ts';
import { usePhotos } from '../talk/usePhotos.ts';
import { useTalk } from '../talk/useTalk.ts';
import { patientWords } from './words.ts';

const DeviceCheck = lazyPage(async () => (await import('../room/DeviceCheck.tsx')).DeviceCheck);

/** The waiting room and the visit itself. */
export function RoomPage({ id }: { readonly id: string }) {
  const t = patientWords();
  const [left, leave] = useState(false);
  const visit = useQuery('consultation', { id }, {}, { every: 15_000 });
  const talk = useTalk({ view: visit.value, onView: visit.take, reload: visit.reload });
  const photos = usePhotos({ view: visit.value, onView: visit.take, reload: visit.reload });
  if (left) {
    return <EmptyState title={t.leftRoom} action={<div class="row"><Button kind="primary" large onClick={() => leave(false)}>{t.again}</Button><ButtonLink large href="/patient">{t.backHome}</ButtonLink></div>}>{t.leftText}</EmptyState>;
  }
  return <div class="stack-loose"><h1>{t.waitingRoom}</h1><p>{t.waitingText}</p><ConsultationRoom consultationId={id} talk={visit.value ? talk : undefined} photos={visit.value ? photos : undefined} onLeave={() => leave(true)} /></div>;
}

/** The device check alone, for the evening before. */
export function CheckPage() {
  const t = patientWords();
  const [done, finish] = useState(false);
  if (done) return <EmptyState title={t.checkOnly} action={<ButtonLink kind="primary" large href="/patient">{t.backHome}</ButtonLink>}>{t.checkOnlyText}</EmptyState>;
  return (
    <div class="stack-loose">
      <div class="stack-tight"><Link href="/patient">← {t.backHome}</Link><h1>{t.prepare}</h1></div>
      <DeviceCheck test onJoin={({ tracks }) => {
        tracks.microphone?.stop();
        tracks.camera?.stop();
        finish(true);
      }} />
      <ReadAloud text={t.waitingText} />
    </div>
  );
}
