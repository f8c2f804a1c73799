import './case.css';
import { useState } from 'preact/hooks';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import type { Me } from '../../shared/identity/contract.ts';
import type { Chart } from '../../shared/record/contract.ts';
import type { Problem } from '../api/problem.ts';
import type { Query } from '../api/useQuery.ts';
import { Conclude } from '../conclude/Conclude.tsx';
import { SigningPanel } from '../conclude/SigningPanel.tsx';
import { PrescribePanel } from '../prescribe/PrescribePanel.tsx';
import { Prescriptions } from '../prescribe/PrescriptionSheet.tsx';
import { ConclusionSheet } from '../conclusion/ConclusionSheet.tsx';
import { DownloadPdf } from '../conclusion/DownloadPdf.tsx';
import { consultationWords } from '../i18n/consultation.ts';
import { officeWords } from '../privacy/words.ts';
import { ButtonLink } from '../ui/Button.tsx';
import { Loading } from '../ui/Feedback.tsx';
import { Panel } from '../ui/Panel.tsx';
import { CallTimelineFold } from '../room/CallTimeline.tsx';
import { Actions } from './Actions.tsx';
import { Presented, Questions } from './Asked.tsx';
import { CallPane } from './CallPane.tsx';
import { caseWords } from './caseWords.ts';
import { KnownBefore, VitalsOverTime } from './ChartPane.tsx';
import { practitionerId } from './duty.ts';
import { Course, History } from './History.tsx';
import { Messages } from './Messages.tsx';
import { PatientHead } from './PatientHead.tsx';
import { usePhotos } from '../talk/usePhotos.ts';
import { useTalk } from '../talk/useTalk.ts';
import { useAct } from './useAct.ts';

export type CaseViewProps = {
  readonly view: ConsultationView;
  readonly chart: Query<Chart>;
  readonly person: Me;
  readonly onView: (view: ConsultationView) => void;
  readonly reload: () => Promise<void>;
};

const parts = ['asked', 'record', 'talk', 'conclude'] as const;
type Part = (typeof parts)[number];

/**
 * The record beside the call. On a wide screen everything is in sight, and before the call what may do harm stands beside
 * what is to be decided; on a phone the call stays on top and one part at a time is below. What is typed in stays mounted, so
 * that neither the call nor a word is ever lost.
 */
export function CaseView({ view, chart, person, onView, reload }: CaseViewProps) {
  const t = caseWords();
  const [part, setPart] = useState<Part>('asked');
  const [joined, join] = useState(false);
  const [writing, write] = useState(view.state === 'concluding');
  const act = useAct(view.id, onView);
  const talk = useTalk({ view, onView, reload });
  const photos = usePhotos({ view, onView, reload });
  // In the room the messages are in the call itself: one place to read and write them.
  const [inRoom, setInRoom] = useState(false);
  const conclude = () => {
    write(true);
    setPart('conclude');
    requestAnimationFrame(() => document.getElementById('conclude')?.scrollIntoView({ block: 'start' }));
  };
  const others = view.specialist && view.specialist.id !== practitionerId(person) ? view.specialist.name : undefined;
  return (
    <div class="dense case" data-part={part} data-joined={joined || undefined}>
      <PatientHead view={view} chart={chart.value} />
      {others ? <p class="panel panel--warn">{t.taken(others)}</p> : null}
      <nav class="case__tabs" aria-label={t.tabsLabel}>
        {parts.map((key) => <button key={key} type="button" aria-pressed={key === part} onClick={() => setPart(key)}>{t.tabs[key]}</button>)}
      </nav>
      <div class="case__right">
        <div class="case__now stack">
          <Actions view={view} act={act} joined={joined} onJoin={() => join(true)} onConclude={conclude} />
          <CallPane view={view} act={act} talk={talk} photos={photos} joined={joined} onRoom={setInRoom} onLeave={() => join(false)} />
        </div>
        {!joined && chart.value ? <div class="case__part case__part--record stack"><KnownBefore chart={chart.value} /></div> : null}
        <div class="case__part case__part--conclude stack"><Ending view={view} writing={writing} onSigned={(signed) => {
          write(false);
          onView(signed);
        }} /></div>
        <div class="case__part case__part--talk stack">{inRoom ? null : <Messages talk={talk} />}<Course view={view} /><CallTimelineFold id={view.id} /></div>
      </div>
      <div class="case__left">
        <div class="case__part case__part--asked stack"><Questions view={view} /><Presented view={view} /></div>
        <div class="case__part case__part--record stack"><Earlier chart={chart} view={view} joined={joined} /></div>
      </div>
    </div>
  );
}

type EarlierProps = { readonly chart: Query<Chart>; readonly view: ConsultationView; readonly joined: boolean };

/** In a call the other column is the picture's, and what is known from before stands here too. */
function Earlier({ chart, view, joined }: EarlierProps) {
  if (chart.value) return <>{joined ? <KnownBefore chart={chart.value} /> : null}<VitalsOverTime chart={chart.value} /><History chart={chart.value} view={view} /></>;
  return chart.problem ? <ChartProblem problem={chart.problem} patientId={view.patient.id} /> : <Loading />;
}

/** Failed, or closed to the caller: whoever must see it all the same in an emergency is shown the way. */
function ChartProblem({ problem, patientId }: { readonly problem: Problem; readonly patientId: string }) {
  const t = caseWords();
  if (problem.status !== 404) return <Panel tone="warn" title={problem.title}><p>{t.chartFailed}</p></Panel>;
  return (
    <Panel tone="warn" title={t.chartClosed}>
      <p>{t.chartClosedText}</p>
      <p><ButtonLink kind="danger" href={`/office/emergency/${encodeURIComponent(patientId)}`}>{officeWords().link}</ButtonLink></p>
    </Panel>
  );
}

type EndingProps = { readonly view: ConsultationView; readonly writing: boolean; readonly onSigned: (view: ConsultationView) => void };

/** The signed conclusion and what the station reported; or the form, when it may be written. */
function Ending({ view, writing, onSigned }: EndingProps) {
  const t = caseWords();
  const may = view.actions.includes('sign') || view.actions.includes('amend');
  return (
    <>
      {view.outcome ? <Panel tone="good" title={t.outcome}><p><b>{outcomeWord(view.outcome.outcome)}</b> {view.outcome.text}</p></Panel> : null}
      {view.conclusion ? <><ConclusionSheet consultationId={view.id} conclusion={view.conclusion} questions={view.questions} facility={view.facility.name} /><DownloadPdf consultationId={view.id} signedAt={view.conclusion.signedAt} /></> : null}
      <Prescriptions view={view} />
      <PrescribePanel view={view} onSigned={onSigned} />
      {view.signing ? <SigningPanel key={view.signing.documentId} view={{ ...view, signing: view.signing }} onView={onSigned} /> : null}
      {may && (writing || !view.conclusion) ? <div id="conclude"><Conclude key={view.conclusion ? 'amendment' : 'conclusion'} view={view} onSigned={onSigned} /></div> : null}
    </>
  );
}

const outcomeWord = (code: string): string => {
  const known: Readonly<Record<string, string>> = consultationWords().outcomes;
  return known[code] ?? code;
};
