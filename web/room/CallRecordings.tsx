import './callTimeline.css';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallRecording } from '../../shared/room/contract.ts';
import { pictureLink } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { dayTime, number, time } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { callTimelineWords } from './callTimelineWords.ts';

/** The recordings of a consultation's calls; each is fetched only when somebody wants to see it, for that is written down. */
export function CallRecordings({ recordings }: { readonly recordings: readonly CallRecording[] }) {
  const t = callTimelineWords();
  return (
    <section class="stack-tight calls__recordings" aria-label={t.recordings}>
      <h3>{t.recordings}</h3>
      <ul class="stack-tight">{recordings.map((recording) => <li key={recording.id}><p class="number">{dayTime(recording.at)} · {t.recordedBy(recording.by)}</p><RecordingPlayer recording={recording} /></li>)}</ul>
      <p class="small soft">{t.watchHint}</p>
    </section>
  );
}

/**
 * How long and how large it is; nothing of it is loaded before somebody presses. The link lives for two minutes: what
 * breaks off later is asked for again by the same button.
 */
export function RecordingPlayer({ recording, large = false }: { readonly recording: CallRecording; readonly large?: boolean }) {
  const t = callTimelineWords();
  const [shown, setShown] = useState<{ readonly url: string } | { readonly problem: Problem } | 'asking' | 'broken' | undefined>(undefined);
  if (recording.state === 'going-on') return <p class="soft">{t.noFile}</p>;
  const { binaryId, seconds, bytes, brokeOffAt, at } = recording;
  const watch = async () => {
    setShown('asking');
    const link = await pictureLink(binaryId);
    setShown(link.ok ? { url: link.value } : { problem: link.problem });
  };
  const isShown = typeof shown === 'object' && 'url' in shown;
  return (
    <div class="stack-tight">
      <p class="number">{lengthOf(seconds)}</p>
      {brokeOffAt === undefined ? null : <p>{t.brokeOff(time(brokeOffAt))}</p>}
      {isShown ? <Film url={shown.url} label={`${t.playing} ${dayTime(at)}`} onBroken={() => setShown('broken')} /> : (
        <div class="stack-tight">
          {shown === 'broken' ? <p role="alert">{t.broken}</p> : null}
          {typeof shown === 'object' ? <ProblemView problem={shown.problem} /> : null}
          <div><Button large={large} busy={shown === 'asking'} busyText={t.fetching} onClick={() => void watch()}>{t.watch(megabytesOf(bytes))}<span class="unseen">, {dayTime(at)}</span></Button></div>
        </div>
      )}
    </div>
  );
}

/** Takes the focus of the button that it replaces. */
function Film({ url, label, onBroken }: { readonly url: string; readonly label: string; readonly onBroken: () => void }) {
  const place = useRef<HTMLVideoElement>(null);
  useEffect(() => place.current?.focus(), [url]);
  return <video class="calls__video" ref={place} src={url} controls autoplay playsInline aria-label={label} onError={onBroken} />;
}

/** With one decimal, and never none at all. */
const megabytesOf = (bytes: number): string => number(Math.max(0.1, Math.round(bytes / 100_000) / 10));

export const lengthOf = (seconds: number): string => callTimelineWords().length(number(Math.floor(Math.round(seconds) / 60)), number(Math.round(seconds) % 60));
