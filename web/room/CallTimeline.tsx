import './callTimeline.css';
import { useState } from 'preact/hooks';
import type { Calls, CallStay } from '../../shared/room/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { number, time } from '../i18n/format.ts';
import { useDrawing } from '../ui/useDrawing.ts';
import { CallRecordings } from './CallRecordings.tsx';
import { summaryOf, type CallSummary } from './callSummary.ts';
import { callTimelineWords } from './callTimelineWords.ts';
import { room } from './words.ts';

/** How the calls of a consultation went; asked for when it is opened. */
export function CallTimelineFold({ id }: { readonly id: string }) {
  const [open, setOpen] = useState(false);
  const calls = useQuery('calls', open ? { id } : undefined, {});
  return (
    <details class="fold" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{callTimelineWords().title}</summary>
      {open ? <QueryView query={calls} rows={2}>{(value) => <CallTimeline calls={value} />}</QueryView> : null}
    </details>
  );
}

/** Each stay as a picture over time, its steps as a strip below, and the same in sentences. */
export function CallTimeline({ calls }: { readonly calls: Calls }) {
  const t = callTimelineWords();
  return (
    <>
      {calls.recordings.length > 0 ? <CallRecordings recordings={calls.recordings} /> : null}
      {calls.stays.length === 0 ? <p class="soft">{t.none}</p> : <ol class="calls">{calls.stays.map((stay) => <li key={stay.id}><Stay stay={stay} /></li>)}</ol>}
    </>
  );
}

const roleWord = (role: string): string => (room().roles as Readonly<Record<string, string>>)[role] ?? role;

function Stay({ stay }: { readonly stay: CallStay }) {
  const t = callTimelineWords();
  const summary = summaryOf(stay);
  return (
    <figure class="stack-tight">
      <figcaption>
        <b>{stay.name}</b> <span class="small soft">{roleWord(stay.role)} · <span class="number">{time(stay.from)}–{stay.over ? time(stay.to) : t.still}</span>{stay.firstAudioMs === undefined ? null : <> · {t.joined(number(stay.firstAudioMs))}</>}</span>
      </figcaption>
      {stay.series.lost.length > 1 ? <Picture stay={stay} /> : null}
      {summary.runs.length > 0 ? <Steps stay={stay} summary={summary} /> : null}
      <p class="small">{sentences(summary).join(' ')}</p>
    </figure>
  );
}

function sentences({ lost, concealed, worstConcealed, roundTrip, frozenSeconds, megabytes }: CallSummary): string[] {
  const t = callTimelineWords();
  return [
    ...(concealed === undefined || worstConcealed === undefined ? [] : [t.sound(number(concealed), number(worstConcealed))]),
    ...(lost === undefined || roundTrip === undefined ? [] : [t.line(number(lost), number(roundTrip))]),
    ...(frozenSeconds > 0 ? [t.frozen(number(frozenSeconds))] : []),
    ...(megabytes > 0 ? [t.data(number(megabytes))] : []),
  ];
}

function Picture({ stay }: { readonly stay: CallStay }) {
  const t = callTimelineWords();
  const box = useDrawing(async () => (await import('./drawCall.ts')).drawCall, stay);
  return (
    <>
      <p class="small soft calls__legend"><span class="calls__key"><span class="calls__line" />{t.concealed}</span><span class="calls__key"><span class="calls__line calls__line--lost" />{t.lost}</span></p>
      <div class="chart calls__picture" ref={box} role="img" aria-label={`${t.title}: ${stay.name}. ${sentences(summaryOf(stay)).join(' ')}`} />
    </>
  );
}

/** The steps as a strip of their lengths, each in words. */
function Steps({ stay, summary }: { readonly stay: CallStay; readonly summary: CallSummary }) {
  const t = callTimelineWords();
  const lasted = (slots: number) => {
    const seconds = Math.round((slots * stay.everyMs) / 1000);
    return t.duration(number(Math.floor(seconds / 60)), number(seconds % 60));
  };
  return (
    <>
      <div class="calls__strip" aria-hidden="true">{summary.runs.map(({ step, slots }, n) => <span key={n} class={`calls__step calls__step--${step ?? 'away'}`} style={{ flexGrow: slots }} />)}</div>
      <ol class="calls__steps small" aria-label={t.ladder}>
        {summary.runs.map(({ step, slots }, n) => <li key={n}><span class={`calls__mark calls__step--${step ?? 'away'}`} aria-hidden="true" />{t.steps[step ?? 'away']} <span class="soft number">{lasted(slots)}</span></li>)}
      </ol>
    </>
  );
}
