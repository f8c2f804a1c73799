import './request.css';
import { useEffect, useRef } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { ActionName, ConsultationView } from '../../shared/consultation/contract.ts';
import { SigningPanel } from '../conclude/SigningPanel.tsx';
import { ConclusionSheet } from '../conclusion/ConclusionSheet.tsx';
import { DownloadPdf } from '../conclusion/DownloadPdf.tsx';
import { PatientLine } from '../ask/PatientLine.tsx';
import { consultationWords } from '../i18n/consultation.ts';
import { dayTime, time } from '../i18n/format.ts';
import { Prescriptions } from '../prescribe/PrescriptionSheet.tsx';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/Button.tsx';
import { PriorityTag, StateTag } from '../ui/ConsultationTags.tsx';
import { ProblemView } from '../ui/Feedback.tsx';
import { Icon } from '../ui/Icon.tsx';
import { Facts, Panel } from '../ui/Panel.tsx';
import { CallTimelineFold } from '../room/CallTimeline.tsx';
import { Wait } from '../ui/Wait.tsx';
import { Messages } from './Messages.tsx';
import { isOpen, stepNames, stepOf } from './progress.ts';
import { RequestContent } from './RequestContent.tsx';
import { OutcomePanel } from './OutcomePanel.tsx';
import { StopActions } from './StopActions.tsx';
import type { Talk } from '../talk/useTalk.ts';
import type { Act } from './useAction.ts';
import { requestWords } from './words.ts';

export function RequestView({ view, action, talk }: { readonly view: ConsultationView; readonly action: Act; readonly talk: Talk }) {
  const t = requestWords();
  useCallNotice(view);
  return (
    <div class="stack-loose">
      <div class="stack-tight">
        <div class="row"><StateTag state={view.state} /><PriorityTag priority={view.priority} /></div>
        <h1>{view.patient.name}</h1>
        <PatientLine patient={{ ...view.patient, sex: sexOf(view.patient.sex) }} named={false} />
      </div>
      <Progress view={view} />
      {action.problem ? <ProblemView problem={action.problem} /> : null}
      <NextPanel view={view} action={action} />
      <div class="columns">
        <div class="stack-loose">
          {view.signing ? <SigningPanel view={{ ...view, signing: view.signing }} onView={() => undefined} /> : null}
          {view.conclusion ? (
            <section class="stack" aria-label={t.conclusion}>
              <ConclusionSheet consultationId={view.id} conclusion={view.conclusion} questions={view.questions} facility={view.facility.name} />
              <DownloadPdf consultationId={view.id} signedAt={view.conclusion.signedAt} />
            </section>
          ) : null}
          <Prescriptions view={view} />
          <OutcomePanel view={view} action={action} />
          <Messages view={view} action={action} talk={talk} />
          <RequestContent view={view} />
        </div>
        <aside class="stack"><Summary view={view} /><History view={view} /><CallTimelineFold id={view.id} /><StopActions view={view} action={action} /></aside>
      </div>
    </div>
  );
}

const sexOf = (sex: string | undefined) => (sex === 'male' || sex === 'female' || sex === 'other' || sex === 'unknown' ? sex : undefined);

/** A call must be noticed on a page in the background too. */
function useCallNotice(view: ConsultationView): void {
  const before = useRef(view.state);
  useEffect(() => {
    if (view.state === before.current) return;
    before.current = view.state;
    const t = requestWords();
    announce(view.state === 'called' ? t.calling(view.specialist?.name ?? '') : consultationWords().states[view.state]);
  }, [view.state]);
  useEffect(() => {
    if (view.state !== 'called') return undefined;
    const title = document.title;
    document.title = `● ${requestWords().calling(view.specialist?.name ?? '')}`;
    return () => {
      document.title = title;
    };
  }, [view.state]);
}

function Progress({ view }: { readonly view: ConsultationView }) {
  const t = requestWords();
  const here = stepNames.indexOf(stepOf(view.state));
  return (
    <ol class="steps" aria-label={t.progress}>
      {stepNames.map((name, index) => <li key={name} class={index < here ? 'is-done' : ''} aria-current={index === here ? 'step' : undefined}><span>{t.steps[name]}</span></li>)}
    </ol>
  );
}

function NextPanel({ view, action }: { readonly view: ConsultationView; readonly action: Act }) {
  const t = requestWords();
  const [, go] = useLocation();
  const may = (name: ActionName) => view.actions.includes(name);
  const room = `/station/requests/${encodeURIComponent(view.id)}/room`;
  const goWaiting = async () => {
    if (await action.act({ action: 'wait' })) go(room);
  };
  const urgent = view.state === 'called' || view.state === 'in-call';
  const canJoin = may('join') && ['waiting', 'called', 'in-call'].includes(view.state);
  return (
    <Panel tone={urgent ? 'warn' : 'accent'} label={t.track}>
      <p class="large">{t.next[view.state]}</p>
      {isOpen(view.state) && view.state !== 'signed' && view.state !== 'acknowledged' ? <p class="soft">{view.appointment && view.state === 'scheduled' ? `${t.appointment}: ${dayTime(view.appointment.start)}` : <Wait since={view.waitingSince} />}</p> : null}
      <div class="row">
        {canJoin ? <Button kind="primary" large onClick={() => go(room)}><Icon name="video" />{view.state === 'waiting' ? t.waitingRoom : t.actions.join}</Button> : null}
        {may('wait') ? <Button kind={view.state === 'scheduled' || view.state === 'accepted' ? 'primary' : 'plain'} large busy={action.busy === 'wait'} onClick={() => void goWaiting()}><Icon name="video" />{t.actions.wait}</Button> : null}
        {may('acknowledge') ? <Button kind="primary" large busy={action.busy === 'acknowledge'} onClick={() => void action.act({ action: 'acknowledge' }, t.acknowledged)}><Icon name="check" />{t.actions.acknowledge}</Button> : null}
      </div>
    </Panel>
  );
}

function Summary({ view }: { readonly view: ConsultationView }) {
  const t = requestWords();
  return (
    <Panel title={t.track}>
      <Facts items={[
        [t.asked, `${consultationWords().specialties[view.specialty]}, ${view.facility.name}`], [t.specialist, view.specialist?.name ?? t.nobody], [t.sentAt, dayTime(view.requestedAt)],
        [t.appointment, view.appointment ? `${dayTime(view.appointment.start)}–${time(view.appointment.end)}` : undefined],
      ]} />
    </Panel>
  );
}

/** A booking's note is its instant; everything else is somebody's words. */
const noteText = (note: string): string => (/^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/.test(note) ? dayTime(note) : note);

function History({ view }: { readonly view: ConsultationView }) {
  const t = requestWords();
  return (
    <Panel title={t.history}>
      <ol class="timeline">
        {view.history.map((step, index) => (
          <li key={`${step.at}${step.state}`} class="is-done" aria-current={index === view.history.length - 1 ? 'true' : undefined}>
            <b>{consultationWords().states[step.state]}</b><br /><span class="small soft"><span class="number">{dayTime(step.at)}</span> · {step.by}</span>
            {step.note ? <p class="keep-lines">{noteText(step.note)}</p> : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}
