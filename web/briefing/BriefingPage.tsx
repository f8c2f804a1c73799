import './briefing.css';
import { useEffect, useState } from 'preact/hooks';
import type { BriefingView } from '../../shared/briefing/contract.ts';
import type { RoomPass } from '../../shared/room/contract.ts';
import { command, isPassing } from '../api/client.ts';
import type { Problem } from '../api/problem.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { dayTime, number, time, weekday } from '../i18n/format.ts';
import { lazyPage } from '../shell/lazyPage.tsx';
import { Button, ButtonLink } from '../ui/Button.tsx';
import { TalkView } from '../talk/TalkView.tsx';
import type { Talk } from '../talk/useTalk.ts';
import { talkWords } from '../talk/words.ts';
import { ProblemView } from '../ui/Feedback.tsx';
import { Facts, Panel } from '../ui/Panel.tsx';
import { StatusTag } from '../ui/StatusTag.tsx';
import { AttendanceTable } from './AttendanceTable.tsx';
import { Cancel } from './Cancel.tsx';
import { tones } from './ListPage.tsx';
import { MinutesForm, SignedMinutesView } from './Minutes.tsx';
import { useBriefingTalk } from './useBriefingTalk.ts';
import { briefingWords } from './words.ts';

const RoomStage = lazyPage(async () => (await import('../room/RoomStage.tsx')).RoomStage);

/** How often a browser in the room says that it is there (shared/briefing: five minutes of silence are an absence). */
const HERE_EVERY_MS = 120_000;

/** One briefing: its plan, its room, who was there, its minutes. */
export function BriefingPage({ id }: { readonly id: string }) {
  const [inside, setInside] = useState(false);
  const query = useQuery('briefing', { id }, {}, { every: inside ? 60_000 : 30_000 });
  const [pass, setPass] = useState<RoomPass | Problem | undefined>(undefined);
  const talk = useBriefingTalk(id, query);
  useHere(id, inside);
  const enter = async () => {
    const answer = await freshPass(id);
    setPass(answer.ok ? answer.value : answer.problem);
  };
  const leave = () => {
    setPass(undefined);
    setInside(false);
    void query.reload();
  };
  return (
    <QueryView query={query} rows={4}>
      {(view) => (
        <BriefingViewPage
          view={view} talk={pass !== undefined && 'token' in pass ? undefined : talk} onView={query.take} onEnter={pass === undefined ? () => void enter() : undefined}
          room={pass === undefined ? undefined : 'token' in pass
            ? <RoomStage pass={pass} talk={talk} renewPass={() => renewed(id)} onLeave={leave} onView={({ state }) => setInside(state.kind === 'in-call' || state.kind === 'audio-only' || state.kind === 'reconnecting' || (state.kind === 'waiting' && state.why === 'alone'))} />
            : <ProblemView problem={pass} onRetry={() => void enter()} />}
        />
      )}
    </QueryView>
  );
}

const freshPass = (id: string) => command('briefingToken', { id }, {}, { key: crypto.randomUUID() });

async function renewed(id: string): Promise<RoomPass | undefined> {
  const answer = await freshPass(id);
  if (answer.ok) return answer.value;
  if (isPassing(answer.problem)) throw new Error(answer.problem.code);
  return undefined;
}

/** Says that this person is in the room; what could not be said is said the next time. */
function useHere(id: string, inside: boolean): void {
  useEffect(() => {
    if (!inside) return undefined;
    const say = () => void command('briefingAttendance', { id }, {}, { key: crypto.randomUUID() });
    say();
    const timer = setInterval(say, HERE_EVERY_MS);
    return () => {
      clearInterval(timer);
      say();
    };
  }, [id, inside]);
}

type ViewProps = { readonly view: BriefingView; /** Absent while the room shows it. */ readonly talk: Talk | undefined; readonly onView: (view: BriefingView) => void; readonly onEnter?: () => void; readonly room?: preact.ComponentChildren };

export function BriefingViewPage({ view, talk, onView, onEnter, room }: ViewProps) {
  const t = briefingWords();
  const host = view.place === 'host';
  const begun = new Date().toISOString() >= view.start;
  return (
    <div class="stack-loose">
      <div class="stack-tight">
        <p><ButtonLink kind="quiet" href="/briefings">{t.back}</ButtonLink></p>
        <div class="row-between"><h1>{view.title}</h1><StatusTag tone={tones[view.state]}>{t.states[view.state]}</StatusTag></div>
      </div>
      {view.cancelled === undefined ? null : <Panel tone="warn"><p>{t.cancelledBecause(view.cancelled)}</p></Panel>}
      {room ?? (view.state === 'open' && onEnter ? <div><Button kind="primary" large onClick={onEnter}>{t.enter}</Button></div> : null)}
      {view.state === 'planned' ? <Panel tone="accent"><p>{t.opens(dayTime(view.opensAt))}</p></Panel> : null}
      <div class="briefing__columns">
        <div class="stack-loose">
          {view.minutes ? <SignedMinutesView id={view.id} minutes={view.minutes} agenda={view.agenda} /> : host && begun && view.cancelled === undefined ? <MinutesForm view={view} onView={onView} /> : view.state === 'over' ? <Panel title={t.minutes}><p class="soft">{t.waitMinutes}</p></Panel> : null}
          {talk && (talk.mayWrite || talk.messages.length > 0) ? <Panel title={talkWords().title}><TalkView talk={talk} id="briefing-message" /></Panel> : null}
          {begun && view.cancelled === undefined ? <AttendanceTable attendance={view.attendance} /> : null}
        </div>
        <aside class="stack">
          <Panel title={t.agenda}><ol class="numbered">{view.agenda.map(({ number: n, title, minutes }) => <li key={n}><b class="number">{n}.</b><span>{title} <span class="soft small number">{t.minutesLong(number(minutes))}</span></span></li>)}</ol></Panel>
          <Panel title={t.invited}>
            <Facts items={[[t.when, `${weekday(view.start)} ${dayTime(view.start)} – ${time(view.end)}`], [t.host, `${view.host.name}, ${view.facility.name}`]]} />
            <ul class="stack-tight">{[...view.facilities, ...view.people].map(({ id, name }) => <li key={id}>{name}</li>)}</ul>
          </Panel>
          {host && !view.minutes && view.cancelled === undefined ? <Cancel id={view.id} onView={onView} /> : null}
        </aside>
      </div>
    </div>
  );
}
