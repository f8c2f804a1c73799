import { Link } from 'wouter-preact';
import type { ConsultationView } from '../../shared/consultation/contract.ts';
import { QueryView } from '../api/QueryView.tsx';
import { useQuery } from '../api/useQuery.ts';
import { ConclusionSheet } from '../conclusion/ConclusionSheet.tsx';
import { DownloadPdf } from '../conclusion/DownloadPdf.tsx';
import { conclusionWords } from '../conclusion/words.ts';
import { day, partialDate } from '../i18n/format.ts';
import { Prescriptions } from '../prescribe/PrescriptionSheet.tsx';
import { prescribeWords } from '../prescribe/words.ts';
import { EmptyState } from '../ui/Feedback.tsx';
import { Panel } from '../ui/Panel.tsx';
import { PhotoWall } from '../ui/PhotoWall.tsx';
import { ReadAloud } from '../ui/ReadAloud.tsx';
import { visitedAt } from './visits.ts';
import { patientWords } from './words.ts';

export function VisitPage({ id }: { readonly id: string }) {
  const view = useQuery('consultation', { id }, {}, { every: 30_000 });
  return <QueryView query={view}>{(value) => <Visit view={value} />}</QueryView>;
}

/** What the doctor said comes first; what was asked and sent comes after. */
export function Visit({ view }: { readonly view: ConsultationView }) {
  const t = patientWords();
  const { conclusion } = view;
  return (
    <div class="stack-loose">
      <div class="stack-tight"><Link href="/patient">← {t.backHome}</Link><h1>{t.visitOn(day(visitedAt(view)))}</h1><p>{t.states[view.state]}</p></div>
      <ReadAloud text={spokenOf(view)} />
      {conclusion ? (
        <><ConclusionSheet consultationId={view.id} conclusion={conclusion} questions={view.questions} facility={view.facility.name} reader="patient" /><DownloadPdf large consultationId={view.id} signedAt={conclusion.signedAt} /><Prescriptions view={view} reader="patient" /></>
      ) : (
        <>
          <EmptyState title={t.notSigned}>{t.notSignedText}</EmptyState>
          <Panel title={t.asked}><ol class="stack-tight">{view.questions.map(({ number, text }) => <li key={number}>{String(number)}. {text}</li>)}</ol></Panel>
        </>
      )}
      {view.symptoms ? <Panel title={t.told}><p class="keep-lines">{view.symptoms}</p></Panel> : null}
      {view.photos.length > 0 ? <Panel title={t.photos}><PhotoWall photos={view.photos} /></Panel> : null}
    </div>
  );
}

/** The page as it is read aloud: the questions with their answers, then what to do. */
export function spokenOf({ conclusion, prescriptions = [], questions, state, facility }: ConsultationView): string {
  const rx = prescribeWords();
  const t = patientWords();
  const c = conclusionWords();
  if (!conclusion) return `${t.states[state]}. ${t.notSignedText}`;
  return [
    c.advises(facility.name),
    ...questions.flatMap(({ number, text }) => [text, conclusion.answers.find((answer) => answer.number === number)?.text ?? '']),
    c.diagnosesPatient, ...conclusion.diagnoses.map(({ display }) => display),
    c.advicePatient, conclusion.advice, ...(conclusion.followUp ? [c.followUpPatient, conclusion.followUp] : []),
    ...prescriptions.filter(({ replacedBy }) => !replacedBy).flatMap(({ lines }) => [rx.patientTitle, ...lines.flatMap(({ name, strength = '', dosage, instruction = '', until, days }) => [`${name} ${strength}`, dosage, instruction, rx.until(partialDate(until), String(days))])]),
  ].filter(Boolean).join('. ');
}
