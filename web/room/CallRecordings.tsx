import { useState } from 'preact/hooks';
import type { CallRecording } from '../../shared/room/contract.ts';
import { pictureLink } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { dayTime, number } from '../i18n/format.ts';
import { Button } from '../ui/Button.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { callTimelineWords } from './callTimelineWords.ts';

/** The recordings of a consultation's calls; each is fetched only when somebody wants to see it, for that is written down. */
export function CallRecordings({ recordings }: { readonly recordings: readonly CallRecording[] }) {
  const t = callTimelineWords();
  return (
    <section class="stack-tight calls__recordings" aria-label={t.recordings}>
      <h3>{t.recordings}</h3>
      <ul class="stack-tight">{recordings.map((recording) => <li key={recording.id}><Recording recording={recording} /></li>)}</ul>
    </section>
  );
}

function Recording({ recording }: { readonly recording: CallRecording }) {
  const t = callTimelineWords();
  const [shown, setShown] = useState<{ readonly url: string } | { readonly problem: Problem } | undefined>(undefined);
  const watch = async (binaryId: string) => {
    const link = await pictureLink(binaryId);
    setShown(link.ok ? { url: link.value } : { problem: link.problem });
  };
  const facts = [dayTime(recording.at), t.recordedBy(recording.by), ...(recording.state === 'there' ? [lengthOf(recording.seconds), t.size(number(Math.max(0.1, Math.round(recording.bytes / 100_000) / 10)))] : [])];
  return (
    <>
      <p class="number">{facts.join(' · ')}</p>
      {recording.state === 'going-on' ? <p class="soft">{t.noFile}</p> : null}
      {recording.state === 'there' && shown === undefined ? <div class="row"><Button onClick={() => void watch(recording.binaryId)}>{t.watch}</Button><span class="small soft">{t.watchHint}</span></div> : null}
      {shown && 'problem' in shown ? <ProblemView problem={shown.problem} /> : null}
      {shown && 'url' in shown ? <video class="calls__video" src={shown.url} controls autoplay aria-label={t.playing} /> : null}
    </>
  );
}

const lengthOf = (seconds: number): string => callTimelineWords().length(number(Math.floor(seconds / 60)), number(Math.round(seconds % 60)));
